"""Published invariants beside computed ones, and whether they agree."""

from __future__ import annotations

import math
from dataclasses import dataclass

from engines.systems.catalogued import Catalogued

SURE = 3.0  # standard errors within which two numbers agree
NEAR = 0.05  # share of a number, or of the largest exponent, within which they do too
LISTED = 6  # exponents shown
LOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
NAMES = {
    "max_lyapunov": "λ₁ alone",
    "kaplan_yorke": "Kaplan-Yorke D",
    "correlation_dimension": "Corr. D",
    "pesin_entropy": "Entropy",
}
DIMENSIONS = ("kaplan_yorke", "correlation_dimension")


@dataclass(frozen=True, slots=True)
class Compared:
    """One invariant.

    Attributes:
        name: What it is.
        published: Its published value; None if there is none.
        computed: As this program found it; None if it was not measured.
        error: Standard error of that; None if unknown.
        verdict: "agree", "differ", "impossible", or "" where only one is known.
        why: A sentence behind "impossible".
    """

    name: str
    published: float | None
    computed: float | None
    error: float | None
    verdict: str
    why: str = ""


def compared(known: Catalogued, states: int, *, delayed: bool = False) -> tuple[Compared, ...]:
    """Every invariant of a system of which one value is known.

    A published dimension beyond the number of states is impossible. Otherwise two values agree if
    they are within three standard errors, or a twentieth, of each other; exponents within a
    twentieth of the largest.

    Args:
        known: What the file of the system says.
        states: Number of its states.
        delayed: Whether it remembers, so that it has more dimensions than states.
    """
    published, computed = known.published, known.computed
    theirs, ours = published.lyapunov_spectrum, computed.lyapunov_spectrum
    largest = max((abs(v) for v in (*ours, *theirs)), default=0.0) if not ours else abs(ours[0])
    rows: list[Compared] = []
    for i in range(min(LISTED, max(len(theirs), len(ours)))):
        error = computed.lyapunov_error[i] if i < len(computed.lyapunov_error) else None
        name = f"λ{str(i + 1).translate(LOW)}"
        rows.append(_row(name, _at(theirs, i), _at(ours, i), error, largest))
    for field, name in NAMES.items():
        value, found = getattr(published, field), getattr(computed, field)
        row = _row(name, value, found, computed.errors.get(field), 0.0)
        beyond = value is not None and value > states and not math.isclose(value, states)
        if field in DIMENSIONS and beyond and not delayed:
            why = f"there are {states} states"
            row = Compared(name, value, found, row.error, "impossible", why)
        rows.append(row)
    if computed.mean_divergence is not None and len(ours) == states:
        whole = sum(theirs) if len(theirs) == states else None
        rows.append(_row("Sum of λ", whole, sum(ours), None, largest))
        rows.append(_row("Mean div", None, computed.mean_divergence, None, largest))
    return tuple(row for row in rows if row.published is not None or row.computed is not None)


def _at(values: tuple[float, ...], i: int) -> float | None:
    return values[i] if i < len(values) else None


def _row(
    name: str, published: float | None, computed: float | None, error: float | None, scale: float
) -> Compared:
    if published is None or computed is None:
        return Compared(name, published, computed, error, "")
    near = max(SURE * (error or 0.0), NEAR * max(abs(computed), scale))
    verdict = "agree" if abs(published - computed) <= near else "differ"
    return Compared(name, published, computed, error, verdict)
