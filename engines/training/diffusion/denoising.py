"""Trains a denoiser of planar data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar

import numpy as np

from engines.instruments.distance.optimal_pairs import mean_cost
from engines.learned.generative.diffusion import HIDDEN, DiffusionFlow, plane_box
from engines.learned.nets.denoiser import shapes, target, torch_raw, weight
from engines.numerics.diffusion.generation import GenerationFlow
from engines.running.randomness import stream
from engines.systems.samples.shapes import Draw
from engines.training.checkpoint import Entry
from engines.training.diffusion.lessons import Arrays, Lesson, LessonsRecipe, as_float
from engines.training.diffusion.perturbing import PLAIN, Perturbation
from engines.training.diffusion.planar import Planar
from engines.training.loop import initial

STEPS, BATCH, RATE = 4000, 1024, 2e-3
COUNT = 50_000
CLOUD = 1500
SOURCE = "Karras, Aittala, Aila & Laine (2022), arXiv:2206.00364"
LEAST = 0.01  # of beta^2: nearer to the clean end the score is not asked for more sharply
JUDGED: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "v": lambda alpha, beta: np.ones_like(beta),
    "x": lambda alpha, beta: beta**2,
    "eps": lambda alpha, beta: alpha**2,
    "score": lambda alpha, beta: alpha**2 / np.maximum(beta**2, LEAST),
}


def denoising_loss(
    tensors: Mapping[str, Any],
    data: np.ndarray,
    spread: float,
    head: str,
    draw: np.random.Generator,
    stem: str = "",
    judged: str = "v",
    perturbation: Perturbation = PLAIN,
    told: np.ndarray | None = None,
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
        perturbation: Laws of strength and shape of the noise.
        told: What the network is told of each point besides, shape (n, c).
    """
    n, d = data.shape
    ratio = perturbation.strengths(n, draw)  # noise over signal, in units of the data
    beta = 1.0 / np.sqrt(1.0 + np.exp(-2.0 * ratio))
    alpha = 1.0 / np.sqrt(1.0 + np.exp(2.0 * ratio))
    noise = perturbation.noise(n, d, draw)
    clean = data / spread
    scaled = alpha[:, None] * clean + beta[:, None] * noise
    wanted = target(head, clean, noise, alpha[:, None], beta[:, None])
    lam = -ratio - np.log(spread)
    raw = torch_raw(tensors, as_float(scaled), lam, spread, stem, told)
    each = ((raw - as_float(wanted)) ** 2).sum(dim=1)
    weights = weight(head, beta) * JUDGED[judged](alpha, beta)
    return (each * as_float(weights)).mean()


class DenoiserRecipe(Planar, LessonsRecipe):
    """A denoiser of one planar shape. A child names the shape.

    Attributes:
        head: What the network's output stands for.
        hidden: Units of the layers between.
        perturbation: How data are made noisy.
    """

    head: ClassVar[str] = "v"
    hidden: ClassVar[tuple[int, ...]] = HIDDEN
    perturbation: ClassVar[Perturbation] = PLAIN
    place = "generative.diffusion"
    source = SOURCE
    steps: ClassVar[int] = STEPS
    batch, rate = BATCH, RATE

    def points(self, seed: int) -> tuple[np.ndarray, float, float]:
        """The data, its spread per coordinate, and how far it reaches."""
        data = self.drawn(COUNT, stream(seed, "data"))
        reach = float(np.quantile(np.abs(data), 0.999))
        return data, float(np.sqrt((data**2).mean())), 1.25 * reach

    def lessons(self, seed: int) -> Iterator[Lesson]:
        data, self._spread, self._reach = self.points(seed)
        tensors = initial(shapes(data.shape[1], self.hidden), seed)
        draw = stream(seed, "batches")

        def loss() -> Any:
            rows = draw.integers(0, len(data), self.batch)
            return denoising_loss(
                tensors,
                data[rows],
                self._spread,
                self.head,
                draw,
                perturbation=self.perturbation,
            )

        yield Lesson(tensors, loss, self.flow, f"Training, {self.named}")

    def flow(self, arrays: Arrays) -> DiffusionFlow:
        """The flow of a network on the linear path."""
        return DiffusionFlow(arrays, self._spread, self.head, box=plane_box(self._reach))

    def data(self) -> str:
        return f"{self.named}, {COUNT} points"

    def sizes(self) -> Mapping[str, Entry]:
        return {
            "hidden": list(self.hidden),
            "head": self.head,
            "spread": self._spread,
            "reach": self._reach,
        }

    def metrics(self) -> Mapping[str, Entry]:
        return measured(self.flow(self.arrays), self.drawn)


def measured(flow: GenerationFlow, draw: Draw, seed: int = 0) -> dict[str, float]:
    """Transport distance of samples to fresh data, beside that of two draws of the data."""
    numbers = stream(seed, "measured")
    data, other = draw(CLOUD, numbers), draw(CLOUD, numbers)
    made = flow.advance(flow.noise(CLOUD, numbers), 0.0, 1.0)
    return {
        "floor": float(np.sqrt(mean_cost(data, other))),
        "w2": float(np.sqrt(mean_cost(made, data))),
    }
