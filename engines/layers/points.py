"""Marked places."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from engines.errors import LayerError
from engines.layers.arrays import frozen

MARKS = ("dot", "cloud", "stable", "unstable", "saddle", "centre", "start", "handle")


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Places in the plane or in space.

    Attributes:
        positions: Shape (n, 2) or (n, 3), world units.
        mark: How they are drawn: one of `MARKS` for all, or a tuple with one for each point.
            "cloud" is a large number of small dots, "start" the white ring at the head of a
            launched path, "handle" the mint disc that a hand may drag.
        labels: One short text per point, or empty.
        values: One number per point for the colour, shape (n,), or None.
        scale: Kind of quantity `values` is, as in `ScalarField.scale`.

    Raises:
        LayerError: If shapes differ or a mark is unknown.
    """

    positions: np.ndarray
    mark: str | tuple[str, ...] = "dot"
    labels: tuple[str, ...] = ()
    values: np.ndarray | None = None
    scale: str = "amount"

    def __post_init__(self) -> None:
        keep = partial(object.__setattr__, self)
        keep("positions", frozen("Points.positions", self.positions, (None, None)))
        n = len(self.positions)
        if self.positions.shape[1] not in (2, 3):
            raise LayerError(
                f"Points.positions has shape {self.positions.shape}, expected (any, 2) or (any, 3)"
            )
        for mark in (self.mark,) if isinstance(self.mark, str) else self.mark:
            if mark not in MARKS:
                raise LayerError(f"Points.mark = '{mark}', allowed {', '.join(MARKS)}")
        if not isinstance(self.mark, str) and len(self.mark) != n:
            raise LayerError(f"Points.mark has {len(self.mark)} entries, expected {n}")
        if self.labels and len(self.labels) != n:
            raise LayerError(f"Points.labels has {len(self.labels)} entries, expected {n}")
        if self.values is not None:
            keep("values", frozen("Points.values", self.values, (n,)))
