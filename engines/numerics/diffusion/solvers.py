"""Samplers of the probability-flow equation x' = u(x, t), each a step from one time to another."""

from __future__ import annotations

import itertools
import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from engines.errors import FlowError
from engines.numerics.diffusion.conversions import Field
from engines.numerics.marching import EULER, HEUN, RK4, Scheme, stepped
from engines.running.ticket import Ticket


class Past(NamedTuple):
    """What a step leaves for the next one.

    Attributes:
        data: D at its beginning, shape (n, d).
        h: How far it went in ln(a/s).
    """

    data: np.ndarray
    h: float


Step = Callable[
    [np.ndarray, float, float, Past | None], tuple[np.ndarray, Past | None]
]  # states, their time, the next one, what the last step left
NEAR = 1e-12  # times that are one


class Solver(ABC):
    """One way to walk along a field, forwards or backwards.

    Attributes:
        name: Words for a list.
        order: How the error falls with the step.
    """

    name: str
    order: int

    @abstractmethod
    def step(
        self, field: Field, x: np.ndarray, t: float, until: float, past: Past | None = None
    ) -> tuple[np.ndarray, Past | None]:
        """`x`, shape (n, d), given at `t`, at the time `until`, and what the next step may use."""

    @property
    def alone(self) -> Solver:
        """A solver of the same order that needs no step before."""
        return self

    def evaluations(self, steps: int) -> int:
        """NFE of that many steps."""
        return self.order * steps


def ddim(field: Field, x: np.ndarray, t: float, until: float) -> np.ndarray:
    r"""A step that would be exact if the denoised data did not move.

        x' = (s'/s) x + (a' - a s'/s) D = (s'/s) x - a' (e^{-h} - 1) D,   h = lam' - lam,

    primes for the later time; towards the noise the same with data and noise in each other's role.
    It is Euler's step for x / a in the variable s / a, and reaches the very ends of a path.

    Source:
        Song, Meng & Ermon (2021), arXiv:2010.02502; Lu et al. (2022), arXiv:2206.00927.
    """
    m, n = field.path.at(t), field.path.at(until)
    if until >= t:
        share = n.s / m.s if m.s > 0.0 else 1.0
        return share * x + (n.a - m.a * share) * field.denoiser(x, t)
    share = n.a / m.a if m.a > 0.0 else 1.0
    return share * x + (n.s - m.s * share) * field.noise(x, t)


def _length(field: Field, t: float, until: float) -> float:
    """How far it is in ln(a/s); infinite next to an end without noise or data."""
    return field.path.at(until).lam - field.path.at(t).lam


@dataclass(frozen=True, slots=True)
class Ddim(Solver):
    """See `ddim`."""

    name: str = "DDIM"
    order: int = 1

    def step(
        self, field: Field, x: np.ndarray, t: float, until: float, past: Past | None = None
    ) -> tuple[np.ndarray, Past | None]:
        return ddim(field, x, t, until), None


@dataclass(frozen=True, slots=True)
class Ancestral(Ddim):
    """Without its noise a step of DDIM; with it, `stochastic.ancestral`."""

    name: str = "ancestral"


@dataclass(frozen=True, slots=True)
class Explicit(Solver):
    """An explicit Runge-Kutta scheme in generation time.

    A step that would ask for the velocity at an end where only its limit exists is one of DDIM, as
    the last one in the sampler of Karras et al.

    Attributes:
        scheme: The scheme.
    """

    name: str
    order: int
    scheme: Scheme

    def step(
        self, field: Field, x: np.ndarray, t: float, until: float, past: Past | None = None
    ) -> tuple[np.ndarray, Past | None]:
        closed = field.kind == "v" or "v" in field.own
        reached = max(t, until) if self.scheme.nodes[-1] == 1.0 else t
        if not closed and field.path.at(reached).s == 0.0:
            return ddim(field, x, t, until), None
        return stepped(field.velocity, x, t, until - t, self.scheme), None

    def evaluations(self, steps: int) -> int:
        return len(self.scheme.nodes) * steps


@dataclass(frozen=True, slots=True)
class Dpm2(Solver):
    r"""The midpoint rule in ln(a/s), with the noise predicted.

        u = (a_m/a) x - s_m (e^{h/2} - 1) e(x, t),   x' = (a'/a) x - s' (e^h - 1) e(u, t_m)

    with t_m halfway in ln(a/s).

    Source:
        Lu et al. (2022), arXiv:2206.00927, algorithm 1.
    """

    name: str = "DPM-2"
    order: int = 2

    def step(
        self, field: Field, x: np.ndarray, t: float, until: float, past: Past | None = None
    ) -> tuple[np.ndarray, Past | None]:
        h = _length(field, t, until)
        if not math.isfinite(h):
            return ddim(field, x, t, until), None
        path = field.path
        m, n = path.at(t), path.at(until)
        halfway = float(path.time_of(m.lam + 0.5 * h))
        between = path.at(halfway)
        half = (between.a / m.a) * x
        half -= between.s * math.expm1(0.5 * h) * field.noise(x, t)
        return (n.a / m.a) * x - n.s * math.expm1(h) * field.noise(half, halfway), None


@dataclass(frozen=True, slots=True)
class DpmPlusPlus(Solver):
    r"""DDIM with the data taken halfway, by a line through this and the last estimate.

        D -> D_i + (h_i / (2 h_{i-1})) (D_i - D_{i-1}),   the first step is DDIM's

    Source:
        Lu et al. (2022), arXiv:2211.01095, algorithm 2 ("2M").
    """

    name: str = "DPM++2M"
    order: int = 2

    def step(
        self, field: Field, x: np.ndarray, t: float, until: float, past: Past | None = None
    ) -> tuple[np.ndarray, Past | None]:
        m, n = field.path.at(t), field.path.at(until)
        if m.s == 0.0:
            return ddim(field, x, t, until), None
        h = _length(field, t, until)
        here = field.denoiser(x, t)
        data = here
        if past is not None and math.isfinite(h) and math.isfinite(past.h):
            data = here + (h / (2.0 * past.h)) * (here - past.data)
        share = n.s / m.s
        return share * x + (n.a - m.a * share) * data, Past(here, h)

    @property
    def alone(self) -> Solver:
        return Dpm2()

    def evaluations(self, steps: int) -> int:
        return steps


