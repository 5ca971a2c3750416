"""One piece of evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """A claim, what was measured, and whether it holds.

    Attributes:
        id: Preset id of the method, e.g. "double-gyre".
        check: What is claimed, in a few words.
        kind: "law" must hold; "target" is a paper's claim at our scale, shown with its honest
            figure, and fails `verify` only when it falls behind `recorded`.
        measured: The number, as text.
        must: What it must be, as text.
        source: Where the number comes from.
        passed: Whether `measured` meets `must`.
        seconds: How long it took.
        behind: For a target: whether it fell behind its recorded figure.
        attempts: For a missed target: what was tried.
    """

    id: str
    check: str
    kind: str
    measured: str
    must: str
    source: str
    passed: bool
    seconds: float
    behind: bool = False
    attempts: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A check that has not run yet. `engines/evidence/<room>/<method>.py` holds a tuple `CLAIMS`.

    Attributes:
        id: Preset id of the method.
        check: What is claimed.
        kind: "law" or "target".
        must: What the number must be, as text.
        source: Where it comes from.
        measure: Returns the number as text, whether it meets `must`, and, for a target, whether
            it fell behind the recorded figure.
        full: Takes minutes; only `verify --full` runs it.
        seconds: Rough time it takes.
        attempts: What was tried if a target is missed.
    """

    id: str
    check: str
    kind: str
    must: str
    source: str
    measure: Callable[[], tuple[str, bool, bool]]
    full: bool = False
    seconds: float = 1.0
    attempts: str = ""
