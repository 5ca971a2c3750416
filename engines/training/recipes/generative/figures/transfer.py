"""Trains the rectified flow from drawn circles to drawn squares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from engines.learned.generative.figures.shown import Shown, principal
from engines.learned.generative.figures.transfer import TransferFlow, transfer_shapes
from engines.learned.generative.rectified.pixel_velocity import Spreads, torch_velocity
from engines.learned.generative.rectified.stages import MATCHED, stem
from engines.learned.generative.rectified.velocity_flow import Walk
from engines.systems.pairs.pairs import Pairs
from engines.systems.samples.figures import SIDE, circles, squares
from engines.training.checkpoint import Entry
from engines.training.diffusion.lessons import Arrays
from engines.training.rectified.planar import PAPER
from engines.training.rectified.rounds import Answer, Draw, RoundsRecipe, Stage

COUNT, KEPT, SOURCE = 5000, 96, 256  # pictures of each kind, directions, circles that are kept
ROOM = 1.4  # of the length of a circle: how far from the middle a plane of two is seen
JITTER = 0.1  # of every coordinate: pictures lie on a surface, a velocity needs some room
WALK = Walk("RK4", 16)  # by which pairs are made


class FiguresTransferRecipe(RoundsRecipe):
    """Pairs of a circle and an upright square, matched or random; the second round sees only what was made.

    Half of a circle and half of a square still show which two they are, so that the segments of
    random pairs hardly cross: rounds on them lose place and size. Matched batches keep them. A
    network that saw circles alone made half of two squares of what lies between two circles.
    """

    title = "Rectified flow, circles to squares"
    place = "generative.figures.transfer"
    source = PAPER
    steps, batch, rate = 6000, 256, 1e-3
    pairs = 10_000
    width: ClassVar[int] = 192
    blocks: ClassVar[int] = 3
    stages = (
        Stage(MATCHED, 6000, 1e-3),
        Stage("1", 4000, 1e-3),
        Stage("2", 3000, 1e-3, after="1"),
    )
    spreads: Spreads

    def prepared(self, seed: int) -> None:
        ends = circles(COUNT, seed), squares(COUNT, seed)
        self._shown: Shown
        self._shown, self._lost = principal(np.concatenate(ends), KEPT)
        self._ends = tuple(self._shown.coordinates(part) for part in ends)
        self.spreads = tuple(  # type: ignore[assignment]
            float(np.sqrt(part.var(axis=0).mean() + JITTER**2)) for part in self._ends
        )
        self.arrays |= {
            "mean": self._shown.mean.astype(np.float32),
            "axes": self._shown.axes.astype(np.float32),
            "source": self._ends[0][:SOURCE].astype(np.float32),
        }

    def shapes(self, stages: tuple[str, ...]) -> dict[str, tuple[int, ...]]:
        found = transfer_shapes(stages, SIDE, KEPT, self.width, self.blocks, SOURCE)
        return {name: s for name, s in found.items() if name not in ("mean", "axes", "source")}

    def answer(self, tensors: Mapping[str, Any], stage: str) -> Answer:
        return lambda x, time: torch_velocity(tensors, x, time, self.spreads, stem(stage))

    def made(self, arrays: Arrays, stage: str) -> TransferFlow:
        return TransferFlow(dict(arrays), self.spreads, stage, WALK)

    def drawn(self, stage: Stage, draw: np.random.Generator) -> Draw:
        def pairs() -> Pairs:
            found = Pairs(self.first(self.batch, draw), self._some(1, self.batch, draw))
            return found.matched(self.batch) if stage.name == MATCHED else found

        return pairs

    def first(self, count: int, draw: np.random.Generator) -> np.ndarray:
        """Circles; of every other two of them some place in the plane that they span.

            z = r (cos(w) z_1 + sin(w) z_2),   w even in [0, 2 pi), r in [0, 1.4)

        Nobody would call it a circle, but a hand may go there.
        """
        found = self._some(0, count, draw)
        half = count // 2
        angle = 2.0 * np.pi * draw.random((half, 1))
        radius = ROOM * np.sqrt(draw.random((half, 1)))
        other = found[half : 2 * half]
        found[:half] = radius * (np.cos(angle) * found[:half] + np.sin(angle) * other)
        return found

    def data(self) -> str:
        return f"{COUNT:,} circles and {COUNT:,} squares of {SIDE} by {SIDE} pixels, drawn by rule"

    def told(self) -> Mapping[str, Entry]:
        return {**super().told(), "jitter": JITTER}

    def sizes(self) -> Mapping[str, Entry]:
        return {
            "stages": [stage.name for stage in self.stages],
            "side": SIDE,
            "directions": KEPT,
            "width": self.width,
            "blocks": self.blocks,
            "source": SOURCE,
            "spreads": list(self.spreads),
        }

    def metrics(self) -> Mapping[str, Entry]:
        begin = self._ends[0][:SOURCE]
        found: dict[str, Entry] = {"left_out": self._lost}
        for stage in self.stages:
            end = self.made(self.arrays, stage.name).advance(begin, 0.0, 1.0)
            found[f"cost_{stage.name}"] = float(((end - begin) ** 2).sum(axis=1).mean())
        return found

    def _some(self, end: int, count: int, draw: np.random.Generator) -> np.ndarray:
        points = self._ends[end]
        chosen = points[draw.integers(0, len(points), count)]
        return np.asarray(chosen + JITTER * draw.standard_normal(chosen.shape))


RECIPE = FiguresTransferRecipe
