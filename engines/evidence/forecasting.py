"""How the forecasters do on a shipped system."""

from __future__ import annotations

import numpy as np

from engines.instruments.forecast.models import Outcome, race
from engines.instruments.forecast.recording import recorded
from engines.instruments.forecast.table import Entry, entry_of
from engines.running.ticket import Ticket
from engines.systems.catalogued import Invariants
from engines.systems.system import System


class NoRaceError(Exception):
    """A system on which no race can be run; its words say why."""


def raced(system: System, ticket: Ticket | None = None) -> Entry:
    """Record the first coordinate of a system at its own parameters and let all models race.

    Nothing is left to chance: the same system gives the same entry.

    Raises:
        NoRaceError: If its orbit leaves or rests.
        Withdrawn: If the ticket was withdrawn.
    """
    period, seen = system.catalogued.period, None
    for seen in recorded(system.flow_at(system.defaults()), 0, period, ticket):
        if not np.isfinite(seen.series).all():
            raise NoRaceError("the orbit leaves the domain")
    if seen is None:
        raise NoRaceError("there is no orbit")
    outcomes: list[Outcome] = list(
        race(seen.series, seen.ahead, seen.per_period, ticket, system.kind == "map")
    )
    if not outcomes:
        raise NoRaceError("the orbit rests")
    return entry_of(outcomes, seen.period, *exponents(system))


def exponents(system: System) -> tuple[float | None, float | None]:
    """Largest Lyapunov exponent as published and as computed, 1/time."""
    said = system.catalogued
    return _largest(said.published), _largest(said.computed)


def _largest(found: Invariants) -> float | None:
    if found.max_lyapunov is not None:
        return found.max_lyapunov
    return found.lyapunov_spectrum[0] if found.lyapunov_spectrum else None


def contenders(systems: tuple[System, ...]) -> tuple[System, ...]:
    """Those of the catalogue that race: its ordinary differential equations."""
    return tuple(s for s in systems if s.catalogued.dysts and s.kind == "ode")
