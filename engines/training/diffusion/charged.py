"""Trains denoisers under noise with hidden dimensions; nothing else of diffusion is changed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import numpy as np

from engines.learned.generative.diffusion import HIDDEN, plane_box
from engines.learned.generative.diffusion_digits import HIDDEN as WIDE
from engines.learned.generative.diffusion_digits import PIXELS
from engines.learned.generative.pfgm import BATCH, POINT, PfgmFlow, shapes_of, stem, told
from engines.learned.generative.pfgm_digits import PfgmDigitsFlow, digits_shapes
from engines.learned.nets.denoiser import shapes
from engines.learned.nets.heavy_tailed import felt, seen
from engines.numerics.diffusion.generation import GenerationFlow
from engines.running.randomness import stream
from engines.systems.samples.digits import about_mean, split
from engines.training.checkpoint import Entry
from engines.training.diffusion.denoising import COUNT, denoising_loss, measured
from engines.training.diffusion.lessons import Lesson, LessonsRecipe, Task, matching_loss
from engines.training.diffusion.perturbing import Perturbation
from engines.training.diffusion.planar import Planar
from engines.training.loop import initial

SOURCE = "Xu et al. (2023), arXiv:2302.04265"
DIMENSIONS = (2.0, 8.0, 128.0, math.inf)
TARGETS = (POINT, BATCH)


def charged_task(clean: np.ndarray, hidden: float, target: str, draw: np.random.Generator) -> Task:
    r"""What a `HeavyTailed` network of data of unit spread sees, and what it should answer.

        x = y + s z,   ln s ~ N(ln 2 - 1.2, 1.2^2),   z Student noise of D;   F = r (y - x / r^2) / e

    Args:
        clean: y, shape (n, N).
        hidden: D.
        target: "point" for y itself, "batch" for the mean of all y as x sees them.
        draw: Random numbers.
    """
    law = Perturbation("lognormal", hidden)
    noise = np.exp(law.strengths(len(clean), draw))
    x = clean + noise[:, None] * law.noise(len(clean), clean.shape[1], draw)
    wanted = clean if target == POINT else seen_from(x, clean, noise, hidden)
    strength = np.sqrt(felt(x, 1.0, noise, hidden).square)
    inputs, r = seen(x, 1.0, strength)
    return Task(inputs, (wanted - x / r[:, None] ** 2) * (r / strength)[:, None])


def seen_from(x: np.ndarray, points: np.ndarray, noise: np.ndarray, hidden: float) -> np.ndarray:
    """The mean of points as each noisy place sees them, with a scale of noise of its own.

    Every place is among its own points: what it says of data that were not drawn is a little wrong,
    always to the side of where it began.

    Source:
        Xu, Tong & Jaakkola (2023), arXiv:2302.00670, for the target.
    """
    n = x.shape[1]
    near, other = x.astype(np.float32), points.astype(np.float32)
    square = np.zeros((len(x), len(points)), dtype=np.float32)
    for i in range(n):
        square += (near[:, i, None] - other[:, i]) ** 2
    square *= (1.0 / noise**2).astype(np.float32)[:, None]
    if math.isinf(hidden):
        logs = -0.5 * square
    else:
        logs = np.float32(-0.5 * (n + hidden)) * np.log1p(square / np.float32(hidden))
    weights = np.exp(logs - logs.max(axis=1, keepdims=True))
    return np.asarray((weights @ other) / weights.sum(axis=1, keepdims=True), dtype=np.float64)


class ChargedRecipe(Planar, LessonsRecipe):
    """Denoisers of one planar shape for several D, by both targets: the same seed and data for each.

    Attributes:
        dimensions: Each D.
    """

    dimensions: ClassVar[tuple[float, ...]] = DIMENSIONS
    place = "generative.pfgm"
    source = SOURCE
    steps: ClassVar[int] = 8000
    batch, rate = 512, 2e-3
    networks = len(TARGETS) * len(DIMENSIONS)

    def counts(self, steps: int | None) -> tuple[int, ...]:
        """What is learned from batches is quieter: half the steps do."""
        n = len(self.dimensions)
        total = n * (self.steps + self.steps // 2) if steps is None else steps
        longer = max(2 * total // (3 * n), min(total, 1))
        return (longer,) * n + (max(longer // 2, min(total, 1)),) * n

    def lessons(self, seed: int) -> Iterator[Lesson]:
        data = self.drawn(COUNT, stream(seed, "data"))
        self._spread = float(np.sqrt((data**2).mean()))
        self._reach = 1.25 * float(np.quantile(np.abs(data), 0.999))
        blank = shapes_of(2, HIDDEN, self.dimensions, TARGETS)
        self.arrays |= {name: np.zeros(shape, np.float32) for name, shape in blank.items()}
        for target in TARGETS:
            for hidden in self.dimensions:
                yield self._lesson(hidden, target, data, seed)

    def _lesson(self, hidden: float, target: str, data: np.ndarray, seed: int) -> Lesson:
        # every network begins alike
        fresh = initial(shapes(2, HIDDEN), seed)
        first = stem(hidden, target)
        tensors = {f"{first}{name}": tensor for name, tensor in fresh.items()}
        draw = stream(seed, "batches")

        def loss() -> Any:
            clean = data[draw.integers(0, len(data), self.batch)] / self._spread
            return matching_loss(tensors, charged_task(clean, hidden, target, draw), first)

        def flow(arrays: Mapping[str, np.ndarray]) -> PfgmFlow:
            return self.flow(arrays, hidden, target)

        words = "" if target == POINT else ", from batches"
        return Lesson(tensors, loss, flow, f"Training, D {told(hidden)}{words}")

    def flow(
        self, arrays: Mapping[str, np.ndarray], hidden: float, target: str = POINT
    ) -> PfgmFlow:
        """The flow of the network for one D and target."""
        first = stem(hidden, target)
        own = {name: array for name, array in arrays.items() if name.startswith(first)}
        return PfgmFlow(own, self._spread, hidden, box=plane_box(self._reach), stem=first)

    def data(self) -> str:
        return f"{self.named}, {COUNT} points"

    def sizes(self) -> Mapping[str, Entry]:
        return {
            "hidden": list(HIDDEN),
            "dimensions": list(self.dimensions),
            "targets": list(TARGETS),
            "spread": self._spread,
            "reach": self._reach,
        }

    def metrics(self) -> Mapping[str, Entry]:
        found: dict[str, Entry] = {}
        for target in TARGETS:
            for hidden in self.dimensions:
                figures = measured(self.flow(self.arrays, hidden, target), self.drawn)
                found["floor"] = figures["floor"]
                words = "" if target == POINT else f"{target}_"
                found[f"w2_{words}{told(hidden)}"] = figures["w2"]
        return found


class ChargedDigitsRecipe(LessonsRecipe):
    """The denoiser of digits for one D. A child names it.

    Attributes:
        hidden: D.
    """

    hidden: ClassVar[float]
    place = "generative.pfgm_digits"
    source = SOURCE
    steps: ClassVar[int] = 3000
    batch, rate = 256, 1e-3

    def lessons(self, seed: int) -> Iterator[Lesson]:
        data, mean = about_mean(split(0)[0])
        self._spread = float(np.sqrt((data**2).mean()))
        self._reach = float(np.abs(data).max())
        self.arrays["mean"] = mean.astype(np.float32)
        wanted = {name: shape for name, shape in digits_shapes().items() if name != "mean"}
        tensors, draw = initial(wanted, seed), stream(seed, "batches")
        law = Perturbation("lognormal", self.hidden)

        def loss() -> Any:
            rows = draw.integers(0, len(data), self.batch)
            found = denoising_loss(
                tensors, data[rows], self._spread, "v", draw, "v.", perturbation=law
            )
            return found / float(PIXELS)

        yield Lesson(tensors, loss, self.flow, f"Training, D {told(self.hidden)}")

    def flow(self, arrays: Mapping[str, np.ndarray]) -> GenerationFlow:
        """The flow of the network."""
        return PfgmDigitsFlow(arrays, self._spread, self.hidden)

    def data(self) -> str:
        return "1,500 handwritten digits of 8 by 8 pixels"

    def sizes(self) -> Mapping[str, Entry]:
        return {
            "hidden": list(WIDE),
            "dimensions": [self.hidden],
            "spread": self._spread,
            "reach": self._reach,
        }

    def metrics(self) -> Mapping[str, Entry]:
        return {"pixels": PIXELS}
