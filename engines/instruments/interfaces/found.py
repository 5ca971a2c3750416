"""The interfaces of dye at one moment: where stirred fluid ends, and where richer dye begins."""

from __future__ import annotations

from dataclasses import dataclass

import contourpy
import numpy as np

from engines.errors import ParameterError
from engines.instruments.interfaces import clusters
from engines.instruments.interfaces.edges import ambient, signed_distance

OUTER, INNER = 0, 1  # TNTI: clear fluid against the rest; TTI: both lowest groups against the rest


@dataclass(frozen=True, slots=True, eq=False)
class Interfaces:
    """Dye sorted into groups, and the edges between the lowest ones and the rest.

    Attributes:
        x: Shape (nx,), without the repeated end where it goes round.
        y: Shape (ny,).
        dye: Shape (ny, nx).
        periodic: Whether x goes round.
        centres: Of the groups, rising, shape (k,).
        outside: For the outer and the inner edge, what lies outside, shape (ny, nx) each.
    """

    x: np.ndarray
    y: np.ndarray
    dye: np.ndarray
    periodic: bool
    centres: np.ndarray
    outside: tuple[np.ndarray, np.ndarray]

    def distance(self, edge: int) -> np.ndarray:
        """Distance from an edge, `OUTER` or `INNER`, positive inside, in cells, shape (ny, nx)."""
        return signed_distance(~self.outside[edge], periodic=self.periodic)

    def lines(self, edge: int) -> list[np.ndarray]:
        """The edge as curves finer than the grid, of shape (k, 2), world units."""
        found = clusters.thresholds(self.centres)
        threshold = float(found[min(edge, len(found) - 1)])
        # what is enclosed is filled, so that only the outer edge is left
        near = self.outside[edge] | (self.dye >= threshold)
        filled = np.where(near, self.dye, 2.0 * threshold - np.minimum(self.dye, 0.0))
        x = self.x
        if self.periodic:
            x = np.append(x, x[-1] + (x[1] - x[0]))
            filled = np.concatenate([filled, filled[:, :1]], axis=1)
        traced = contourpy.contour_generator(x, self.y, filled).lines(threshold)
        return [np.asarray(line, float) for line in traced if len(line) > 2]

    def places(self, edge: int) -> np.ndarray:
        """Middles of the cells just outside an edge, shape (n, 2), world units."""
        distance = self.distance(edge)
        rows, columns = np.nonzero((distance < 0.0) & (distance > -1.0))
        return np.stack([self.x[columns], self.y[rows]], axis=1)


def interfaces(
    x: np.ndarray,
    y: np.ndarray,
    dye: np.ndarray,
    *,
    periodic: bool,
    groups: int = 4,
    way: str = "k-means",
) -> Interfaces:
    """Sort dye into groups and find the edges of the two lowest.

    Args:
        x: Shape (nx,), equally spaced, without the repeated end where it goes round.
        y: Shape (ny,), equally spaced; fluid at rest touches its first and last row.
        dye: Shape (ny, nx).
        periodic: Whether x goes round.
        groups: How many, at least 2; with 2 both edges are the same.
        way: One of `clusters.WAYS`.

    Raises:
        ParameterError: If the way is unknown or there are fewer different values than groups.
    """
    if way not in clusters.WAYS:
        raise ParameterError(f"clustering = '{way}', allowed {', '.join(clusters.WAYS)}")
    centres = clusters.WAYS[way](dye, groups)
    labels = clusters.labels(dye, centres)
    inner = min(INNER, groups - 2)
    still = [(labels >= 0) & (labels <= top) for top in (OUTER, inner)]
    outside = tuple(ambient(one, periodic=periodic) for one in still)
    return Interfaces(x, y, dye, periodic, centres, (outside[0], outside[1]))
