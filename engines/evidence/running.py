"""The evidence of all methods, found and measured."""

from __future__ import annotations

import pkgutil
import time
from collections.abc import Iterator, Sequence
from importlib import import_module

from engines import evidence as rooms
from engines.errors import SeparatrixError, near_miss
from engines.protocols.check import Check, Claim
from engines.running.imports import IMPORTS
from engines.running.ticket import Ticket, Withdrawn


def claims() -> tuple[Claim, ...]:
    """Every claim in a tuple `CLAIMS` of a module `engines/evidence/<room>/<method>.py`."""
    found: list[Claim] = []
    for room in pkgutil.iter_modules(rooms.__path__, f"{rooms.__name__}."):
        if room.ispkg:
            with IMPORTS:
                place = import_module(room.name).__path__
                for module in pkgutil.iter_modules(place, f"{room.name}."):
                    found += vars(import_module(module.name)).get("CLAIMS", ())
    return tuple(found)


def chosen(ids: Sequence[str], full: bool) -> tuple[Claim, ...]:
    """The claims of the methods `ids`, of all if none is named.

    Args:
        ids: Preset ids.
        full: Whether those that take minutes are wanted too.

    Raises:
        SeparatrixError: If a method has no evidence; with the nearest that has.
    """
    every = claims()
    known = sorted({claim.id for claim in every})
    for name in ids:
        if name not in known:
            raise SeparatrixError(f"no evidence for '{name}', {near_miss(name, known, at_most=60)}")
    return tuple(c for c in every if (not ids or c.id in ids) and (full or not c.full))


def measured(claim: Claim) -> Check:
    """Measure one claim; an exception inside it is a failed check, not the end of the others.

    Raises:
        Withdrawn: If the claim was withdrawn from outside.
    """
    begun = time.perf_counter()
    try:
        text, passed, behind = claim.measure()
    except Withdrawn:
        raise
    except Exception as error:
        words = " ".join(str(error).split())[:160]
        text, passed, behind = f"{type(error).__name__}: {words}", False, True
    return Check(
        id=claim.id,
        check=claim.check,
        kind=claim.kind,
        measured=text,
        must=claim.must,
        source=claim.source,
        passed=bool(passed),  # of NumPy it could not be written as JSON
        seconds=time.perf_counter() - begun,
        behind=bool(behind),
        attempts=claim.attempts,
    )


def run_claims(
    ids: Sequence[str] = (), full: bool = False, ticket: Ticket | None = None
) -> Iterator[Check]:
    """Measure the claims of the methods `ids` one after the other, of all if none is named.

    Args:
        ids: Preset ids.
        full: Whether to run those that take minutes too.
        ticket: Looked at before each claim.

    Raises:
        SeparatrixError: If a method has no evidence.
        Withdrawn: If the ticket was withdrawn.
    """
    for claim in chosen(ids, full):
        if ticket is not None:
            ticket.check()
        yield measured(claim)


def failed(check: Check) -> bool:
    """Whether `verify` must exit with 1: a law that does not hold, a target that fell behind."""
    return check.behind if check.kind == "target" else not check.passed
