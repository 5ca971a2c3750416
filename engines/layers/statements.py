"""Sentences that can be true or not, each with the numbers that tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from engines.errors import LayerError
from engines.layers.arrays import frozen

VERDICTS = ("holds", "fails", "")


@dataclass(frozen=True, slots=True)
class Statement:
    """One row.

    Attributes:
        title: What is claimed, in a few words.
        about: The same as a formula, or why nothing can be said now.
        measured: The numbers found, as text; "" if there are none.
        must: What they must be, as text.
        verdict: "holds", "fails", or "" where the numbers decide nothing.
        found: The number that decides.
        bound: What it is compared with.
        error: How much of a difference chance may make.
    """

    title: str
    about: str = ""
    measured: str = ""
    must: str = ""
    verdict: str = ""
    found: float = float("nan")
    bound: float = float("nan")
    error: float = float("nan")


@dataclass(frozen=True, slots=True, eq=False)
class Statements:
    """A list of statements.

    Attributes:
        rows: From the top.
        numbers: `found`, `bound` and `error` of each, shape (n, 3).

    Raises:
        LayerError: If a verdict is unknown.
    """

    rows: tuple[Statement, ...]
    numbers: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        for row in self.rows:
            if row.verdict not in VERDICTS:
                raise LayerError(f"Statement.verdict = '{row.verdict}', allowed {VERDICTS}")
        numbers = [(row.found, row.bound, row.error) for row in self.rows]
        array = np.array(numbers, dtype=np.float64).reshape(-1, 3)
        object.__setattr__(self, "numbers", frozen("Statements.numbers", array, (None, 3)))

    @property
    def labels(self) -> tuple[str, ...]:
        """Their titles."""
        return tuple(row.title for row in self.rows)


def tally(rows: Sequence[Statement]) -> str:
    """How many of those that were decided hold, e.g. "5 of 6 hold"."""
    decided = [row for row in rows if row.verdict]
    return f"{sum(row.verdict == 'holds' for row in decided)} of {len(decided)} hold"
