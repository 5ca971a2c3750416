"""A learned velocity run backwards: the rectified flow of the same pairs, the other way round."""

from __future__ import annotations

import numpy as np

from engines.learned.generative.rectified.velocity_flow import Velocity, VelocityFlow, Walk


class Turned:
    """-v(x, 1 - t) of a velocity v.

    Args:
        velocity: v.
    """

    def __init__(self, velocity: Velocity) -> None:
        self._velocity = velocity

    def value(self, x: np.ndarray, time: float) -> np.ndarray:
        """Velocities, shape (n, d)."""
        return -self._velocity.value(x, 1.0 - time)

    def pushed(
        self, x: np.ndarray, tangents: np.ndarray, time: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """Velocities, and rates of small displacements, shape (k, n, d)."""
        value, rates = self._velocity.pushed(x, tangents, 1.0 - time)
        return -value, -rates


class BackwardFlow(VelocityFlow):
    """From the last cloud of a flow to its first.

        x' = -v(x, 1 - t)

    Pairs that are turned round have the same segments, so that this is what training on them the
    other way would give.

    Args:
        forward: The flow whose straight path is followed back.
        source: Points of the cloud it ends with, shape (m, d).
        walk: How it is followed.
    """

    def __init__(self, forward: VelocityFlow, source: np.ndarray, walk: Walk) -> None:
        self.forward = forward
        exact, quick = forward.velocities
        super().__init__(Turned(exact), Turned(quick), forward.box, walk, forward.path, source)

    def walked(self, walk: Walk) -> BackwardFlow:
        points = np.zeros((0, self.dimension)) if self.source is None else self.source
        return BackwardFlow(self.forward, points, walk)

    def tex(self) -> tuple[str, ...]:
        return (
            r"\dot{x} = -v(x, 1 - t)",
            rf"\Delta t = 1/\live{{sampling_steps}}{{{self.sampling_steps}}}",
        )
