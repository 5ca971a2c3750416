"""How much work goes into one slice, so that a withdrawn ticket is noticed in time."""

from __future__ import annotations

import math

from engines.running.slices import WORKERS
from engines.systems.stepping.kernels import LANES

_PIECE = 8e-3  # s between two looks at the ticket


class Pace:
    """What a step of one state costs; measured while running, kept for the next run.

    Attributes:
        cost: Seconds per state and step.
    """

    def __init__(self) -> None:
        self.cost = 1e-7

    def observe(self, states: int, steps: int, seconds: float) -> None:
        """Learn from a piece that took `seconds`. A slow one counts at once, a fast one by half."""
        if states and steps:
            now = max(seconds / (max(states, 8) * steps), 1e-11)
            self.cost = now if now > self.cost else 0.5 * (self.cost + now)

    def states(self, steps: int, count: int) -> int:
        """States per slice for `steps` steps of `count` states: whole blocks, enough slices for
        all cores, about 8 ms each.
        """
        fitting = _PIECE / (self.cost * max(steps, 1))
        fair = count / (2 * WORKERS)
        return max(1, math.ceil(min(fitting, fair) / LANES)) * LANES

    def steps(self, states: int) -> int:
        """Steps of `states` states that take about 8 ms."""
        return max(1, int(_PIECE / (self.cost * max(states, 8))))
