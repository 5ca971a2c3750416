"""A flow in space that is known on a grid."""

from __future__ import annotations

import numpy as np

from engines.protocols.capabilities import Box, Differentiable, Tangent
from engines.running.slices import in_slices
from engines.running.ticket import Ticket
from engines.systems.gridded.carrying import compile_loops
from engines.systems.gridded.flow import Gridded, batch, box_of
from engines.systems.gridded.space import loops
from engines.systems.gridded.space.frames import SpaceFrames

_PIECE = 4096  # places evaluated at a time


class SpaceFlow(Gridded, Tangent, Differentiable):
    """dx/dt = v(x, y, z, t), v a spline through the velocities of a file; beyond the grid and near
    land there is no velocity, and parcels that come there stop being.
    """

    dimension = 3

    def __init__(self, frames: SpaceFrames, way: str, finer: int = 1) -> None:
        super().__init__(frames, way, finer)
        self.space = frames
        self.states = ("x", "y", "z")
        self.box = _box(frames)

    def velocity(self, states: np.ndarray, time: float) -> np.ndarray:
        return self._evaluated(states, time)[:, :3]

    def jacobian(self, states: np.ndarray, time: float) -> np.ndarray:
        return self._evaluated(states, time)[:, 3:].reshape(-1, 3, 3)

    def advance(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        return self.record(states, np.array([start, stop]), ticket)[:, -1]

    def advance_tangent(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        z = batch(states, 3)
        m = np.tile(np.eye(3), (len(z), 1, 1))
        for _ in self.carriage.carry(z, m, np.array([start, stop], dtype=float), ticket):
            pass
        m[np.isnan(z[:, 0])] = np.nan
        return z, m

    def record(
        self, states: np.ndarray, times: np.ndarray, ticket: Ticket | None = None
    ) -> np.ndarray:
        z, none = batch(states, 3), np.zeros((0, 3, 3))
        out = np.empty((len(z), len(times), 3))
        out[:, 0] = z
        for reached in self.carriage.carry(z, none, np.asarray(times, dtype=float), ticket):
            out[:, reached] = z
        return out

    def refined(self) -> SpaceFlow:
        """The same flow at half the step."""
        return type(self)(self.space, self.way, 2 * self.finer)

    def _evaluated(self, states: np.ndarray, time: float) -> np.ndarray:
        """Velocity and its slopes, shape (n, 12)."""
        z = batch(states, 3)
        window = self.carriage.window(float(time))
        shares, out = window.weights(float(time)), np.empty((len(z), 12))

        def piece(first: int, last: int) -> None:
            loops.evaluate_space(
                z, out, first, last, window.field, shares, window.bad, *self.space.axes
            )

        if not self.compiled():
            compile_loops("space")
        in_slices(piece, len(z), _PIECE)
        return out


def _box(frames: SpaceFrames) -> Box:
    plane, z = box_of(frames.grid), frames.heights
    low, high = float(z.values[0]), float(z.values[-1])
    unit = "" if z.unit.strip().lower() in ("1", "none", "dimensionless", "unitless") else z.unit
    return Box(
        (*plane.low, low), (*plane.high, high), (*plane.periodic, z.period > 0.0),
        (*plane.labels, z.name), (*plane.symbols, "z"), (*plane.units, unit.strip()),
        (*plane.start, 0.5 * (low + high)),
    )  # fmt: skip
