"""A denoiser of drawn figures, and the flow from noise to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from engines.learned.generative.diffusion import DiffusionFlow
from engines.learned.generative.figures.shown import (
    checked_sizes,
    coordinate_box,
    shown_by,
    shown_shapes,
)
from engines.learned.nets.denoiser import Denoiser, shapes
from engines.learned.nets.mlp import widths
from engines.learned.weights import Card, Model
from engines.numerics.diffusion.carried.by_steps import carried_by_steps
from engines.numerics.diffusion.declared import SAMPLING, path_of, sampler_of
from engines.numerics.diffusion.generation import Sampler
from engines.numerics.diffusion.grids import between
from engines.numerics.diffusion.path import Moment, Path
from engines.numerics.diffusion.solvers import SOLVERS
from engines.parameters.declare import Parameters
from engines.protocols.capabilities import Box, Decoding
from engines.running.ticket import Ticket

SIDE, KEPT = 28, 128
HIDDEN = (256, 256, 256)
REACH = 4.0  # of the box, in standard deviations of a coordinate
SETTLED = 0.02  # noise over signal, in units of the spread, below which a place is believed


class Settling(Denoiser):
    r"""What the network says, and nearer to the data than it can tell, the place itself.

        D = k F d + (1 - k) x / a,   k = q^2 / (q^2 + b^2),   q = s / a,   b = 0.02 d

    as of two witnesses that are wrong by b and by q. Without this, s' (x - a D) / s has no limit
    at t = 1: the network does not give back exactly what is clean already.
    """

    def shares(self, m: Moment) -> tuple[float, float, float]:
        of_place, of_output, r = super().shares(m)
        if self.head != "x" or m.a == 0.0:
            return of_place, of_output, r
        told = (m.s / m.a) ** 2
        k = told / (told + (SETTLED * self.spread) ** 2)
        return (1.0 - k) / m.a, k * of_output, r


class FiguresFlow(DiffusionFlow, Decoding):
    """x' = u(x, t) for the coordinates of pictures, by a network that puts out the clean ones.

    Clean pictures lie near a surface of a few dimensions, noise does not: a network of a few
    hundred units that puts out the clean picture makes figures, one that puts out the velocity, in
    which the noise is, makes clouds. What it says changes little near the data, where its equation
    is stiff for it: small displacements are carried by the steps of the sampler.

    Args:
        arrays: Name to array, names as in `figures_shapes`.
        spread: Standard deviation of a coordinate.
        head: What the network puts out.
        path: The path of the noise.
        sampler: How the flow is followed.
        box: Where to look.
        stem: Prefix of the names of the network.

    Source:
        Li & He (2025), arXiv:2511.13720, for clean pictures in place of velocities.
    """

    def __init__(
        self,
        arrays: Mapping[str, np.ndarray],
        spread: float,
        head: str = "x",
        path: Path | None = None,
        sampler: Sampler | None = None,
        box: Box | None = None,
        stem: str = "",
    ) -> None:
        self.shown = shown_by(arrays)
        box = coordinate_box(len(self.shown.axes), REACH * spread) if box is None else box
        super().__init__(arrays, spread, head, path, sampler, box, stem)

    def denoiser(self, dtype: type) -> Denoiser:
        return Settling(*self._made, self._stem, dtype)

    @property
    def integrator(self) -> str:
        s = self.sampler
        noisy = f", noise {s.scale:g}" if s.scale > 0.0 else ""
        return f"{s.solver}, {s.steps} steps, {self.evaluations} NFE{noisy}, tangents by its steps"

    def decode(self, states: np.ndarray) -> np.ndarray:
        return self.shown.pictures(states)

    def advance_tangent(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        n, d = states.shape
        every = np.broadcast_to(np.eye(d), (n, d, d))
        return self.advance_displaced(states, every, start, stop, ticket)

    def advance_displaced(
        self,
        states: np.ndarray,
        moves: np.ndarray,
        start: float,
        stop: float,
        ticket: Ticket | None = None,
    ) -> tuple[np.ndarray, np.ndarray]:
        """By the sampler without its noise, with steps of which all derivatives are exact."""
        first, last = (min(max(float(time), 0.0), 1.0) for time in (start, stop))
        begin = np.asarray(states, dtype=np.float64)
        solver, nodes = SOLVERS[self.sampler.solver], between(self._nodes, first, last)
        return carried_by_steps(self._pushed_data, self.path, solver, begin, moves, nodes, ticket)

    def _pushed_data(
        self, states: np.ndarray, tangents: np.ndarray, time: float
    ) -> tuple[np.ndarray, np.ndarray]:
        return self._quick.pushed(states, tangents, self.path.at(time))


def figures_shapes(
    side: int = SIDE, kept: int = KEPT, hidden: tuple[int, ...] = HIDDEN
) -> dict[str, tuple[int, ...]]:
    """Name to shape of every array: the mean picture, its directions and the network."""
    return {**shown_shapes(side, kept), **shapes(kept, hidden)}


class FiguresModel(Model):
    """One network, its flow on any path."""

    declared = SAMPLING

    def __init__(self, card: Card, arrays: Mapping[str, np.ndarray]) -> None:
        super().__init__(card, arrays)
        self.arrays = arrays

    @staticmethod
    def shapes(sizes: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
        side, kept = checked_sizes(sizes)
        hidden = widths(sizes["hidden"])
        if not 0.0 < float(sizes["spread"]) < 1e3:
            raise ValueError(f"spread = {sizes['spread']}, must be > 0")
        return figures_shapes(side, kept, hidden)

    def flow(self, parameters: Parameters) -> FiguresFlow:
        spread = float(self.card.sizes["spread"])
        return FiguresFlow(
            self.arrays, spread, path=path_of(parameters), sampler=sampler_of(parameters)
        )


MODEL = FiguresModel
