"""Trains bridges from any handwritten digit, or from noise, to any: one network for them all."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from engines.errors import WeightsError
from engines.learned.generative.digits.reader import DigitsReaderModel
from engines.learned.generative.interpolants.kinds import KINDS, PLAIN, KindsBridge, shapes, told
from engines.learned.weights import card_of, open_model
from engines.numerics.interpolants.interpolant import Interpolant
from engines.running.randomness import stream
from engines.systems.samples.digits import about_mean, labels, split
from engines.training.interpolants.bridging import BridgeRecipe

READER, SHOWN = "digits-reader", 40  # pictures of each pair that are read


class DigitsRecipe(BridgeRecipe):
    """150 pictures of each kind; latent noise keeps the way from being learned by heart."""

    title = "Bridge, digits to digits"
    data = "handwritten digits of 8 by 8 pixels, the 1,500 to learn from, and plain noise"
    interpolant = Interpolant("linear", "Brownian", 0.5)
    pictures = True
    kinds = True
    hidden: ClassVar[tuple[int, ...]] = (384, 384, 384)
    steps = 6000
    batch = 256
    rate = 1e-3

    def __init__(self) -> None:
        learned = split(0)[0]
        self._pixels, self._mean = about_mean(learned)
        self._labels = labels(learned)
        self._rows = [np.flatnonzero(self._labels == kind) for kind in range(KINDS)]

    def parts(self, d: int, coupling: str) -> dict[str, tuple[int, ...]]:
        return shapes(d, self.hidden)

    def drawn(self, count: int, draw: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        return self.joined(count, draw, self.couplings[0])[0]

    def joined(
        self, count: int, draw: np.random.Generator, coupling: str
    ) -> tuple[tuple[np.ndarray, np.ndarray], np.ndarray | None]:
        """Every kind at both ends alike often, and noise at the first one as well."""
        first, last = draw.integers(0, KINDS + 1, count), draw.integers(0, KINDS, count)
        begin = draw.standard_normal((count, self._pixels.shape[1]))
        end = np.empty_like(begin)
        for kind in range(KINDS):
            for kinds, into in ((first, begin), (last, end)):
                here = kinds == kind
                into[here] = self._pixels[draw.choice(self._rows[kind], int(here.sum()))]
        return (begin, end), told(first, last)

    def known(self, seed: int) -> dict[str, np.ndarray]:
        every = {"mean": self._mean, "targets": self._pixels, "labels": self._labels}
        return {name: array.astype(np.float32) for name, array in every.items()}

    def measured(self) -> dict[str, float]:
        """Share of pictures that are read as what was asked for, from digits and from noise."""
        reader, bridge = open_model(card_of(READER)), self.trained()
        if not isinstance(reader, DigitsReaderModel) or not isinstance(bridge, KindsBridge):
            raise WeightsError(f"{READER} reads no digits")
        found: dict[str, list[float]] = {"read_from_digits": [], "read_from_noise": []}
        for first in range(KINDS + 1):
            for last in range(KINDS):
                flow = bridge.joining(first, last)
                begin = flow.noise(SHOWN, stream(1, f"from {first}"))
                read = reader.read(flow.decode(flow.advance(begin, 0.0, 1.0))).argmax(axis=1)
                key = "read_from_noise" if first == PLAIN else "read_from_digits"
                found[key].append(float((read == last).mean()))
        return {name: float(np.mean(shares)) for name, shares in found.items()}


RECIPE = DigitsRecipe
