"""A velocity that carries noise to data along paths that reflow makes straight."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from engines.learned.nets.mlp import Mlp, torch_value
from engines.learned.nets.mlp import shapes as mlp_shapes
from engines.learned.weights import Card, Model
from engines.numerics.diffusion.conversions import Field
from engines.numerics.diffusion.generation import REFINED, TOLERANCE, GenerationFlow, Sampler
from engines.numerics.diffusion.grids import MOST
from engines.numerics.diffusion.path import Linear
from engines.numerics.marching import SCHEMES, Scheme, recorded
from engines.numerics.steppers import DORMAND_PRINCE
from engines.parameters.declare import Declaration, Parameters, choice, whole
from engines.protocols.capabilities import Box, Described
from engines.running.ticket import Ticket

SIZES = (3, 128, 128, 128, 2)
ROUNDS = 2
REACH = 5.5
BOX = Box(
    low=(-REACH, -REACH),
    high=(REACH, REACH),
    periodic=(False, False),
    labels=("first coordinate", "second coordinate"),
    symbols=("x_1", "x_2"),
    units=("", ""),
    start=(0.7, 1.05),
)
DECLARED: tuple[Declaration, ...] = (
    whole(
        "k",
        1,
        1,
        ROUNDS,
        title="Reflow round",
        symbol="k",
        group="Flow",
        help="1: trained on random pairs; 2: trained again on the pairs the first flow made.",
    ),
    choice(
        "scheme",
        "Euler",
        tuple(SCHEMES),
        title="Steps by",
        group="Flow",
        help="How the flow is followed from noise to data.",
    ),
    whole(
        "sampling_steps",
        100,
        1,
        200,
        title="Steps",
        symbol="N",
        group="Flow",
        logarithmic=True,
        help="Number of equal steps between t = 0 and t = 1.",
    ),
)


def stem(k: int) -> str:
    """Prefix of the names of the arrays of round `k`."""
    return f"k{k}."


def shapes(hidden: tuple[int, ...] = SIZES[1:-1], rounds: int = ROUNDS) -> dict[str, Any]:
    """Name to shape of every array of the networks of all rounds."""
    found: dict[str, tuple[int, ...]] = {}
    for k in range(1, rounds + 1):
        found |= mlp_shapes((3, *hidden, 2), stem(k))
    return found


def loss(tensors: Mapping[str, Any], noise: Any, data: Any, time: Any, k: int) -> Any:
    """Mean squared error of the velocity on the straight lines that join pairs.

        loss = mean | v(x_t, t) - (x_1 - x_0) |^2,   x_t = (1 - t) x_0 + t x_1

    Args:
        tensors: Name to torch tensor, names as in `shapes`.
        noise: x_0, shape (n, 2).
        data: x_1, shape (n, 2).
        time: t, shape (n, 1).
        k: Round that is trained.

    Source:
        Liu, Gong & Liu (2022), arXiv:2209.03003, eq. (1).
    """
    import torch

    between = (1.0 - time) * noise + time * data
    found = torch_value(tensors, torch.cat([between, time], dim=1), stem(k))
    return ((found - (data - noise)) ** 2).sum(dim=1).mean()


class RectifiedFlow(GenerationFlow, Described):
    """x' = v(x, t) with a trained v; t runs from 0 (noise) to 1 (data).

    States are carried between these ends only. The velocity outside is that at the nearer end.

    Single velocities and Jacobians are computed in float64; many states are carried with the
    network in float32. Paths are those of the chosen scheme and number of steps, as a sampler makes
    them; tangents belong to the flow itself and are carried within a tolerance.
    """

    dimension = 2
    states = ("x_1", "x_2")
    box = BOX

    def __init__(
        self,
        arrays: Mapping[str, np.ndarray],
        k: int = 1,
        scheme: str = "Euler",
        sampling_steps: int = 100,
        tolerance: float = TOLERANCE,
    ) -> None:
        self.k = k
        self.scheme: Scheme = SCHEMES[scheme]
        self.sampling_steps = sampling_steps
        self._arrays = arrays
        self._exact, self._quick = Mlp(arrays, stem(k)), Mlp(arrays, stem(k), np.float32)
        field = Field(Linear(), "v", lambda x, t: _velocity(self._quick, x, t))
        super().__init__(
            field, Sampler(scheme, min(sampling_steps, MOST), "time", tolerance=tolerance)
        )

    @property
    def integrator(self) -> str:
        paths = f"{self.scheme.name}, {self.sampling_steps} steps"
        tangents = f"tangents {DORMAND_PRINCE.name}, tolerance {self.sampler.tolerance:.0e}"
        return f"{paths}, {tangents}, float32 network"

    def refined(self) -> RectifiedFlow:
        finer = 2 * self.sampling_steps
        tangents = REFINED * self.sampler.tolerance
        return RectifiedFlow(self._arrays, self.k, self.scheme.name, finer, tangents)

    def followed_by(self, sampler: Sampler) -> RectifiedFlow:
        """The same velocity by one of the schemes it knows."""
        return RectifiedFlow(self._arrays, self.k, sampler.solver, sampler.steps, sampler.tolerance)

    def velocity(self, states: np.ndarray, time: float) -> np.ndarray:
        return _velocity(self._exact, states, time)

    def jacobian(self, states: np.ndarray, time: float) -> np.ndarray:
        n = len(states)
        unit = np.broadcast_to(np.eye(2)[:, None, :], (2, n, 2))
        return _pushed(self._exact, states, unit, time)[1].transpose(1, 2, 0)

    def record(
        self, states: np.ndarray, times: np.ndarray, ticket: Ticket | None = None
    ) -> np.ndarray:
        """As an ordinary scheme walks, whose steps are counted from times[0]."""
        rate, begin = self.field.velocity, np.asarray(states, dtype=np.float64)
        step, moments = 1.0 / self.sampling_steps, np.clip(times, 0.0, 1.0)
        return recorded(rate, begin, moments, step, self.scheme, ticket)

    def pushed(
        self, states: np.ndarray, tangents: np.ndarray, time: float
    ) -> tuple[np.ndarray, np.ndarray]:
        return _pushed(self._quick, states, tangents, time)

    def tex(self) -> tuple[str, ...]:
        return (
            rf"\dot{{x}} = v_{{\live{{k}}{{{self.k}}}}}(x, t)",
            rf"\Delta t = 1/\live{{sampling_steps}}{{{self.sampling_steps}}}",
        )


def _inputs(net: Mlp, states: np.ndarray, time: float) -> np.ndarray:
    inputs: np.ndarray = np.empty((len(states), 3), dtype=net.dtype)
    inputs[:, :2] = states
    inputs[:, 2] = min(max(time, 0.0), 1.0)
    return inputs


def _velocity(net: Mlp, states: np.ndarray, time: float) -> np.ndarray:
    return net.value(_inputs(net, states, time)).astype(np.float64, copy=False)


def _pushed(
    net: Mlp, states: np.ndarray, tangents: np.ndarray, time: float
) -> tuple[np.ndarray, np.ndarray]:
    moves: np.ndarray = np.zeros((*tangents.shape[:2], 3), dtype=net.dtype)
    moves[..., :2] = tangents
    value, rates = net.pushed(_inputs(net, states, time), moves)
    return value.astype(np.float64, copy=False), rates.astype(np.float64, copy=False)


class RectifiedFlowModel(Model):
    """All rounds of one training, the flow of each on request."""

    declared = DECLARED

    def __init__(self, card: Card, arrays: Mapping[str, np.ndarray]) -> None:
        super().__init__(card, arrays)
        self._arrays = arrays

    @staticmethod
    def shapes(sizes: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
        hidden, rounds = tuple(sizes["hidden"]), int(sizes["rounds"])
        if rounds != ROUNDS or not 1 <= len(hidden) <= 8:
            raise ValueError(f"rounds = {rounds}, hidden = {list(hidden)}")
        if not all(isinstance(h, int) and 1 <= h <= 1024 for h in hidden):
            raise ValueError(f"hidden = {list(hidden)}, allowed whole numbers from 1 to 1024")
        return shapes(hidden, rounds)

    def flow(self, parameters: Parameters) -> RectifiedFlow:
        values = {d.name: getattr(parameters, d.name) for d in DECLARED}
        return RectifiedFlow(self._arrays, **values)


MODEL = RectifiedFlowModel
