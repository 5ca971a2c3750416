"""What is solved along a branch: rests, points that return, cycles."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

import numpy as np

from engines.instruments.cycles.closing import short_way
from engines.instruments.portrait.scales import box_of
from engines.instruments.stability.linear import gradients
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

SAMPLES = 240  # of a cycle, for its extremes
SLOPE = 1e-6  # share of the range of the parameter over which differences are taken


class Problem(ABC):
    """m equations for m + 1 unknowns u, the last of which is the parameter.

    Attributes:
        scale: What counts as a long way along each unknown, shape (m + 1,).
        low: Lowest value of the parameter.
        high: Highest value.
        settled: The last step of Newton's method, scaled; what it leaves is about its square.
        least: Shortest step along the branch, scaled.
    """

    settled: float = 1e-8
    least: float = 1e-7
    scale: np.ndarray
    low: float
    high: float

    def __init__(
        self, flow: Flow, name: str, low: float, high: float, ticket: Ticket | None = None
    ) -> None:
        self.flow = flow
        self.name = name
        self.low, self.high = low, high
        self.ticket = ticket
        self.box = box_of(flow)
        self.sides = np.subtract(self.box.high, self.box.low)
        self.dimension = flow.dimension

    def at(self, value: float) -> Flow:
        """The flow at a value of the parameter."""
        family: Any = self.flow
        found: Flow = family.at({self.name: value})
        return found

    def takes_up(self, u: np.ndarray) -> None:
        """Another point of the branch has been reached."""
        if self.ticket is not None:
            self.ticket.check()

    def ended(self, u: np.ndarray) -> str:
        """Why the branch is not followed beyond u; empty if it is."""
        if not self.low <= u[-1] <= self.high:
            return "range"
        middle = np.mean([self.box.low, self.box.high], axis=0)
        gone = np.abs(u[: self.dimension] - middle) > 1.5 * self.sides
        return "box" if gone.any() else ""

    @abstractmethod
    def equations(self, u: np.ndarray) -> np.ndarray:
        """Their left sides at u, shape (m,)."""

    @abstractmethod
    def derivatives(self, u: np.ndarray) -> np.ndarray:
        """Of the left sides by u, shape (m, m + 1)."""

    def extremes(self, u: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Lowest and highest value of each coordinate on the solution, shape (d,) each."""
        return u[: self.dimension], u[: self.dimension]

    @abstractmethod
    def spectrum(self, u: np.ndarray) -> np.ndarray:
        """Eigenvalues of a rest, multipliers of what returns, shape (d,), complex."""

    @abstractmethod
    def stable(self, spectrum: np.ndarray) -> bool:
        """Whether neighbours come nearer."""

    @abstractmethod
    def tests(self, spectrum: np.ndarray) -> dict[str, float]:
        """Name of a change to a number that passes through zero there."""


def sum_test(values: np.ndarray) -> float:
    """Product of all sums of two different eigenvalues: zero where a pair is +-i omega."""
    rows, columns = np.triu_indices(len(values), 1)
    return float(np.prod(values[rows] + values[columns]).real)


def product_test(values: np.ndarray) -> float:
    """Product of all m_i m_j - 1: zero where a pair of multipliers is on the unit circle."""
    rows, columns = np.triu_indices(len(values), 1)
    return float(np.prod(values[rows] * values[columns] - 1.0).real)


def reached(problem: Problem, u: np.ndarray, length: float) -> tuple[np.ndarray, np.ndarray]:
    """Lowest and highest value of each coordinate on the path of a solution, shape (d,) each."""
    times = np.linspace(0.0, length, SAMPLES)
    path = problem.at(u[-1]).record(u[None, : problem.dimension], times, problem.ticket)[0]
    return np.nanmin(path, axis=0), np.nanmax(path, axis=0)


class RestProblem(Problem):
    """v(x; p) = 0."""

    def __init__(
        self, flow: Flow, name: str, low: float, high: float, ticket: Ticket | None = None
    ) -> None:
        super().__init__(flow, name, low, high, ticket)
        self.scale = np.append(self.sides, high - low)

    def equations(self, u: np.ndarray) -> np.ndarray:
        return self.at(u[-1]).velocity(u[None, :-1], 0.0)[0]

    def derivatives(self, u: np.ndarray) -> np.ndarray:
        h = SLOPE * (self.high - self.low)
        ahead, behind = (
            self.at(u[-1] + way * h).velocity(u[None, :-1], 0.0)[0] for way in (1.0, -1.0)
        )
        slope = gradients(self.at(u[-1]), u[None, :-1])[0]
        return np.column_stack([slope, (ahead - behind) / (2.0 * h)])

    def spectrum(self, u: np.ndarray) -> np.ndarray:
        return np.linalg.eigvals(gradients(self.at(u[-1]), u[None, :-1])[0].astype(complex))

    def stable(self, spectrum: np.ndarray) -> bool:
        return bool(spectrum.real.max() < 0.0)

    def tests(self, spectrum: np.ndarray) -> dict[str, float]:
        return {"hopf": sum_test(spectrum)} if len(spectrum) > 1 else {}


