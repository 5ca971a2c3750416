"""Distils the denoiser of eight Gaussians into a map between any two moments of its paths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from engines.errors import WeightsError
from engines.learned.generative.diffusion import DiffusionModel, plane_box
from engines.learned.generative.flow_map import HIDDEN, FlowMap, shapes
from engines.learned.weights import card_of, open_model
from engines.running.randomness import stream
from engines.systems.samples.shapes import SHAPES
from engines.training.checkpoint import Entry
from engines.training.diffusion.averaging import Average
from engines.training.diffusion.denoising import COUNT, measured
from engines.training.diffusion.distilling import FOLLOWED
from engines.training.diffusion.flow_maps import trajectory_loss
from engines.training.diffusion.lessons import Lesson, LessonsRecipe, as_float
from engines.training.loop import initial

STEPS, BATCH, RATE = 5000, 512, 2e-3
SHAPE, TEACHER = "eight Gaussians", "diffusion-eight-gaussians"
JUMPS = (1, 2, 4)


class TrajectoryRecipe(LessonsRecipe):
    """Two places on one way of the teacher must be led to one place, whichever moment it is at."""

    title = "Consistency trajectories, eight Gaussians"
    place = "generative.flow_map"
    source = "Kim et al. (2024), arXiv:2310.02279"
    steps, batch, rate = STEPS, BATCH, RATE

    def lessons(self, seed: int) -> Iterator[Lesson]:
        model = open_model(card_of(TEACHER))
        if not isinstance(model, DiffusionModel):
            raise WeightsError(f"{TEACHER}: is no denoiser")
        self._spread = float(model.card.sizes["spread"])
        self._reach = float(model.card.sizes["reach"])
        teacher = {name: as_float(array.copy()) for name, array in model.arrays.items()}
        data = SHAPES[SHAPE](COUNT, stream(seed, "data"))
        tensors = initial(shapes(HIDDEN), seed)
        believed, draw = Average(tensors, FOLLOWED), stream(seed, "batches")

        def loss() -> Any:
            believed.follow()
            rows = draw.integers(0, len(data), BATCH)
            return trajectory_loss(
                tensors, believed.tensors, teacher, data[rows], self._spread, draw
            )

        yield Lesson(tensors, loss, self.flow, f"Distilling, {SHAPE}")

    def flow(self, arrays: Mapping[str, np.ndarray], jumps: int = 1) -> FlowMap:
        """The map of a network by that many jumps."""
        return FlowMap(arrays, self._spread, jumps, plane_box(self._reach))

    def data(self) -> str:
        return f"{SHAPE}, {COUNT} points"

    def told(self) -> Mapping[str, Entry]:
        return {"teacher": TEACHER}

    def sizes(self) -> Mapping[str, Entry]:
        return {"hidden": list(HIDDEN), "spread": self._spread, "reach": self._reach}

    def metrics(self) -> Mapping[str, Entry]:
        found: dict[str, Entry] = {}
        for jumps in JUMPS:
            figures = measured(self.flow(self.arrays, jumps), SHAPES[SHAPE])
            found["floor"] = figures["floor"]
            found[f"w2_{jumps}"] = figures["w2"]
        return found


RECIPE = TrajectoryRecipe
