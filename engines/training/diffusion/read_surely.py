"""How surely the pictures of few jumps are read: what a card of a map to digits tells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

import numpy as np

from engines.errors import WeightsError
from engines.learned.generative.diffusion_digits import PIXELS
from engines.learned.generative.digits.reader import DigitsReaderModel
from engines.learned.weights import card_of, open_model
from engines.running.randomness import stream
from engines.running.ticket import Ticket

READER = "digits-reader"
COUNT = 500  # pictures that are read
SURE = 0.9
JUMPS = (1, 2, 4)


class Drawing(Protocol):
    """A flow to pictures."""

    def advance(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        """Where `states` are at `stop`."""

    def decode(self, states: np.ndarray) -> np.ndarray:
        """Pictures of `states`."""


def read_surely(flow: Callable[[int], Drawing]) -> Mapping[str, float]:
    """Share of pictures read with more than nine tenths of probability, "sure_n" for n jumps.

    Args:
        flow: Number of jumps to the flow that takes them.

    Raises:
        WeightsError: If the shipped reader reads no digits.
    """
    reader = open_model(card_of(READER))
    if not isinstance(reader, DigitsReaderModel):
        raise WeightsError(f"{READER} reads no digits")
    noise = stream(0, "measured").standard_normal((COUNT, PIXELS))
    found: dict[str, float] = {}
    for n in JUMPS:
        one = flow(n)
        made = reader.read(one.decode(one.advance(noise, 0.0, 1.0))).max(axis=1)
        found[f"sure_{n}"] = float((made > SURE).mean())
    return found
