"""What a simulation has to say for itself when it is written into a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True)
class Variable:
    """One quantity, kept in whole numbers: value = step * number + offset.

    Attributes:
        name: In the file.
        about: Attributes by the CF conventions: units, standard_name, long_name.
        step: Difference of neighbouring numbers, in the unit; what lies between is rounded.
        offset: Value of the number 0.
        kind: Numbers, e.g. "i2"; NaN becomes the lowest there is.
    """

    name: str
    about: Mapping[str, str]
    step: float
    offset: float = 0.0
    kind: str = "i2"

    @property
    def missing(self) -> int:
        """The number that stands for no value."""
        return int(np.iinfo(self.kind).min)

    def packed(self, values: np.ndarray) -> np.ndarray:
        """Whole numbers for `values`; beyond their range the outermost ones."""
        range_ = np.iinfo(self.kind)
        holes = ~np.isfinite(values)
        scaled = np.rint((np.where(holes, 0.0, values) - self.offset) / self.step)
        kept = np.clip(scaled, range_.min + 1, range_.max)
        return np.where(holes, self.missing, kept).astype(self.kind)


@dataclass(frozen=True, slots=True, eq=False)
class Axis:
    """Coordinates along one dimension.

    Attributes:
        name: Of the dimension and of its variable.
        values: Shape (n,).
        about: Attributes; "period" where it repeats.
    """

    name: str
    values: np.ndarray
    about: Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """A simulation that can be run.

    Attributes:
        title: Words for a heading.
        source: How it was made, one line.
        time: Moments that are kept.
        y: Rows.
        x: Columns.
        variables: What is kept of each moment.
        about: Further facts for the file: constants, seed.
        moments: Runs it: the share of the work done after every few steps, with one array
            (ny, nx) per variable when a moment is reached, in the order of `time`.
    """

    title: str
    source: str
    time: Axis
    y: Axis
    x: Axis
    variables: tuple[Variable, ...]
    moments: Iterator[tuple[float, tuple[np.ndarray, ...] | None]]
    about: Mapping[str, Any] = field(default_factory=dict)
