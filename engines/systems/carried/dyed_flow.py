"""A series of fields as a flow that carries dye, seen from a frame that may move along."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from engines.errors import FlowError
from engines.protocols.capabilities import (
    Bounded,
    Compiled,
    Differentiable,
    Dyed,
    Recorded,
    Refinable,
    Shaded,
    Tangent,
    Textured,
)
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket
from engines.systems.gridded.flow import GriddedFlow
from engines.systems.gridded.series import GriddedSubject


class DyedFlow(Flow, Bounded, Compiled, Recorded, Refinable, Tangent, Differentiable, Dyed):
    """The flow y' = v(y + V (t - t0), t) - V with the scalar of its file.

    For V = 0 it is the flow of the file itself. t0 is the first moment of the file.

    Args:
        carried: The flow of the file.
        series: The file.
        drift: Velocity V of the frame; along an axis that does not repeat it must be zero.
    """

    dimension = 2
    states = ("x", "y")

    def __init__(
        self, carried: GriddedFlow, series: GriddedSubject, drift: tuple[float, float] = (0.0, 0.0)
    ) -> None:
        for moving, around in zip(drift, carried.box.periodic, strict=True):
            if moving and not around:
                raise FlowError(f"the frame moves at {drift}, along an axis that does not repeat")
        self.carried, self.series, self.drift = carried, series, drift
        self.steady = carried.steady
        self.box, self.time_unit, self.duration = carried.box, carried.time_unit, carried.duration
        self.span = carried.span

    def moved(self, time: float) -> np.ndarray:
        """How far the frame has gone, shape (2,)."""
        if not any(self.drift):
            return np.zeros(2)
        return np.array(self.drift) * (time - self.span[0])

    def compiled(self) -> bool:
        return self.carried.compiled()

    @property
    def integrator(self) -> str:
        return self.carried.integrator

    def refined(self) -> DyedFlow:
        return type(self)(self.carried.refined(), self.series, self.drift)

    def fetched(self, start: float, stop: float, ticket: Ticket | None = None) -> Iterator[float]:
        return self.carried.fetched(start, stop, ticket)

    def velocity(self, states: np.ndarray, time: float) -> np.ndarray:
        return self.carried.velocity(states + self.moved(time), time) - np.array(self.drift)

    def jacobian(self, states: np.ndarray, time: float) -> np.ndarray:
        return self.carried.jacobian(states + self.moved(time), time)

    def advance(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        found = self.carried.advance(states + self.moved(start), start, stop, ticket)
        return found - self.moved(stop)

    def advance_tangent(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        found, d = self.carried.advance_tangent(states + self.moved(start), start, stop, ticket)
        return found - self.moved(stop), d

    def record(
        self, states: np.ndarray, times: np.ndarray, ticket: Ticket | None = None
    ) -> np.ndarray:
        found = self.carried.record(states + self.moved(float(times[0])), times, ticket)
        return found - np.stack([self.moved(float(time)) for time in times])

    def concentration(self, time: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Between two moments of the file it is interpolated along straight lines."""
        grid = self.series.grid
        low, high = float(grid.times[0]), float(grid.times[-1])
        if not low - 1e-9 <= time <= high + 1e-9:
            raise FlowError(f"dye at t = {time:g} needs data from {low:g} to {high:g}")
        before = int(np.clip(np.searchsorted(grid.times, time) - 1, 0, max(len(grid.times) - 2, 0)))
        share = 0.0
        if len(grid.times) > 1:
            share = (time - grid.times[before]) / (grid.times[before + 1] - grid.times[before])
        values = self.series.scalar(before)
        if share > 1e-9:
            values = (1.0 - share) * values + share * self.series.scalar(before + 1)
        for axis, gone in ((1, self.moved(time)[0]), (0, self.moved(time)[1])):
            values = _rolled(values, axis, gone, (grid.x, grid.y)[1 - axis].period)
        x, y = (axis.values[:-1] if axis.period else axis.values for axis in (grid.x, grid.y))
        return x, y, values


class DrawnDyedFlow(DyedFlow, Shaded, Textured):
    """The same at rest, where a graphics card can compute the flow of the file."""

    def glsl(self) -> str:
        return _drawn(self.carried).glsl()

    def uniforms(self) -> Mapping[str, float]:
        return _drawn(self.carried).uniforms()

    def textures(self) -> Mapping[str, np.ndarray]:
        carried = self.carried
        return carried.textures() if isinstance(carried, Textured) else {}


def dyed(
    carried: GriddedFlow, series: GriddedSubject, drift: tuple[float, float] = (0.0, 0.0)
) -> DyedFlow:
    """The flow of a file with its dye; on a graphics card too if that is possible."""
    drawn = isinstance(carried, Shaded) and isinstance(carried, Textured) and not any(drift)
    return (DrawnDyedFlow if drawn else DyedFlow)(carried, series, drift)


def _drawn(carried: GriddedFlow) -> Shaded:
    if not isinstance(carried, Shaded):
        raise TypeError("this flow cannot be written for a graphics card")
    return carried


def _rolled(values: np.ndarray, axis: int, gone: float, period: float) -> np.ndarray:
    """What is seen from a place that has gone `gone` along a periodic axis, between nodes
    along straight lines.
    """
    if gone == 0.0:
        return values
    cells = gone / period * values.shape[axis]
    whole = int(np.floor(cells))
    share = cells - whole
    first, second = np.roll(values, -whole, axis), np.roll(values, -whole - 1, axis)
    return (1.0 - share) * first + share * second