class ReturnProblem(Problem):
    """F^k(x; p) - x = 0 for a map F."""

    def __init__(
        self,
        flow: Flow,
        name: str,
        low: float,
        high: float,
        ticket: Ticket | None = None,
        order: int = 1,
    ) -> None:
        super().__init__(flow, name, low, high, ticket)
        self.order = order
        self.scale = np.append(self.sides, high - low)

    def length(self, value: float) -> float:
        """After how long a solution has returned, at a value of the parameter."""
        return float(self.order)

    def doubled(self) -> ReturnProblem:
        """The same for solutions that return after twice as long."""
        ends = self.low, self.high
        return ReturnProblem(self.flow, self.name, *ends, self.ticket, 2 * self.order)

    def equations(self, u: np.ndarray) -> np.ndarray:
        return short_way(self._returned(u[:-1], float(u[-1])) - u[:-1], self.box)

    def _returned(self, x: np.ndarray, value: float) -> np.ndarray:
        moved = self.at(value).advance(x[None], 0.0, self.length(value), self.ticket)
        return np.asarray(moved[0])

    def derivatives(self, u: np.ndarray) -> np.ndarray:
        h = SLOPE * (self.high - self.low)
        ahead, behind = (self._returned(u[:-1], float(u[-1] + way * h)) for way in (1.0, -1.0))
        slope = self._slope(u) - np.eye(self.dimension)
        return np.column_stack([slope, short_way(ahead - behind, self.box) / (2.0 * h)])

    def _slope(self, u: np.ndarray) -> np.ndarray:
        there: Any = self.at(u[-1])
        _, slope = there.advance_tangent(u[None, :-1], 0.0, self.length(u[-1]), self.ticket)
        return np.asarray(slope)[0]

    def spectrum(self, u: np.ndarray) -> np.ndarray:
        return np.linalg.eigvals(self._slope(u).astype(complex))

    def stable(self, spectrum: np.ndarray) -> bool:
        return bool(np.abs(spectrum).max() < 1.0)

    def tests(self, spectrum: np.ndarray) -> dict[str, float]:
        found = {"flip": float(np.prod(spectrum + 1.0).real)}
        if len(spectrum) > 1:
            found["torus"] = product_test(spectrum)
        return found


class CycleProblem(Problem):
    """F_T(x; p) - x = 0 and v(r) . (x - r) = 0, for x and T; r is the last point of the branch."""

    LONGEST = 12.0  # times the first period
    settled = 1e-6  # an integrator with equal steps knows no more
    least = 1e-3

    def __init__(
        self,
        flow: Flow,
        name: str,
        low: float,
        high: float,
        ticket: Ticket | None = None,
        first: np.ndarray | None = None,
        longest: float = LONGEST,
    ) -> None:
        super().__init__(flow, name, low, high, ticket)
        self.first = np.zeros(flow.dimension + 2) if first is None else first
        self.longest = longest * float(self.first[-2])
        self.scale = np.concatenate([self.sides, [2.0 * float(self.first[-2])], [high - low]])
        self.takes_up(self.first)

    def takes_up(self, u: np.ndarray) -> None:
        super().takes_up(u)
        self._reference = u[: self.dimension].copy()
        rates = self.at(u[-1]).velocity(self._reference[None], 0.0)[0] / self.sides
        self._rates = rates / max(float(np.linalg.norm(rates)), 1e-300)

    def ended(self, u: np.ndarray) -> str:
        return "period" if u[-2] > self.longest else "rest" if u[-2] <= 0.0 else super().ended(u)

    def equations(self, u: np.ndarray) -> np.ndarray:
        x, period = u[: self.dimension], float(u[-2])
        end = self.at(u[-1]).advance(x[None], 0.0, period, self.ticket)[0]
        slid = self._rates @ ((x - self._reference) / self.sides)
        return np.append(short_way(end - x, self.box) / self.sides, slid)

    def derivatives(self, u: np.ndarray) -> np.ndarray:
        d, x, period = self.dimension, u[: self.dimension], float(u[-2])
        there: Any = self.at(u[-1])
        end, slope = there.advance_tangent(x[None], 0.0, period, self.ticket)
        h = SLOPE * (self.high - self.low)
        ahead, behind = (
            self.at(u[-1] + way * h).advance(x[None], 0.0, period, self.ticket)[0]
            for way in (1.0, -1.0)
        )
        found = np.zeros((d + 1, d + 2))
        found[:d, :d] = (slope[0] - np.eye(d)) / self.sides[:, None]
        found[:d, d] = there.velocity(end, 0.0)[0] / self.sides
        found[:d, d + 1] = short_way(ahead - behind, self.box) / (2.0 * h) / self.sides
        found[d, :d] = self._rates / self.sides
        return found

    def spectrum(self, u: np.ndarray) -> np.ndarray:
        """Without the multiplier along the cycle."""
        there: Any = self.at(u[-1])
        x, period = u[: self.dimension], float(u[-2])
        _, slope = there.advance_tangent(x[None], 0.0, period, self.ticket)
        if not np.isfinite(slope).all():
            return np.full(self.dimension - 1, np.nan, complex)
        values = np.linalg.eigvals(slope[0].astype(complex))
        # the flow direction is known, so the trivial one is split off where two meet at 1
        along = int(np.argmin(np.abs(values - 1.0)))
        return np.delete(values, along)

    def stable(self, spectrum: np.ndarray) -> bool:
        return bool(np.abs(spectrum).max(initial=0.0) < 1.0)

    def tests(self, spectrum: np.ndarray) -> dict[str, float]:
        if len(spectrum) < 2:  # paths of a plane cannot cross: its one multiplier is positive
            return {}
        return {"flip": float(np.prod(spectrum + 1.0).real), "torus": product_test(spectrum)}

    def extremes(self, u: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return reached(self, u, float(u[-2]))
