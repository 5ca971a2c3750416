"""A flow in space that is known on a grid."""

from __future__ import annotations

import numpy as np

from engines.protocols.capabilities import Box
from engines.running.slices import in_slices
from engines.systems.gridded.carrying import compile_loops
from engines.systems.gridded.flow import Carried, batch, box_of, plain
from engines.systems.gridded.space import loops
from engines.systems.gridded.space.frames import SpaceFrames

_PIECE = 4096  # places evaluated at a time


class SpaceFlow(Carried):
    """dx/dt = v(x, y, z, t), v a spline through the velocities of a file."""

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
    return Box(
        (*plane.low, low), (*plane.high, high), (*plane.periodic, z.period > 0.0),
        (*plane.labels, z.name), (*plane.symbols, "z"), (*plane.units, plain(z.unit)),
        (*plane.start, 0.5 * (low + high)),
    )  # fmt: skip
