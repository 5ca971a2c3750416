"""Trains denoisers under noise with hidden dimensions; nothing else of diffusion is changed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import numpy as np

from engines.learned.generative.diffusion import HIDDEN, plane_box
from engines.learned.generative.diffusion_digits import HIDDEN as WIDE
from engines.learned.generative.diffusion_digits import PIXELS
from engines.learned.generative.pfgm import PfgmFlow, shapes_of, stem, told
from engines.learned.generative.pfgm_digits import PfgmDigitsFlow, digits_shapes
from engines.learned.nets.denoiser import shapes
from engines.numerics.diffusion.generation import GenerationFlow
from engines.running.randomness import stream
from engines.systems.samples.digits import about_mean, split
from engines.training.checkpoint import Entry
from engines.training.diffusion.denoising import COUNT, denoising_loss, measured
from engines.training.diffusion.lessons import Lesson, LessonsRecipe
from engines.training.diffusion.perturbing import Perturbation
from engines.training.diffusion.planar import Planar
from engines.training.loop import initial

SOURCE = "Xu et al. (2023), arXiv:2302.04265"
DIMENSIONS = (2.0, 8.0, 128.0, math.inf)


class ChargedRecipe(Planar, LessonsRecipe):
    """Denoisers of one planar shape for several D: the same seed, data and steps for each.

    Attributes:
        dimensions: Each D.
    """

    dimensions: ClassVar[tuple[float, ...]] = DIMENSIONS
    place = "generative.pfgm"
    source = SOURCE
    steps: ClassVar[int] = 4000
    batch, rate = 512, 2e-3
    networks = len(DIMENSIONS)

    def lessons(self, seed: int) -> Iterator[Lesson]:
        data = self.drawn(COUNT, stream(seed, "data"))
        self._spread = float(np.sqrt((data**2).mean()))
        self._reach = 1.25 * float(np.quantile(np.abs(data), 0.999))
        blank = shapes_of(2, HIDDEN, self.dimensions)
        self.arrays |= {name: np.zeros(shape, np.float32) for name, shape in blank.items()}
        for hidden in self.dimensions:
            yield self._lesson(hidden, data, seed)

    def _lesson(self, hidden: float, data: np.ndarray, seed: int) -> Lesson:
        # every network begins alike
        fresh = initial(shapes(2, HIDDEN), seed)
        tensors = {f"{stem(hidden)}{name}": tensor for name, tensor in fresh.items()}
        draw = stream(seed, "batches")
        law = Perturbation("lognormal", hidden)

        def loss() -> Any:
            rows = draw.integers(0, len(data), self.batch)
            return denoising_loss(
                tensors, data[rows], self._spread, "v", draw, stem(hidden), perturbation=law
            )

        def flow(arrays: Mapping[str, np.ndarray]) -> PfgmFlow:
            return self.flow(arrays, hidden)

        return Lesson(tensors, loss, flow, f"Training, D {told(hidden)}")

    def flow(self, arrays: Mapping[str, np.ndarray], hidden: float) -> PfgmFlow:
        """The flow of the network for one D."""
        own = {name: array for name, array in arrays.items() if name.startswith(stem(hidden))}
        box = plane_box(self._reach)
        return PfgmFlow(own, self._spread, hidden, box=box, stem=stem(hidden))

    def data(self) -> str:
        return f"{self.named}, {COUNT} points"

    def sizes(self) -> Mapping[str, Entry]:
        return {
            "hidden": list(HIDDEN),
            "dimensions": list(self.dimensions),
            "spread": self._spread,
            "reach": self._reach,
        }

    def metrics(self) -> Mapping[str, Entry]:
        found: dict[str, Entry] = {}
        for hidden in self.dimensions:
            figures = measured(self.flow(self.arrays, hidden), self.drawn)
            found["floor"] = figures["floor"]
            found[f"w2_{told(hidden)}"] = figures["w2"]
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
