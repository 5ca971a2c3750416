"""How the forecasters do on a shipped system."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from engines.instruments.forecast.models import NAMES, Split, race
from engines.instruments.forecast.recording import ANOTHER, SETTLED, Recording, recorded
from engines.instruments.forecast.table import SAMPLINGS, Entry, rounded, scores_of
from engines.running.ticket import Ticket
from engines.systems.catalogued import Invariants
from engines.systems.system import System


class NoRaceError(Exception):
    """A system on which no race can be run; its words say why."""


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """What a race is run on: the first coordinate of a system at its own parameters.

    Attributes:
        id: Of the system.
        series: Samples a period to the curve, whose end is forecast.
        practice: The same from another start, for choices; never raced on.
        ahead: Samples a period to how many are forecast.
        period: Of the system, in its time.
    """

    id: str
    series: Mapping[int, np.ndarray]
    practice: Mapping[int, np.ndarray]
    ahead: Mapping[int, int]
    period: float


def course(system: System, ticket: Ticket | None = None) -> Course:
    """Record a system. Nothing is left to chance: the same system gives the same curves.

    Raises:
        NoRaceError: If its orbit leaves or rests.
        Withdrawn: If the ticket was withdrawn.
    """
    series, practice, ahead, period = {}, {}, {}, 0.0
    for sampling in SAMPLINGS:
        seen = _recorded(system, sampling, SETTLED, ticket)
        other = _recorded(system, sampling, ANOTHER, ticket)
        series[sampling], practice[sampling] = seen.series, other.series
        ahead[sampling], period = seen.ahead, seen.period
        if Split.of(seen.series, seen.ahead) is None:
            raise NoRaceError("the orbit rests")
    return Course(system.id, series, practice, ahead, period)


def raced(
    system: System,
    ran: Course | None = None,
    ticket: Ticket | None = None,
    names: tuple[str, ...] = NAMES,
) -> Entry:
    """Let all models race that are fitted at once.

    Args:
        system: Any of the catalogue.
        ran: What it is raced on; recorded if left out.
        ticket: To withdraw it.
        names: Which models.

    Raises:
        NoRaceError: If its orbit leaves or rests.
        Withdrawn: If the ticket was withdrawn.
    """
    ran = ran or course(system, ticket)
    at = {}
    for n, series in ran.series.items():
        split = Split.of(series, ran.ahead[n])
        if split is None:
            raise NoRaceError("the orbit rests")
        done = race(series, ran.ahead[n], n, ticket, names=names, practice=ran.practice[n])
        at[n] = scores_of(done, split, n)
    return Entry(rounded(ran.period, 8), *exponents(system), at)


def exponents(system: System) -> tuple[float | None, float | None]:
    """Largest Lyapunov exponent as published and as computed, 1/time."""
    said = system.catalogued
    return _largest(said.published), _largest(said.computed)


def contenders(systems: tuple[System, ...]) -> tuple[System, ...]:
    """Those of the catalogue that race: its ordinary differential equations."""
    return tuple(s for s in systems if s.catalogued.dysts and s.kind == "ode")


def _recorded(system: System, sampling: int, settled: int, ticket: Ticket | None) -> Recording:
    flow, seen = system.flow_at(system.defaults()), None
    for seen in recorded(flow, 0, system.catalogued.period, ticket, sampling, settled):
        if not np.isfinite(seen.series).all():
            raise NoRaceError("the orbit leaves the domain")
    if seen is None:
        raise NoRaceError("there is no orbit")
    return seen


def _largest(found: Invariants) -> float | None:
    if found.max_lyapunov is not None:
        return found.max_lyapunov
    return found.lyapunov_spectrum[0] if found.lyapunov_spectrum else None
