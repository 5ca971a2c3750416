"""A number on every node of a regular grid."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from engines.layers.arrays import frozen


@dataclass(frozen=True, slots=True, eq=False)
class ScalarField:
    """One number per node of a rectilinear grid of the plane.

    Attributes:
        x: Node coordinates along the horizontal axis, shape (nx,), world units.
        y: Node coordinates along the vertical axis, shape (ny,), world units.
        values: The field, shape (ny, nx). NaN marks nodes without a value.
        unit: Unit of `values`, shown above the colour bar, e.g. "1/s".
        scale: What kind of quantity it is, which decides the colour map:
            "ftle_forward", "ftle_backward", "amount", "signed", "cyclic", "kinds"; or
            "ftle_backward_over", which lies over a forward field of the same limits and lets it
            through where values are low.
        limits: Lowest and highest value of the colour scale; None for the robust range.
        untrusted: Mask of nodes to be hatched, shape (ny, nx), or None.
        live_twin: Name of a shader field layer that shows the same quantity live; while a
            hand moves a parameter the twin is shown in place of this field.
        quantity: What a pure number is, shown above the colour bar for want of a unit.

    Raises:
        LayerError: If `values` is not (ny, nx).
    """

    x: np.ndarray
    y: np.ndarray
    values: np.ndarray
    unit: str = ""
    scale: str = "amount"
    limits: tuple[float, float] | None = None
    untrusted: np.ndarray | None = None
    live_twin: str = ""
    quantity: str = ""

    def __post_init__(self) -> None:
        keep = partial(object.__setattr__, self)
        keep("x", frozen("ScalarField.x", self.x, (None,)))
        keep("y", frozen("ScalarField.y", self.y, (None,)))
        nodes = (len(self.y), len(self.x))
        keep("values", frozen("ScalarField.values", self.values, nodes))
        if self.untrusted is not None:
            keep("untrusted", frozen("ScalarField.untrusted", self.untrusted, nodes, bool))
