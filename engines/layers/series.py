"""Numbers over one variable, for a chart."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from engines.layers.arrays import frozen

KINDS = tuple(f"kind_{number}" for number in range(1, 9))
ROLES = ("value", "before", "learned", "true", "reference", "attract", "repel", "unstable", *KINDS)


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """One curve of a chart, with an optional band.

    Attributes:
        x: Shape (k,).
        y: Shape (k,).
        low: Lower edge of the band, shape (k,), or None.
        high: Upper edge of the band, shape (k,), or None.
        role: One of `ROLES`, decides the pen; "unstable" is dashed, for branches that repel; "kind_1" to "kind_8" have the colours of kinds.
        label: Text at the end of the line.

    Raises:
        LayerError: If shapes differ.
    """

    x: np.ndarray
    y: np.ndarray
    low: np.ndarray | None = None
    high: np.ndarray | None = None
    role: str = "value"
    label: str = ""

    def __post_init__(self) -> None:
        keep = partial(object.__setattr__, self)
        keep("x", frozen("Series.x", self.x, (None,)))
        for name in ("y", "low", "high"):
            if getattr(self, name) is not None:
                keep(name, frozen(f"Series.{name}", getattr(self, name), (len(self.x),)))
