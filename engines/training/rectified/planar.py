"""Rounds of a velocity in the plane."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import numpy as np

from engines.instruments.distance.optimal_pairs import mean_cost
from engines.instruments.distance.straightness import straightness
from engines.learned.generative.rectified.stages import MATCHED, stem
from engines.learned.generative.rectified_flow import SIZES, SOURCE, RectifiedFlow, shapes
from engines.learned.nets.mlp import torch_value
from engines.running.randomness import stream
from engines.systems.pairs.pairs import Pairs
from engines.training.checkpoint import Entry
from engines.training.diffusion.lessons import Arrays, as_float
from engines.training.rectified.rounds import Answer, Draw, RoundsRecipe, Stage

CLOUD = 1500
MATCHED_BATCH = 256
PAPER = "Liu, Gong & Liu (2022), arXiv:2209.03003"
Cloud = Callable[[int, np.random.Generator], np.ndarray]


def normal(count: int, draw: np.random.Generator) -> np.ndarray:
    """Standard normal points of the plane, shape (count, 2)."""
    return draw.standard_normal((count, 2))


def measured(
    flow: Callable[[str, int], RectifiedFlow],
    stages: tuple[str, ...],
    begin: Cloud,
    end: Cloud,
    seed: int = 0,
    count: int = CLOUD,
) -> dict[str, float]:
    """Straightness and exact transport distance to fresh data, per stage and number of steps.

    Args:
        flow: Makes the flow of a stage with a number of Euler steps.
        stages: Names of the stages.
        begin: The cloud at t = 0.
        end: The cloud at t = 1.
        seed: Seed of both.
        count: Points of each.

    Returns:
        "floor", the distance W2 between two draws of the last cloud; for each stage k,
        "straightness_k", "w2_1_k" with one Euler step and "w2_100_k" with a hundred.
    """
    draw = stream(seed, "measured")
    data, other, noise = end(count, draw), end(count, draw), begin(count, draw)
    found = {"floor": float(np.sqrt(mean_cost(data, other)))}
    for k in stages:
        found[f"straightness_{k}"] = straightness(flow(k, 100), noise, np.linspace(0.0, 1.0, 101))
        for steps in (1, 100):
            made = flow(k, steps).advance(noise, 0.0, 1.0)
            found[f"w2_{steps}_{k}"] = float(np.sqrt(mean_cost(made, data)))
    return found


class PlanarRecipe(RoundsRecipe):
    """A child names the two clouds.

    Attributes:
        words: What the card says of the clouds.
        begins: "noise", or the name of the cloud at t = 0.
    """

    place = "generative.rectified_flow"
    source = PAPER
    steps, batch, rate = 4000, 1024, 2e-3
    words: ClassVar[str]
    begins: ClassVar[str] = "noise"

    @abstractmethod
    def last(self, count: int, draw: np.random.Generator) -> np.ndarray:
        """Points of the cloud at t = 1."""

    def first(self, count: int, draw: np.random.Generator) -> np.ndarray:
        return normal(count, draw)

    def fresh(self, count: int, draw: np.random.Generator) -> np.ndarray:
        """Points of the cloud at t = 1 to measure with, all drawn by themselves."""
        return self.last(count, draw)

    def prepared(self, seed: int) -> None:
        if self.begins != "noise":
            points = self.first(SOURCE, stream(seed, "source"))
            self.arrays["source"] = points.astype(np.float32)

    def shapes(self, stages: tuple[str, ...]) -> dict[str, tuple[int, ...]]:
        return shapes(SIZES[1:-1], stages)

    def answer(self, tensors: Mapping[str, Any], stage: str) -> Answer:
        import torch

        def answer(x: Any, time: np.ndarray) -> Any:
            return torch_value(tensors, torch.cat([x, as_float(time[:, None])], 1), stem(stage))

        return answer

    def made(self, arrays: Arrays, stage: str) -> RectifiedFlow:
        return RectifiedFlow(dict(arrays), stage)

    def drawn(self, stage: Stage, draw: np.random.Generator) -> Draw:
        def pairs() -> Pairs:
            found = Pairs(self.first(self.batch, draw), self.last(self.batch, draw))
            return found.matched(MATCHED_BATCH) if stage.name == MATCHED else found

        return pairs

    def data(self) -> str:
        return self.words

    def sizes(self) -> Mapping[str, Entry]:
        names = [stage.name for stage in self.stages]
        return {"hidden": list(SIZES[1:-1]), "stages": names, "begins": self.begins}

    def metrics(self) -> Mapping[str, Entry]:
        names = tuple(stage.name for stage in self.stages)
        return measured(
            lambda k, steps: RectifiedFlow(self.arrays, k, "Euler", steps),
            names,
            self.first,
            self.fresh,
            count=CLOUD,
        )
