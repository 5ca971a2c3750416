"""Distils a denoiser into a map to the end of its paths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import numpy as np

from engines.errors import WeightsError
from engines.learned.generative.consistency import ConsistencyFlow
from engines.learned.generative.diffusion import HIDDEN, DiffusionModel, plane_box
from engines.learned.nets.denoiser import shapes, torch_raw
from engines.learned.weights import card_of, open_model
from engines.running.randomness import stream
from engines.systems.samples.shapes import SHAPES
from engines.training.checkpoint import Entry
from engines.training.diffusion.averaging import Average
from engines.training.diffusion.denoising import COUNT, measured
from engines.training.diffusion.lessons import Lesson, LessonsRecipe
from engines.training.loop import initial

STEPS, BATCH, RATE = 5000, 512, 1e-3
LEVELS = 36  # times between noise and data at which two neighbours are compared
FARTHEST = 5.0  # ln of noise over signal, in units of the data, at the first and last of them
BEFORE = 1.0 - 1e-3  # the last time at which a network is asked
FOLLOWED = 0.95  # how slowly the network that is believed follows the one that learns
SOURCE = "Song, Dhariwal, Chen & Sutskever (2023), arXiv:2303.01469"


def data_of(tensors: Mapping[str, Any], x: Any, t: np.ndarray, spread: float) -> Any:
    """What a network with the head "v" answers on the linear path, times of shape (n,)."""
    import torch

    r = np.sqrt((t * spread) ** 2 + (1.0 - t) ** 2)
    alpha, beta = t * spread / r, (1.0 - t) / r
    with np.errstate(divide="ignore"):
        lam = np.log(t) - np.log1p(-t)
    columns = (
        torch.from_numpy(part.astype(np.float32)[:, None]) for part in (1.0 / r, alpha, beta)
    )
    inverse, alpha, beta = columns
    scaled = x * inverse
    return spread * (alpha * scaled + beta * torch_raw(tensors, scaled, lam, spread))


def neighbours(spread: float) -> np.ndarray:
    """Times from 0 to 1, even in the ratio of noise and signal but for the ends."""
    ratio = np.linspace(FARTHEST, -FARTHEST, LEVELS)
    inner = 1.0 / (1.0 + spread * np.exp(ratio))
    return np.concatenate([[0.0], inner, [1.0]])


def teacher_step(
    teacher: Mapping[str, Any], x: Any, t: np.ndarray, until: np.ndarray, spread: float
) -> Any:
    """Where Heun's step of a denoiser along the linear path leads torch places, shape (n, d); a step
    to the end leads to the denoiser's own answer.

    Args:
        teacher: Name to torch tensor of the denoiser.
        x: Places.
        t: Their times, shape (n,).
        until: Later times, shape (n,).
        spread: Standard deviation of a coordinate of the data.
    """
    import torch

    h = torch.from_numpy((until - t).astype(np.float32)[:, None])
    left = torch.from_numpy((1.0 - t).astype(np.float32)[:, None])
    first = (data_of(teacher, x, t, spread) - x) / left
    euler = x + h * first
    before = np.minimum(until, BEFORE)
    rest = torch.from_numpy((1.0 - before).astype(np.float32)[:, None])
    second = (data_of(teacher, euler, before, spread) - euler) / rest
    last = torch.from_numpy((until >= 1.0)[:, None])
    return torch.where(last, euler, x + 0.5 * h * (first + second))


def consistency_loss(
    tensors: Mapping[str, Any],
    believed: Mapping[str, Any],
    teacher: Mapping[str, Any],
    data: np.ndarray,
    spread: float,
    draw: np.random.Generator,
) -> Any:
    r"""Distance of f(x_t, t) from f(x_t', t') of a slower network, x_t' a step of the teacher away.

    The step is Heun's along the linear path; the last one goes to the teacher's own answer.

    Args:
        tensors: The network that learns.
        believed: The slower one.
        teacher: The denoiser.
        data: Clean points, shape (n, d).
        spread: Standard deviation of a coordinate of the data.
        draw: Random numbers.
    """
    import torch

    nodes = neighbours(spread)
    i = draw.integers(0, len(nodes) - 1, len(data))
    t, until = nodes[i], nodes[i + 1]
    noisy = t[:, None] * data + (1.0 - t)[:, None] * draw.standard_normal(data.shape)
    x = torch.from_numpy(noisy.astype(np.float32))
    with torch.no_grad():
        moved = teacher_step(teacher, x, t, until, spread)
        before = np.minimum(until, BEFORE)
        last = torch.from_numpy((until >= 1.0)[:, None])
        end = torch.where(last, moved, data_of(believed, moved, before, spread))
    error = ((data_of(tensors, x, t, spread) - end) ** 2).sum(dim=1) / spread**2
    return (torch.sqrt(error + 1e-4) - 1e-2).mean()


class ConsistencyRecipe(LessonsRecipe):
    """A map to the end of the paths of one planar shape. A child names shape and teacher.

    Attributes:
        shape: Name in `SHAPES`.
        teacher: Id of the shipped denoiser.
    """

    shape: ClassVar[str]
    teacher: ClassVar[str]
    place = "generative.consistency"
    source = SOURCE
    steps: ClassVar[int] = STEPS
    batch, rate = BATCH, RATE

    def lessons(self, seed: int) -> Iterator[Lesson]:
        import torch

        model = open_model(card_of(self.teacher))
        if not isinstance(model, DiffusionModel):
            raise WeightsError(f"{self.teacher}: is no denoiser")
        self._spread = float(model.card.sizes["spread"])
        self._reach = float(model.card.sizes["reach"])
        teacher = {name: torch.from_numpy(array.copy()) for name, array in model.arrays.items()}
        data = SHAPES[self.shape](COUNT, stream(seed, "data"))
        tensors = initial(shapes(2, HIDDEN), seed)
        # it begins as the teacher, which is right where there is little noise
        for name, tensor in tensors.items():
            tensor.data.copy_(teacher[name])
        believed, draw = Average(tensors, FOLLOWED), stream(seed, "batches")

        def loss() -> Any:
            believed.follow()
            rows = draw.integers(0, len(data), BATCH)
            return consistency_loss(
                tensors, believed.tensors, teacher, data[rows], self._spread, draw
            )

        yield Lesson(tensors, loss, self.flow, f"Distilling, {self.shape}")

    def flow(self, arrays: Mapping[str, np.ndarray], jumps: int = 1) -> ConsistencyFlow:
        """The map of a network on the linear path."""
        return ConsistencyFlow(arrays, self._spread, None, jumps, plane_box(self._reach))

    def data(self) -> str:
        return f"{self.shape}, {COUNT} points"

    def told(self) -> Mapping[str, Entry]:
        return {"teacher": self.teacher}

    def sizes(self) -> Mapping[str, Entry]:
        return {"hidden": list(HIDDEN), "spread": self._spread, "reach": self._reach}

    def metrics(self) -> Mapping[str, Entry]:
        figures = measured(self.flow(self.arrays), SHAPES[self.shape])
        return {"floor": figures["floor"], "w2_1": figures["w2"]}
