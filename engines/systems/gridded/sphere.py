"""A flow on the earth that is known on a grid of longitudes and latitudes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engines.numerics.sphere import degrees_of, tangent_bases, unit_vectors
from engines.protocols.capabilities import (
    Bounded,
    Box,
    Compiled,
    Differentiable,
    Recorded,
    Refinable,
    Spherical,
    Tangent,
)
from engines.protocols.flow import Flow
from engines.running.slices import in_slices
from engines.running.ticket import Ticket
from engines.systems.gridded.carrying import compile_loops
from engines.systems.gridded.flow import Gridded, batch, box_of
from engines.systems.gridded.frames import Frames
from engines.systems.gridded.splines import globe
from engines.systems.gridded.units import EARTH

_PIECE = 8192  # places evaluated at a time


class GriddedVectors(Gridded, Tangent, Differentiable):
    """Unit vectors moved by the velocities of a file, x' = V - x (x.V).

    V is a spline over longitude and latitude through the Cartesian components of the velocity,
    continued beyond a pole on the opposite meridian: nothing in it knows of poles.
    """

    dimension = 3
    states = ("x", "y", "z")

    def __init__(self, frames: Frames, way: str, finer: int = 1) -> None:
        super().__init__(frames, way, finer)
        self.box = Box(
            low=(-1.0,) * 3, high=(1.0,) * 3, periodic=(False,) * 3, labels=self.states,
            symbols=self.states, units=("",) * 3,
            start=tuple(unit_vectors(np.array(box_of(frames.grid).start)).tolist()),
        )  # fmt: skip

    def velocity(self, states: np.ndarray, time: float) -> np.ndarray:
        return self._rates(states, time, 0)

    def jacobian(self, states: np.ndarray, time: float) -> np.ndarray:
        return self._rates(states, time, 3)[:, 3:].reshape(-1, 3, 3)

    def advance(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        return self.record(states, np.array([start, stop]), ticket)[:, -1]

    def advance_tangent(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        z = _counted(batch(states, 3))
        m = np.tile(np.eye(3), (len(z), 1, 1))
        for _ in self.carriage.carry(z, m, np.array([start, stop], dtype=float), ticket):
            pass
        m[np.isnan(z[:, 0])] = np.nan
        return z[:, :3].copy(), m

    def record(
        self, states: np.ndarray, times: np.ndarray, ticket: Ticket | None = None
    ) -> np.ndarray:
        return self.recorded(states, times, ticket)[..., :3]

    def recorded(
        self, states: np.ndarray, times: np.ndarray, ticket: Ticket | None = None
    ) -> np.ndarray:
        """As `record`, each state followed by its longitude in degrees, which never jumps."""
        z, none = _counted(batch(states, 3)), np.zeros((0, 3, 3))
        out = np.empty((len(z), len(times), 4))
        out[:, 0] = z
        for reached in self.carriage.carry(z, none, np.asarray(times, dtype=float), ticket):
            out[:, reached] = z
        return out

    def refined(self) -> GriddedVectors:
        """The same flow at half the step."""
        return type(self)(self.frames, self.way, 2 * self.finer)

    def _rates(self, states: np.ndarray, time: float, columns: int) -> np.ndarray:
        z = batch(states, 3)
        m = np.tile(np.eye(3)[:, :columns], (len(z), 1, 1))
        window = self.carriage.window(float(time))
        shares, out = window.weights(float(time)), np.empty((len(z), 3 + 3 * columns))

        def piece(first: int, last: int) -> None:
            globe.rates_sphere(
                z, m, out, first, last, window.field, shares, window.bad, *self.frames.axes
            )

        if not self.compiled():
            compile_loops("sphere")
        in_slices(piece, len(z), _PIECE)
        return out


class GriddedSphereFlow(Flow, Spherical, Refinable, Bounded, Recorded, Compiled):
    """Longitude and latitude, in degrees, of parcels moved as unit vectors."""

    dimension = 2
    states = ("longitude", "latitude")
    radius = EARTH

    def __init__(self, whole: GriddedVectors) -> None:
        self.whole: GriddedVectors = whole
        self.frames = whole.frames
        self.steady, self.span = whole.steady, whole.span
        self.time_unit, self.duration = whole.time_unit, whole.duration
        self.box = box_of(whole.frames.grid)

    def lifted(self, states: np.ndarray) -> np.ndarray:
        return unit_vectors(batch(states, 2))

    def seen(self, states: np.ndarray) -> np.ndarray:
        """Longitudes lie in the turn that the grid begins with."""
        degrees = degrees_of(states)
        west = self.box.low[0]
        degrees[..., 0] = west + np.mod(degrees[..., 0] - west, 360.0)
        return degrees

    def bases(self, states: np.ndarray) -> np.ndarray:
        return tangent_bases(states)

    def velocity(self, states: np.ndarray, time: float) -> np.ndarray:
        """Degrees per unit of time; at a pole, where longitude has no rate, NaN in place of it."""
        vectors = self.lifted(states)
        rates = np.einsum("nij,ni->nj", self.bases(vectors), self.whole.velocity(vectors, time))
        around = np.hypot(vectors[:, 0], vectors[:, 1])
        rates[:, 0] /= np.where(around > 1e-12, around, np.nan)
        return np.degrees(rates)

    def advance(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        return self.record(states, np.array([start, stop]), ticket)[:, -1]

    def record(
        self, states: np.ndarray, times: np.ndarray, ticket: Ticket | None = None
    ) -> np.ndarray:
        given = np.asarray(states, dtype=np.float64)
        moved = self.whole.recorded(self.lifted(states), times, ticket)
        seen = degrees_of(moved[..., :3])
        # longitudes are counted from the one that was given, and run on beyond the turn
        seen[..., 0] = given[:, None, 0] + moved[..., 3] - moved[:, :1, 3]
        return seen

    def refined(self) -> GriddedSphereFlow:
        return GriddedSphereFlow(self.whole.refined())

    @property
    def integrator(self) -> str:
        return self.whole.integrator

    def compiled(self) -> bool:
        return self.whole.compiled()

    def fetched(self, start: float, stop: float, ticket: Ticket | None = None) -> Iterator[float]:
        return self.whole.fetched(start, stop, ticket)


def _counted(vectors: np.ndarray) -> np.ndarray:
    """Unit vectors followed by their longitude, shape (n, 4)."""
    return np.concatenate([vectors, degrees_of(vectors)[:, :1]], axis=1)
