"""A velocity in the plane that carries a cloud to another along paths that reflow makes straight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from engines.learned.generative.rectified.stages import (
    ROUNDS,
    checked_stages,
    path_of,
    present,
    stem,
)
from engines.learned.generative.rectified.velocity_flow import VelocityFlow, Walk, equations_of
from engines.learned.nets.mlp import Mlp
from engines.learned.nets.mlp import shapes as mlp_shapes
from engines.learned.nets.shading import CardNet, NetShaded
from engines.learned.weights import Card, Model
from engines.numerics.diffusion.generation import TOLERANCE
from engines.numerics.marching import SCHEMES
from engines.parameters.declare import Declaration, Parameters, choice, whole
from engines.protocols.capabilities import Box

SIZES = (3, 128, 128, 128, 2)
SOURCE = 2048  # points of a cloud that is no noise, kept with the weights
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
WALK: tuple[Declaration, ...] = (
    choice(
        "scheme",
        "Euler",
        tuple(SCHEMES),
        title="Steps by",
        group="Flow",
        help="How the flow is followed from t = 0 to t = 1.",
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


def stage_choice(stages: Sequence[str]) -> Declaration:
    """The row that chooses among these trainings."""
    return choice(
        "k",
        stages[0],
        tuple(stages),
        title="Reflow round",
        symbol="k",
        group="Flow",
        help="1: trained on random pairs; 2 and 3: trained again on the pairs the one before made; "
        "distilled: the second, trained for one single step.",
    )


def shapes(
    hidden: tuple[int, ...] = SIZES[1:-1],
    stages: Sequence[int | str] = ROUNDS[:2],
    source: bool = False,
) -> dict[str, Any]:
    """Name to shape of every array of the networks of all stages."""
    found: dict[str, tuple[int, ...]] = {"source": (SOURCE, 2)} if source else {}
    for stage in stages:
        found |= mlp_shapes((3, *hidden, 2), stem(stage))
    return found


class RectifiedFlow(VelocityFlow, NetShaded):
    """The flow of one training, see `VelocityFlow`.

    Args:
        arrays: Name to array, names as in `shapes`.
        k: Which training.
        scheme: How it is followed.
        sampling_steps: Equal steps from t = 0 to t = 1.
        tolerance: Of carried tangents.

    Raises:
        FlowError: If there are fewer steps than 1 or more than 1000.
    """

    def __init__(
        self,
        arrays: Mapping[str, np.ndarray],
        k: int | str = 1,
        scheme: str = "Euler",
        sampling_steps: int = 100,
        tolerance: float = TOLERANCE,
    ) -> None:
        self.k, self._arrays = k, arrays
        exact, quick = (Planar(arrays, stem(k), dtype) for dtype in (np.float64, np.float32))
        self._net = exact.net
        walk = Walk(scheme, sampling_steps, tolerance)
        super().__init__(exact, quick, BOX, walk, path_of(str(k)), arrays.get("source"))

    def walked(self, walk: Walk) -> RectifiedFlow:
        return RectifiedFlow(self._arrays, self.k, walk.scheme, walk.steps, walk.tolerance)

    @cached_property
    def card(self) -> CardNet:
        return CardNet(self._net.layers, 0, as_it_is)

    def tex(self) -> tuple[str, ...]:
        return equations_of(str(self.k), self.sampling_steps)


def as_it_is(times: np.ndarray) -> np.ndarray:
    """Places and times as a network sees them, and its output as it is."""
    return np.stack([0.0 * times, 1.0 + 0.0 * times, 1.0 + 0.0 * times, times], axis=-1)


class Planar:
    """A network of two coordinates and the time.

    Args:
        arrays: Name to array.
        stem: Prefix of the names.
        dtype: Kind of number all of it is computed in.
    """

    def __init__(self, arrays: Mapping[str, np.ndarray], stem: str, dtype: type) -> None:
        self.net = Mlp(arrays, stem, dtype)

    def value(self, x: np.ndarray, time: float) -> np.ndarray:
        """Velocities, shape (n, 2)."""
        return self.net.value(self._inputs(x, time))

    def pushed(
        self, x: np.ndarray, tangents: np.ndarray, time: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """Velocities, and rates of small displacements, shape (k, n, 2)."""
        moves: np.ndarray = np.zeros((*tangents.shape[:2], 3), dtype=self.net.dtype)
        moves[..., :2] = tangents
        return self.net.pushed(self._inputs(x, time), moves)

    def _inputs(self, x: np.ndarray, time: float) -> np.ndarray:
        inputs: np.ndarray = np.empty((len(x), 3), dtype=self.net.dtype)
        inputs[:, :2] = x
        inputs[:, 2] = time
        return inputs


class RectifiedFlowModel(Model):
    """All stages of one training, the flow of each on request."""

    def __init__(self, card: Card, arrays: Mapping[str, np.ndarray]) -> None:
        super().__init__(card, arrays)
        self.arrays = arrays
        self.stages = stages_of(card.sizes)
        self.declared = (stage_choice(self.stages), *WALK)

    @staticmethod
    def shapes(sizes: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
        hidden, stages = tuple(sizes["hidden"]), stages_of(sizes)
        if not 1 <= len(hidden) <= 8:
            raise ValueError(f"hidden = {list(hidden)}, allowed up to 8 layers")
        if not all(isinstance(h, int) and 1 <= h <= 1024 for h in hidden):
            raise ValueError(f"hidden = {list(hidden)}, allowed whole numbers from 1 to 1024")
        return shapes(hidden, stages, sizes.get("begins", "noise") != "noise")

    def flow(self, parameters: Parameters) -> RectifiedFlow:
        p: Any = parameters
        return self.stage(p.k, p.scheme, p.sampling_steps)

    def stage(self, k: str, scheme: str = "Euler", sampling_steps: int = 100) -> RectifiedFlow:
        """The flow of one training.

        Raises:
            FlowError: If it was not trained.
        """
        return RectifiedFlow(self.arrays, present(k, self.stages), scheme, sampling_steps)


def stages_of(sizes: Mapping[str, Any]) -> tuple[str, ...]:
    """The trainings a card tells of; a card of before says how many rounds there are.

    Raises:
        ValueError: If it tells of none, or of what nobody knows.
    """
    if "rounds" not in sizes:
        return checked_stages(sizes["stages"])
    rounds = sizes["rounds"]
    if not isinstance(rounds, int) or not 1 <= rounds <= 3:
        raise ValueError(f"rounds = {rounds!r}, must be 1, 2 or 3")
    return ROUNDS[:rounds]


MODEL = RectifiedFlowModel
