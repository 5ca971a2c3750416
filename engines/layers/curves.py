"""Lines in the plane that are not trajectories: nullclines, manifolds, ridges, eigenvectors."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from engines.errors import LayerError
from engines.layers.arrays import frozen

ROLES = (
    "nullcline_first",
    "nullcline_second",
    "attract",
    "repel",
    "attract_axis",
    "repel_axis",
    "neutral",
    "reference",
    "repel_ridge",
    "attract_ridge",
    "elliptic",
    "interface_outer",
    "interface_inner",
    "contour",
)


@dataclass(frozen=True, slots=True, eq=False)
class Curves:
    """Polylines with a meaning.

    Attributes:
        lines: Each of shape (k_i, 2) or (k_i, 3), world units.
        roles: One of `ROLES` per line. "attract_axis" and "repel_axis" are eigenvectors: the
            first vertex is the fixed point, the second gives the direction; they are drawn
            40 px long whatever the zoom. "repel" and "attract" are material lines (manifolds,
            shrink and stretch lines), "repel_ridge" and "attract_ridge" crests of a field,
            "elliptic" closed boundaries of vortices, "interface_outer" and "interface_inner"
            the edges between dye and clear fluid and inside the dye, "contour" faint lines of equal
            height on a field.
        labels: Role to the text that stands in the strip above, e.g.
            {"attract": "stable manifold"}; a role without label is not named.

    Raises:
        LayerError: If counts or shapes differ or a role is unknown.
    """

    lines: tuple[np.ndarray, ...]
    roles: tuple[str, ...]
    labels: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        keep = partial(object.__setattr__, self)
        if len(self.roles) != len(self.lines):
            raise LayerError(
                f"Curves.roles has {len(self.roles)} entries, expected {len(self.lines)}"
            )
        for role in self.roles:
            if role not in ROLES:
                raise LayerError(f"Curves.roles has '{role}', allowed {', '.join(ROLES)}")
        keep(
            "lines",
            tuple(frozen(f"Curves.lines[{i}]", a, (None, None)) for i, a in enumerate(self.lines)),
        )
