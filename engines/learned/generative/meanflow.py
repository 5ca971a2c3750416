"""The mean velocity between any two moments: noise becomes data in one jump."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import numpy as np

from engines.learned.generative.diffusion import plane_box
from engines.learned.generative.jumping import JumpingFlow
from engines.learned.nets.mlp import Mlp, widths
from engines.learned.nets.mlp import shapes as mlp_shapes
from engines.learned.weights import Card, Model
from engines.numerics.diffusion.conversions import Field
from engines.numerics.diffusion.generation import Sampler
from engines.numerics.diffusion.path import Linear
from engines.parameters.declare import Declaration, Parameters, whole
from engines.protocols.capabilities import Box, Described

HIDDEN = (128, 128, 128)
JUMPS: tuple[Declaration, ...] = (
    whole(
        "jumps",
        1,
        1,
        64,
        title="Jumps",
        symbol="N",
        group="Sampler",
        logarithmic=True,
        help="Number of equal jumps between noise and data.",
    ),
)


def shapes(hidden: tuple[int, ...] = HIDDEN, d: int = 2) -> dict[str, tuple[int, ...]]:
    """Name to shape of every array: d coordinates and two times give a velocity."""
    return mlp_shapes((d + 2, *hidden, d))


class MeanFlow(JumpingFlow, Described):
    r"""X(t -> r, x) = x + (r - t) U(x; r, t) with a trained U; U(x; t, t) is the velocity.

        U(x_t; r, t) = (x_t - X(t -> r, x_t)) / (t - r),   U = u - (t - r) dU/dt

    Args:
        arrays: Name to array, names as in `shapes`.
        jumps: From noise to data.
        box: Where to look.

    Source:
        Geng, Deng, Bai, Kolter & He (2025), arXiv:2505.13447.
    """

    def __init__(
        self, arrays: Mapping[str, np.ndarray], jumps: int = 1, box: Box | None = None
    ) -> None:
        self._arrays = arrays
        self._exact, self._quick = Mlp(arrays), Mlp(arrays, dtype=np.float32)
        field = Field(Linear(), "v", lambda x, t: self.mean(x, t, t))
        super().__init__(field, Sampler("Euler", jumps, "time"))
        self.dimension = self._exact.layers[-1][1].shape[0]
        self.states = tuple(f"x_{i}" for i in range(1, self.dimension + 1))
        self.box = plane_box(5.5) if box is None else box

    def followed_by(self, sampler: Sampler) -> Self:
        return type(self)(self._arrays, sampler.steps, self.box)

    def mean(self, x: np.ndarray, until: float, t: float) -> np.ndarray:
        """The mean velocity U(x; until, t) from t to another time, shape (n, d)."""
        return self._pushed(self._exact, x, np.empty((0, *x.shape)), until, t)[0]

    def jump(
        self, states: np.ndarray, tangents: np.ndarray, t: float, until: float
    ) -> tuple[np.ndarray, np.ndarray]:
        value, rates = self._pushed(self._quick, states, tangents, until, t)
        return states + (until - t) * value, tangents + (until - t) * rates

    def pushed(
        self, states: np.ndarray, tangents: np.ndarray, time: float
    ) -> tuple[np.ndarray, np.ndarray]:
        return self._pushed(self._exact, states, tangents, time, time)

    def _pushed(
        self, net: Mlp, states: np.ndarray, tangents: np.ndarray, until: float, t: float
    ) -> tuple[np.ndarray, np.ndarray]:
        seen = _seen(net, states, until, t)
        if not len(tangents):
            return net.value(seen).astype(np.float64, copy=False), tangents
        moves: np.ndarray = np.zeros((*tangents.shape[:2], seen.shape[1]), dtype=net.dtype)
        moves[..., : states.shape[1]] = tangents
        value, rates = net.pushed(seen, moves)
        return value.astype(np.float64, copy=False), rates.astype(np.float64, copy=False)

    def tex(self) -> tuple[str, ...]:
        n = self.sampler.steps
        return (
            r"X(t \to r, x) = x + (r - t)\, U_\theta(x; r, t)",
            rf"N = \live{{jumps}}{{{n}}}",
        )


def _seen(net: Mlp, x: np.ndarray, until: float, t: float) -> np.ndarray:
    d = x.shape[1]
    seen: np.ndarray = np.empty((len(x), d + 2), dtype=net.dtype)
    seen[:, :d] = x
    seen[:, d], seen[:, d + 1] = until, t
    return seen


class MeanFlowModel(Model):
    """A flow map of planar data."""

    declared = JUMPS

    def __init__(self, card: Card, arrays: Mapping[str, np.ndarray]) -> None:
        super().__init__(card, arrays)
        self.arrays = arrays

    @staticmethod
    def shapes(sizes: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
        hidden = widths(sizes["hidden"])
        return shapes(hidden)

    def flow(self, parameters: Parameters) -> MeanFlow:
        p: Any = parameters
        return MeanFlow(self.arrays, p.jumps, plane_box(float(self.card.sizes["reach"])))


MODEL = MeanFlowModel
