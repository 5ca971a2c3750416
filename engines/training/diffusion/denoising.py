"""Trains a denoiser of planar data."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from engines.instruments.distance.optimal_pairs import mean_cost
from engines.learned.generative.diffusion import HIDDEN, DiffusionFlow, plane_box
from engines.learned.nets.denoiser import shapes, target, torch_raw, weight
from engines.numerics.diffusion.generation import GenerationFlow
from engines.protocols.recipe import Recipe, Snapshot
from engines.running.randomness import stream
from engines.running.ticket import Ticket
from engines.systems.samples.shapes import SHAPES
from engines.training.checkpoint import Entry, save
from engines.training.diffusion.averaging import Average
from engines.training.loop import Curve, cosine, descent, initial

STEPS, BATCH, RATE = 4000, 1024, 2e-3
COUNT = 50_000
CLOUD = 1500
SOURCE = "Karras, Aittala, Aila & Laine (2022), arXiv:2206.00364"
Arrays = Mapping[str, np.ndarray]
LEAST = 0.01  # of beta^2: nearer to the clean end the score is not asked for more sharply
JUDGED: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "v": lambda alpha, beta: np.ones_like(beta),
    "x": lambda alpha, beta: beta**2,
    "eps": lambda alpha, beta: alpha**2,
    "score": lambda alpha, beta: alpha**2 / np.maximum(beta**2, LEAST),
}


def ratios(count: int, draw: np.random.Generator) -> np.ndarray:
    """Random ln(s / (a spread)): those of the linear path at evenly spread times, once each.

    Every part of the way from noise to data is seen as often as any other.
    """
    even = (draw.permutation(count) + draw.random(count)) / count
    even = np.clip(even, 1e-4, 1.0 - 1e-4)
    return np.asarray(np.log(even) - np.log1p(-even))


def denoising_loss(
    tensors: Mapping[str, Any],
    data: np.ndarray,
    spread: float,
    head: str,
    draw: np.random.Generator,
    stem: str = "",
    judged: str = "v",
) -> Any:
    r"""Mean squared error of the raw output, weighted as its head asks.

    A network with the head "v" may be judged by its error of the clean data, the noise or the
    score instead, which is its own times beta^2, alpha^2 or alpha^2 / beta^2: the minimiser stays.

    Args:
        tensors: Name to torch tensor.
        data: Clean points, shape (n, d).
        spread: Standard deviation of a coordinate of the data.
        head: What the output stands for.
        draw: Random numbers.
        stem: Prefix of the names.
        judged: In which of the four the error of a network with the head "v" is measured.
    """
    n, d = data.shape
    ratio = ratios(n, draw)  # noise over signal, in units of the data
    beta = 1.0 / np.sqrt(1.0 + np.exp(-2.0 * ratio))
    alpha = 1.0 / np.sqrt(1.0 + np.exp(2.0 * ratio))
    noise = draw.standard_normal((n, d))
    clean = data / spread
    scaled = alpha[:, None] * clean + beta[:, None] * noise
    wanted = target(head, clean, noise, alpha[:, None], beta[:, None])
    lam = -ratio - np.log(spread)
    raw = torch_raw(tensors, _float(scaled), lam, spread, stem)
    each = ((raw - _float(wanted)) ** 2).sum(dim=1)
    weights = weight(head, beta) * JUDGED[judged](alpha, beta)
    return (each * _float(weights)).mean()


def _float(array: np.ndarray) -> Any:
    import torch

    return torch.from_numpy(np.ascontiguousarray(array, dtype=np.float32))


class DenoiserRecipe(Recipe):
    """A denoiser of one planar shape. A child names the shape.

    Attributes:
        shape: Name in `SHAPES`.
        head: What the network's output stands for.
        title: Title of the card.
        steps: Steps of a whole training.
    """

    shape: ClassVar[str]
    head: ClassVar[str] = "v"
    title: ClassVar[str]
    steps: ClassVar[int] = STEPS

    def points(self, seed: int) -> tuple[np.ndarray, float, float]:
        """The data, its spread per coordinate, and how far it reaches."""
        data = SHAPES[self.shape](COUNT, stream(seed, "data"))
        reach = float(np.quantile(np.abs(data), 0.999))
        return data, float(np.sqrt((data**2).mean())), 1.25 * reach

    def fit(self, seed: int, steps: int | None, ticket: Ticket) -> Iterator[Snapshot]:
        begun = time.monotonic()
        count = self.steps if steps is None else steps
        data, self._spread, self._reach = self.points(seed)
        tensors = initial(shapes(2, HIDDEN), seed)
        average, draw, curve = Average(tensors), stream(seed, "batches"), Curve()

        def loss(step: int) -> Any:
            average.follow()
            rows = draw.integers(0, len(data), BATCH)
            return denoising_loss(tensors, data[rows], self._spread, self.head, draw)

        yield from curve.kept(
            descent(
                tensors,
                loss,
                cosine(RATE, max(count, 1)),
                count,
                ticket,
                flow=lambda: self.flow(average.arrays()),
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

    def flow(self, arrays: Arrays) -> DiffusionFlow:
        """The flow of a network on the linear path."""
        return DiffusionFlow(arrays, self._spread, self.head, box=plane_box(self._reach))

    def save(self, weights: Path, card: Path) -> None:
        save(
            weights,
            card,
            self._arrays,
            {
                "title": self.title,
                "class": "generative.diffusion",
                "source": SOURCE,
                "data": f"{self.shape}, {COUNT} points",
            },
            {
                "sizes": {
                    "hidden": list(HIDDEN),
                    "head": self.head,
                    "spread": self._spread,
                    "reach": self._reach,
                },
                "training": self._training,
                "metrics": measured(self.flow(self._arrays), self.shape),
            },
        )


def measured(flow: GenerationFlow, shape: str, seed: int = 0) -> dict[str, float]:
    """Transport distance of samples to fresh data, beside that of two draws of the data."""
    draw: Callable[..., np.ndarray] = SHAPES[shape]
    numbers = stream(seed, "measured")
    data, other = draw(CLOUD, numbers), draw(CLOUD, numbers)
    made = flow.advance(flow.noise(CLOUD, numbers), 0.0, 1.0)
    return {
        "floor": float(np.sqrt(mean_cost(data, other))),
        "w2": float(np.sqrt(mean_cost(made, data))),
    }