@dataclass(frozen=True, slots=True)
class EdmHeun(Solver):
    r"""Heun's rule for x / a in the variable s / a, in which the noise e is the velocity.

        x' = a' [x/a + (s'/a' - s/a) (e(x, t) + e(y, t')) / 2],   y where `ddim` would be

    Towards the noise data and noise change roles, as in `ddim`, whose step it takes next to an end.

    Source:
        Karras, Aittala, Aila & Laine (2022), arXiv:2206.00364, algorithm 1 without churn.
    """

    name: str = "EDM Heun"
    order: int = 2

    def step(
        self, field: Field, x: np.ndarray, t: float, until: float, past: Past | None = None
    ) -> tuple[np.ndarray, Past | None]:
        m, n = field.path.at(t), field.path.at(until)
        if min(m.a, m.s, n.a, n.s) <= 0.0:
            return ddim(field, x, t, until), None
        here, there, rate = (
            ((m.a, m.s), (n.a, n.s), field.noise)
            if until >= t
            else ((m.s, m.a), (n.s, n.a), field.denoiser)
        )
        h = there[1] / there[0] - here[1] / here[0]
        first = rate(x, t)
        second = rate(there[0] * (x / here[0] + h * first), until)
        return there[0] * (x / here[0] + 0.5 * h * (first + second)), None


SOLVERS: dict[str, Solver] = {
    one.name: one
    for one in (
        DpmPlusPlus(),
        Ddim(),
        Dpm2(),
        Explicit("Euler", 1, EULER),
        Explicit("Heun", 2, HEUN),
        Explicit("RK4", 4, RK4),
        EdmHeun(),
        Ancestral(),
    )
}


def step_of(solver: Solver, field: Field) -> Step:
    """A step of `solver` along `field`, for `followed` and `traced`."""

    def step(
        x: np.ndarray, t: float, until: float, past: Past | None
    ) -> tuple[np.ndarray, Past | None]:
        return solver.step(field, x, t, until, past)

    return step


def followed(
    step: Step, x: np.ndarray, nodes: np.ndarray, ticket: Ticket | None = None
) -> Iterator[np.ndarray]:
    """States, shape (n, d), at each of the later `nodes` of a rising or falling grid.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    past: Past | None = None
    for t, until in itertools.pairwise(nodes):
        _look(ticket)
        x, past = step(x, float(t), float(until), past)
        yield x


def solved(
    solver: Solver,
    field: Field,
    x: np.ndarray,
    nodes: np.ndarray,
    ticket: Ticket | None = None,
) -> np.ndarray:
    """Where `x`, shape (n, d), given at nodes[0], is at nodes[-1].

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    for found in followed(step_of(solver, field), x, nodes, ticket):
        x = found
    return x


def traced(
    step: Step,
    x: np.ndarray,
    nodes: np.ndarray,
    times: np.ndarray,
    ticket: Ticket | None = None,
) -> np.ndarray:
    """States at `times`, rising or falling as `nodes` and within them: shape (k, n, d).

    The sampler walks over its own nodes only; what lies between two of them is where it would stop
    if it had to stop there, from the node before.

    Raises:
        FlowError: If a time lies beyond the last node.
        Withdrawn: If the ticket was withdrawn.
    """
    sign = 1.0 if nodes[-1] >= nodes[0] else -1.0
    out = np.empty((len(times), *x.shape))
    past: Past | None = None
    row = 0
    while row < len(times) and sign * (times[row] - nodes[0]) <= NEAR:
        out[row], row = x, row + 1
    for t, until in itertools.pairwise(nodes):
        if row == len(times):
            return out
        while row < len(times) and sign * (until - times[row]) > NEAR:
            _look(ticket)
            out[row] = step(x, float(t), float(times[row]), past)[0]
            row += 1
        _look(ticket)
        x, past = step(x, float(t), float(until), past)
        while row < len(times) and abs(times[row] - until) <= NEAR:
            out[row], row = x, row + 1
    if row < len(times):
        raise FlowError(f"t = {times[row]:g} lies beyond the grid, which ends at {nodes[-1]:g}")
    return out


def _look(ticket: Ticket | None) -> None:
    if ticket is not None:
        ticket.check()


def reference(
    field: Field,
    x: np.ndarray,
    start: float,
    stop: float,
    tolerance: float = 1e-10,
    ticket: Ticket | None = None,
) -> np.ndarray:
    """Where `x`, shape (n, d), is at `stop`, by an adaptive pair of order 8: the truth for others.

    Raises:
        FlowError: If it gets nowhere.
        Withdrawn: If the ticket was withdrawn.

    Source:
        Dormand & Prince (1980) as DOP853 in SciPy.
    """
    from scipy.integrate import solve_ivp

    def rate(t: float, flat: np.ndarray) -> np.ndarray:
        _look(ticket)
        return field.velocity(flat.reshape(x.shape), t).ravel()

    found = solve_ivp(
        rate, (start, stop), np.ravel(x), method="DOP853", rtol=tolerance, atol=tolerance
    )
    if not found.success:
        raise FlowError(f"from t = {start:g} to {stop:g}: {found.message}")
    return np.asarray(found.y[:, -1].reshape(x.shape))
