"""Outermost closed and almost convex contours round the maxima of a field: edges of vortices."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from contourpy import contour_generator
from scipy.ndimage import maximum_filter
from scipy.spatial import ConvexHull, QhullError

from engines.running.ticket import Ticket

TOLERANCE = 5e-3  # convexity deficiency of a vortex
_LEVELS = 96  # contours tried between the lowest value and the highest
_HALVINGS = 12  # of the interval between the last contour that is refused and the first that fits
_FEWEST = 12  # vertices of a contour that means anything


@dataclass(frozen=True, slots=True)
class Edge:
    """The boundary of one vortex.

    Attributes:
        line: Closed polyline, shape (k, 2), world units; the last vertex repeats the first.
        centre: Where the field is largest inside it, (x, y).
        level: Value of the field on it.
        deficiency: Its convexity deficiency.
    """

    line: np.ndarray
    centre: tuple[float, float]
    level: float
    deficiency: float


def area(line: np.ndarray) -> float:
    """Area inside a closed polyline of shape (k, 2)."""
    x, y = line[:, 0] - line[0, 0], line[:, 1] - line[0, 1]
    return 0.5 * abs(float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])))


def convexity_deficiency(line: np.ndarray) -> float:
    """(area of the hull - area inside) / area inside, of a closed polyline of shape (k, 2).

    Returns:
        0 for a convex one; infinity if it encloses nothing.
    """
    inside = area(line)
    if not inside > 0.0:
        return math.inf
    try:
        hull = float(ConvexHull(line).volume)
    except QhullError:
        return math.inf
    return max(0.0, hull - inside) / inside


def encloses(line: np.ndarray, place: tuple[float, float]) -> bool:
    """Whether a closed polyline of shape (k, 2) goes round a place: a ray crosses it oddly."""
    x, y = line[:, 0] - place[0], line[:, 1] - place[1]
    crossing = (y[:-1] > 0.0) != (y[1:] > 0.0)
    x0, x1, y0, y1 = x[:-1][crossing], x[1:][crossing], y[:-1][crossing], y[1:][crossing]
    return bool(np.count_nonzero(x0 - y0 * (x1 - x0) / (y1 - y0) > 0.0) % 2)


def maxima(
    x: np.ndarray,
    y: np.ndarray,
    values: np.ndarray,
    apart: float,
    ticket: Ticket | None = None,
) -> list[tuple[float, float, float]]:
    """Local maxima of a field, the largest first, no two of them nearer than `apart`.

    Args:
        x: Shape (nx,), equally spaced, world units.
        y: Shape (ny,), equally spaced, world units.
        values: Shape (ny, nx); NaN where there is none.
        apart: Least distance, world units.
        ticket: Looked at before each maximum.

    Returns:
        (x, y, value) each; nodes of the border are none.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    known = np.where(np.isfinite(values), values, -np.inf)
    top = (known == maximum_filter(known, size=3, mode="nearest")) & np.isfinite(known)
    top[[0, -1]] = False
    top[:, [0, -1]] = False
    found: list[tuple[float, float, float]] = []
    places = np.argwhere(top)
    places = places[np.argsort(-known[tuple(places.T)], kind="stable")]
    while len(places):  # on a plateau every node is one, so all that are too near go at once
        if ticket is not None:
            ticket.check()
        i, j = places[0]
        found.append((float(x[j]), float(y[i]), float(values[i, j])))
        away = np.hypot(x[places[:, 1]] - x[j], y[places[:, 0]] - y[i]) >= apart
        away[0] = False
        places = places[away]
    return found


def vortex_edges(
    x: np.ndarray,
    y: np.ndarray,
    values: np.ndarray,
    *,
    apart: float,
    tolerance: float = TOLERANCE,
    ticket: Ticket | None = None,
) -> list[Edge]:
    """Round each maximum the outermost closed contour that is convex up to `tolerance`.

    A contour that goes round more than one maximum belongs to none of them.

    Args:
        x: Shape (nx,), equally spaced, world units.
        y: Shape (ny,), equally spaced, world units.
        values: The field, for instance LAVD, shape (ny, nx).
        apart: Least distance of two maxima, world units.
        tolerance: Largest convexity deficiency.
        ticket: Looked at before each contour.

    Returns:
        The edges, that of the largest maximum first. None lies inside another.

    Raises:
        Withdrawn: If the ticket was withdrawn.

    Source:
        Haller, Hadjighasem, Farazmand & Huhn (2016), J. Fluid Mech. 795, 136-173, section 6.
    """
    generator = contour_generator(x, y, np.ma.masked_invalid(values))
    finite = values[np.isfinite(values)]
    if not finite.size:
        return []
    lowest, highest = float(finite.min()), float(finite.max())
    tried = lowest + (highest - lowest) * np.arange(1, _LEVELS) / _LEVELS
    rings: dict[float, list[np.ndarray]] = {}  # the same levels serve every maximum
    tops = maxima(x, y, values, apart, ticket)
    edges: list[Edge] = []

    def fitting(centre: tuple[float, float], level: float) -> Edge | None:
        if ticket is not None:
            ticket.check()
        if level not in rings:
            lines: Any = generator.lines(level)  # its type depends on a setting of the generator
            rings[level] = list(_closed(lines))
        for line in rings[level]:
            if encloses(line, centre):
                if sum(encloses(line, (a, b)) for a, b, _ in tops) > 1:
                    return None
                deficiency = convexity_deficiency(line)
                return Edge(line, centre, level, deficiency) if deficiency <= tolerance else None
        return None

    for cx, cy, top in tops:
        centre = (cx, cy)
        refused, edge = lowest, None
        for level in tried[tried < top]:
            edge = fitting(centre, float(level))
            if edge is not None:
                break
            refused = float(level)
        if edge is None:
            continue
        for _ in range(_HALVINGS):
            between = 0.5 * (refused + edge.level)
            wider = fitting(centre, between)
            if wider is None:
                refused = between
            else:
                edge = wider
        edges.append(edge)
    return edges


def _closed(lines: list[np.ndarray]) -> Iterator[np.ndarray]:
    for line in lines:
        if len(line) >= _FEWEST and np.array_equal(line[0], line[-1]):
            yield np.asarray(line, float)
