"""The picture under the handle, and the one a walk from there has led to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.latent.contact_sheet import refusal, step_of
from engines.layers.frame import Frame
from engines.layers.image_grid import ImageGrid
from engines.parameters.declare import Declaration, Parameters
from engines.protocols.capabilities import Sliced
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket


def pair_of(flow: Flow, codes: np.ndarray, step: float) -> ImageGrid:
    """Two pictures side by side: of the start and of where a walk of `step` has led, shape (2, d)."""
    whole: Any = flow.whole if isinstance(flow, Sliced) else flow
    now = f"{whole.ways[whole.way]}, t = {step:.2f}".replace("-", "\N{MINUS SIGN}")
    return ImageGrid(whole.decode(codes)[None], column_labels=("start", now), selected=(0, 1))


class Decoded:
    """Two pictures: at the handle, and t along the chosen way."""

    name: ClassVar[str] = "decoded"
    title: ClassVar[str] = "Decoded"
    view: ClassVar[str] = "sheet"
    draws: ClassVar[tuple[str, ...]] = ("decoded",)
    depth: ClassVar[int] = 0

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return refusal(flow)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (step_of(flow),)

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        ticket.check()
        whole: Any = self.flow.whole if isinstance(self.flow, Sliced) else self.flow
        codes = whole.traversed(np.array(whole.box.start), np.array([0.0, p.t]))[whole.way]
        yield Frame({"decoded": pair_of(self.flow, codes, p.t)})


INSTRUMENT = Decoded
