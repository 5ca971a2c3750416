"""Trains mean velocities between any two moments from random pairs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import numpy as np

from engines.learned.generative.diffusion import plane_box
from engines.learned.generative.meanflow import HIDDEN, MeanFlow, shapes
from engines.learned.nets.mlp import torch_pushed, torch_value
from engines.running.randomness import stream
from engines.systems.samples.shapes import SHAPES
from engines.training.checkpoint import Entry
from engines.training.diffusion.denoising import COUNT, measured
from engines.training.diffusion.lessons import Lesson, LessonsRecipe
from engines.training.loop import initial

STEPS, BATCH, RATE = 5000, 512, 2e-3
INSTANT = 0.5  # share of a batch whose two moments are one
SOURCE = "Geng, Deng, Bai, Kolter & He (2025), arXiv:2505.13447"


def mean_velocity_loss(
    tensors: Mapping[str, Any], noise: np.ndarray, data: np.ndarray, draw: np.random.Generator
) -> Any:
    r"""Squared distance of U from v - (t - r) dU/dt, the latter held still.

        x_t = (1 - t) z + t x,   v = x - z,   dU/dt = dU/dx v + dU/dt at fixed r

    Each error is weighted by (its square + 0.01)^(-1/2).

    Args:
        tensors: Name to torch tensor, names as in `shapes`.
        noise: z, shape (n, 2).
        data: x, shape (n, 2).
        draw: Random numbers, for the moments.
    """
    import torch

    n = len(data)
    moments = np.sort(draw.random((n, 2)), axis=1)
    moments[: int(INSTANT * n), 1] = moments[: int(INSTANT * n), 0]
    t, until = moments[:, :1], moments[:, 1:]
    v = data - noise
    x, r, t, v = (
        torch.from_numpy(part.astype(np.float32)) for part in (noise + t * v, until, t, v)
    )

    seen = torch.cat([x, r, t], dim=1)
    with torch.no_grad():
        moves = torch.cat([v, torch.zeros_like(r), torch.ones_like(t)], dim=1)
        change = torch_pushed(tensors, seen, moves)[1]
    error = torch_value(tensors, seen) - (v - (t - r) * change)
    square = (error**2).sum(dim=1)
    return (square * (square.detach() + 0.01) ** -0.5).mean()


class MeanFlowRecipe(LessonsRecipe):
    """A mean velocity of one planar shape. A child names the shape.

    Attributes:
        shape: Name in `SHAPES`.
    """

    shape: ClassVar[str]
    place = "generative.meanflow"
    source = SOURCE
    steps: ClassVar[int] = STEPS
    batch, rate = BATCH, RATE

    def lessons(self, seed: int) -> Iterator[Lesson]:
        data = SHAPES[self.shape](COUNT, stream(seed, "data"))
        self._reach = 1.25 * float(np.quantile(np.abs(data), 0.999))
        tensors, draw = initial(shapes(), seed), stream(seed, "batches")

        def loss() -> Any:
            rows = draw.integers(0, len(data), BATCH)
            return mean_velocity_loss(tensors, draw.standard_normal((BATCH, 2)), data[rows], draw)

        yield Lesson(tensors, loss, self.flow, f"Training, {self.shape}")

    def flow(self, arrays: Mapping[str, np.ndarray], jumps: int = 1) -> MeanFlow:
        """The flow of a network by that many jumps."""
        return MeanFlow(arrays, jumps, plane_box(self._reach))

    def data(self) -> str:
        return f"{self.shape}, {COUNT} points"

    def sizes(self) -> Mapping[str, Entry]:
        return {"hidden": list(HIDDEN), "reach": self._reach}

    def metrics(self) -> Mapping[str, Entry]:
        found: dict[str, Entry] = {}
        for jumps in (1, 2, 4):
            figures = measured(self.flow(self.arrays, jumps), SHAPES[self.shape])
            found["floor"] = figures["floor"]
            found[f"w2_{jumps}"] = figures["w2"]
        return found
