"""Trains mean velocities between any two moments from random pairs."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from engines.learned.generative.diffusion import plane_box
from engines.learned.generative.meanflow import HIDDEN, MeanFlow, shapes
from engines.learned.nets.mlp import torch_pushed, torch_value
from engines.protocols.recipe import Recipe, Snapshot
from engines.running.randomness import stream
from engines.running.ticket import Ticket
from engines.systems.samples.shapes import SHAPES
from engines.training.checkpoint import Entry, save
from engines.training.diffusion.averaging import Average
from engines.training.diffusion.denoising import COUNT, measured
from engines.training.loop import Curve, cosine, descent, initial

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


class MeanFlowRecipe(Recipe):
    """A mean velocity of one planar shape. A child names the shape.

    Attributes:
        shape: Name in `SHAPES`.
        title: Title of the card.
    """

    shape: ClassVar[str]
    title: ClassVar[str]

    def fit(self, seed: int, steps: int | None, ticket: Ticket) -> Iterator[Snapshot]:
        begun = time.monotonic()
        count = STEPS if steps is None else steps
        data = SHAPES[self.shape](COUNT, stream(seed, "data"))
        self._reach = 1.25 * float(np.quantile(np.abs(data), 0.999))
        tensors = initial(shapes(), seed)
        average, draw, curve = Average(tensors), stream(seed, "batches"), Curve()

        def loss(step: int) -> Any:
            average.follow()
            rows = draw.integers(0, len(data), BATCH)
            return mean_velocity_loss(tensors, draw.standard_normal((BATCH, 2)), data[rows], draw)

        yield from curve.kept(
            descent(
                tensors,
                loss,
                cosine(RATE, max(count, 1)),
                count,
                ticket,
                flow=lambda: MeanFlow(average.arrays(), 1, plane_box(self._reach)),
                what=f"Training, {self.shape}",
            )
        )
        average.follow()
        self._arrays = average.arrays()
        self._training: dict[str, Entry] = {
            "seed": seed,
            "steps": count,
            "batch": BATCH,
            "seconds": time.monotonic() - begun,
            **curve.table(),
        }

    def save(self, weights: Path, card: Path) -> None:
        found: dict[str, Entry] = {}
        for jumps in (1, 2, 4):
            flow = MeanFlow(self._arrays, jumps, plane_box(self._reach))
            figures = measured(flow, self.shape)
            found["floor"] = figures["floor"]
            found[f"w2_{jumps}"] = figures["w2"]
        save(
            weights,
            card,
            self._arrays,
            {
                "title": self.title,
                "class": "generative.meanflow",
                "source": SOURCE,
                "data": f"{self.shape}, {COUNT} points",
            },
            {
                "sizes": {"hidden": list(HIDDEN), "reach": self._reach},
                "training": self._training,
                "metrics": found,
            },
        )
