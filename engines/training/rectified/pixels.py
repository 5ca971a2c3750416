"""Rounds of a velocity of pictures."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from engines.learned.generative.rectified.pixel_velocity import Spreads, torch_velocity
from engines.learned.generative.rectified.stages import stem
from engines.learned.generative.rectified.velocity_flow import Walk
from engines.learned.generative.rectified_digits import PIXELS, PLAIN, RectifiedDigitsFlow, shapes
from engines.systems.pairs.pairs import Pairs
from engines.training.checkpoint import Entry
from engines.training.diffusion.lessons import Arrays
from engines.training.rectified.planar import PAPER
from engines.training.rectified.rounds import Answer, Draw, RoundsRecipe, Stage

WALK = Walk("RK4", 16)  # by which pairs are made


class PixelsRecipe(RoundsRecipe):
    """A child gives the two clouds of pictures.

    Attributes:
        width: Units of each layer.
        blocks: Layers that add.
        words: What the card says of the data.
        spreads: Standard deviations of a pixel at t = 0 and 1, once the data are known.
    """

    place = "generative.rectified_digits"
    source = PAPER
    steps, batch, rate = 6000, 256, 1e-3
    width: ClassVar[int] = 256
    blocks: ClassVar[int] = 3
    words: ClassVar[str]
    spreads: Spreads

    @abstractmethod
    def last(self, count: int, draw: np.random.Generator) -> np.ndarray:
        """Pictures of the cloud at t = 1, less the mean picture, shape (count, 64)."""

    def shapes(self, stages: tuple[str, ...]) -> dict[str, tuple[int, ...]]:
        found = shapes(stages, self.width, self.blocks)
        del found["mean"]
        return found

    def answer(self, tensors: Mapping[str, Any], stage: str) -> Answer:
        return lambda x, time: torch_velocity(tensors, x, time, self.spreads, stem(stage))

    def made(self, arrays: Arrays, stage: str) -> RectifiedDigitsFlow:
        return RectifiedDigitsFlow(dict(arrays), self.spreads, stage, WALK)

    def drawn(self, stage: Stage, draw: np.random.Generator) -> Draw:
        return lambda: Pairs(self.first(self.batch, draw), self.last(self.batch, draw))

    def data(self) -> str:
        return self.words

    def sizes(self) -> Mapping[str, Entry]:
        names = [stage.name for stage in self.stages]
        kept = self.arrays.get("source", np.zeros((0, PIXELS)))
        return {
            "stages": [name for name in names if not name.startswith(PLAIN)],
            "plain": [name.removeprefix(PLAIN) for name in names if name.startswith(PLAIN)],
            "width": self.width,
            "blocks": self.blocks,
            "source": len(kept),
            "spreads": list(self.spreads),
        }
