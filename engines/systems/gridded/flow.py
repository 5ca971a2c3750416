"""A flow in the plane that is known on a grid."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engines.errors import FlowError
from engines.protocols.capabilities import (
    Bounded,
    Box,
    Compiled,
    Differentiable,
    Diffusive,
    Recorded,
    Refinable,
    Tangent,
)
from engines.protocols.flow import Flow
from engines.running.slices import in_slices
from engines.running.ticket import Ticket
from engines.systems.gridded.carrying import Carriage, compile_loops, most_cells
from engines.systems.gridded.frames import Frames
from engines.systems.gridded.grid import Grid, Nodes
from engines.systems.gridded.splines import kernels
from engines.systems.gridded.splines.curving import laplacian

_PIECE = 8192  # places evaluated at a time


def batch(states: np.ndarray, dimension: int) -> np.ndarray:
    """A float64 copy of `states`, checked to be of shape (n, dimension).

    Raises:
        FlowError: If it is not.
    """
    copied = np.array(states, dtype=np.float64, order="C")
    if copied.ndim != 2 or copied.shape[1] != dimension:
        raise FlowError(f"states have shape {copied.shape}, expected (any, {dimension})")
    return copied


class Gridded(Flow, Bounded, Compiled, Recorded, Refinable):
    """What flows on a plane, in space and on a sphere share.

    Args:
        frames: The fields.
        way: How to interpolate in time, "cubic" or "linear".
        finer: By how much steps are shorter than usual.
    """

    def __init__(self, frames: Frames, way: str, finer: int = 1) -> None:
        grid = frames.grid
        self.frames, self.way, self.finer = frames, way, finer
        self.carriage = Carriage(frames, way, finer)
        times = grid.times
        self.steady = len(times) == 1
        self.span = (-np.inf, np.inf) if self.steady else (float(times[0]), float(times[-1]))
        self.time_unit = grid.time_unit
        self.duration = 10.0 if self.steady else 0.5 * float(np.ptp(times))

    def compiled(self) -> bool:
        return self.carriage.compiled

    @property
    def integrator(self) -> str:
        cells = most_cells(self.frames) / self.finer
        return f"RK4, step at most {cells:g} cell{'s' if cells > 1 else ''} or a frame"

    def fetched(self, start: float, stop: float, ticket: Ticket | None = None) -> Iterator[float]:
        self.carriage.inside(start)
        self.carriage.inside(stop, start)
        times = self.frames.grid.times
        low, high = min(start, stop), max(start, stop)
        first = max(0, int(np.searchsorted(times, low, "right")) - 2)
        last = min(len(times), int(np.searchsorted(times, high, "left")) + 2)
        wanted = [*range(first, last)][:: 1 if stop >= start else -1][: self.frames.room]
        for done, index in enumerate(wanted):
            if not self.frames.has(index):
                self.frames.frame(index, ticket)
                yield (done + 1) / len(wanted)


class Carried(Gridded, Tangent, Differentiable):
    """What flows on a plane and in space share: parcels are carried in the coordinates of the grid;
    beyond it and near land there is no velocity, and parcels that come there stop being.
    """

    def advance(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        return self.record(states, np.array([start, stop]), ticket)[:, -1]

    def advance_tangent(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        z = batch(states, self.dimension)
        m = np.tile(np.eye(self.dimension), (len(z), 1, 1))
        for _ in self.carriage.carry(z, m, np.array([start, stop], dtype=float), ticket):
            pass
        m[np.isnan(z[:, 0])] = np.nan
        return z, m

    def record(
        self, states: np.ndarray, times: np.ndarray, ticket: Ticket | None = None
    ) -> np.ndarray:
        d = self.dimension
        z, none = batch(states, d), np.zeros((0, d, d))
        out = np.empty((len(z), len(times), d))
        out[:, 0] = z
        for reached in self.carriage.carry(z, none, np.asarray(times, dtype=float), ticket):
            out[:, reached] = z
        return out


class GriddedFlow(Carried):
    """dx/dt = v(x, t), v a spline through the velocities of a file."""

    dimension = 2

    def __init__(self, frames: Frames, way: str, finer: int = 1) -> None:
        super().__init__(frames, way, finer)
        self.states = ("x", "y")
        self.box = box_of(frames.grid)

    def velocity(self, states: np.ndarray, time: float) -> np.ndarray:
        return self._evaluated(states, time)[..., 0]

    def jacobian(self, states: np.ndarray, time: float) -> np.ndarray:
        return self._evaluated(states, time)[..., 1:]

    def refined(self) -> GriddedFlow:
        """The same flow at half the step."""
        return type(self)(self.frames, self.way, 2 * self.finer)

    def _evaluated(self, states: np.ndarray, time: float) -> np.ndarray:
        """Velocity and both slopes of it, shape (n, 2, 3)."""
        z = batch(states, 2)
        window = self.carriage.window(float(time))
        shares, out = window.weights(float(time)), np.empty((len(z), 6))

        def piece(first: int, last: int) -> None:
            kernels.evaluate_plane(
                z, out, first, last, window.field, shares, window.bad, *self.frames.axes
            )

        if not self.compiled():
            compile_loops("plane")
        in_slices(piece, len(z), _PIECE)
        return out.reshape(-1, 2, 3)


class ViscousFlow(GriddedFlow, Diffusive):
    """A flow whose file states its viscosity."""

    def __init__(self, frames: Frames, way: str, finer: int = 1) -> None:
        super().__init__(frames, way, finer)
        self.viscosity = frames.grid.viscosity

    def laplacian(self, states: np.ndarray, time: float) -> np.ndarray:
        z, frames = batch(states, 2), self.frames
        window = self.carriage.window(float(time))
        shares, found = window.weights(float(time))[0], np.empty(z.shape)
        periods = (frames.grid.x.period, frames.grid.y.period)

        def piece(first: int, last: int) -> None:
            found[first:last] = laplacian(
                z[first:last], window.field, shares, window.bad, frames.x, frames.y, periods
            )

        in_slices(piece, len(z), _PIECE)
        return found


def box_of(grid: Grid) -> Box:
    """The part of the plane that the grid covers."""
    axes = (grid.x, grid.y)
    low, high = (tuple(float(a.values[end]) for a in axes) for end in (0, -1))
    return Box(
        low=low,
        high=high,
        periodic=tuple(a.period > 0.0 for a in axes),
        labels=tuple(_label(a, grid.spherical) for a in axes),
        symbols=(r"\lambda", r"\varphi") if grid.spherical else ("x", "y"),
        units=tuple("°" if grid.spherical else plain(a.unit) for a in axes),
        start=tuple(0.5 * (a + b) for a, b in zip(low, high, strict=True)),
    )


def _label(axis: Nodes, spherical: bool) -> str:
    if spherical:
        return {"lon": "longitude", "lat": "latitude"}.get(axis.name[:3].lower(), axis.name)
    return axis.name


def plain(unit: str) -> str:
    """A unit as it is shown: "" for that of a pure number."""
    return (
        "" if unit.strip().lower() in ("1", "none", "dimensionless", "unitless") else unit.strip()
    )
