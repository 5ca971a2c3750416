"""An arrow on every node of a regular grid."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from engines.layers.arrays import frozen


@dataclass(frozen=True, slots=True, eq=False)
class VectorField:
    """One planar vector per node of a rectilinear grid.

    Attributes:
        x: Node coordinates along the horizontal axis, shape (nx,), world units.
        y: Node coordinates along the vertical axis, shape (ny,), world units.
        u: Horizontal components, shape (ny, nx), world units per time.
        v: Vertical components, shape (ny, nx), world units per time.
        unit: Unit of the speed.

    Raises:
        LayerError: If `u` or `v` is not (ny, nx).
    """

    x: np.ndarray
    y: np.ndarray
    u: np.ndarray
    v: np.ndarray
    unit: str = ""

    def __post_init__(self) -> None:
        keep = partial(object.__setattr__, self)
        keep("x", frozen("VectorField.x", self.x, (None,)))
        keep("y", frozen("VectorField.y", self.y, (None,)))
        nodes = (len(self.y), len(self.x))
        keep("u", frozen("VectorField.u", self.u, nodes))
        keep("v", frozen("VectorField.v", self.v, nodes))
