"""Pictures of 28 by 28 pixels, drawn by rule: ellipses, crosses and rings in any pose."""

from __future__ import annotations

import math
from functools import cache

import numba
import numpy as np

from engines.running.randomness import stream

KINDS = ("ellipse", "cross", "ring")
SIDE, COUNT = 28, 10_000
FACTORS = ("kind", "first", "second", "turn", "x", "y")
# Half axes of an ellipse; half length and half width of the bars of a cross; radius of the middle
# line and half width of a ring. All of it lies within the picture, wherever its centre is.
FIRST = np.array([[6.0, 9.0], [6.0, 8.5], [5.0, 7.0]])
SECOND = np.array([[3.0, 4.5], [1.6, 2.4], [1.5, 2.3]])
PLACES = (11.0, 17.0)
RADII = (4.0, 8.0)  # of circles; a square has the area of such a circle
EDGE = 1.5  # pixels inside and outside the outline over which ink fades


def factors_of(chances: np.ndarray) -> np.ndarray:
    """Pose of each figure, shape (n, 6), of even chances in [0, 1), shape (n, 6).

    Columns: number of the kind, two lengths (pixels), turn (rad, anticlockwise), x and y of the
    centre (pixels, y upwards).

    Raises:
        ValueError: If a chance is outside [0, 1).
    """
    u = np.asarray(chances, dtype=np.float64)
    if not ((u >= 0.0) & (u < 1.0)).all():
        raise ValueError("chances of a figure must be in [0, 1)")
    kind = (u[:, 0] * len(KINDS)).astype(np.int64)
    first, second = (
        limits[kind, 0] + u[:, i] * (limits[kind, 1] - limits[kind, 0])
        for i, limits in ((1, FIRST), (2, SECOND))
    )
    centre = PLACES[0] + u[:, 4:6] * (PLACES[1] - PLACES[0])
    return np.column_stack([kind, first, second, np.pi * u[:, 3], centre])


def circles_of(chances: np.ndarray) -> np.ndarray:
    """Poses of full circles, as of `factors_of`, of even chances of radius, x and y, (n, 3)."""
    u = np.asarray(chances, dtype=np.float64)
    radius = RADII[0] + u[:, 0] * (RADII[1] - RADII[0])
    centre = PLACES[0] + u[:, 1:3] * (PLACES[1] - PLACES[0])
    zero = np.zeros(len(u))
    return np.column_stack([zero, radius, radius, zero, centre])


def squares_of(chances: np.ndarray) -> np.ndarray:
    """Poses of upright squares with the area and the place of `circles_of` the same chances."""
    poses = circles_of(chances)
    poses[:, 0] = KINDS.index("cross")  # two bars as wide as they are long
    poses[:, 1:3] *= 0.5 * math.sqrt(math.pi)
    return poses


def areas(factors: np.ndarray) -> np.ndarray:
    """Area of each figure in pixels, shape (n,): pi a b, 8 a b - 4 b^2, 4 pi a b."""
    kind, a, b = factors[:, 0].astype(np.int64), factors[:, 1], factors[:, 2]
    return np.choose(kind, [np.pi * a * b, 8.0 * a * b - 4.0 * b**2, 4.0 * np.pi * a * b])


def rendered(factors: np.ndarray) -> np.ndarray:
    """Soft pictures, shape (n, 28, 28), ink 1 on ground 0, of poses, shape (n, 6).

    At the signed distance d from the outline, negative inside, a pixel has the ink

        3 q^2 - 2 q^3,   q = 1/2 - d / (2 w) between 0 and 1,   w = `EDGE`

    as through a lens that is a little out of focus: a few waves tell where an edge lies.
    """
    pictures = np.zeros((len(factors), SIDE, SIDE), dtype=np.float32)
    _draw(np.ascontiguousarray(factors, dtype=np.float64), pictures)
    return pictures


@cache
def figures(count: int = COUNT, seed: int = 0) -> np.ndarray:
    """The first `count` pictures of the endless set with this seed, shape (count, 28, 28)."""
    return _frozen(rendered(_poses(count, seed)))


def kinds(count: int = COUNT, seed: int = 0) -> np.ndarray:
    """The number of the kind of each of `figures`, shape (count,)."""
    return _poses(count, seed)[:, 0].astype(np.int64)


@cache
def circles(count: int, seed: int = 0) -> np.ndarray:
    """Full circles, shape (count, 28, 28)."""
    return _frozen(rendered(circles_of(stream(seed, "circles").random((count, 3)))))


@cache
def squares(count: int, seed: int = 0) -> np.ndarray:
    """Upright squares, none the partner of a circle, shape (count, 28, 28)."""
    return _frozen(rendered(squares_of(stream(seed, "squares").random((count, 3)))))


def _frozen(pictures: np.ndarray) -> np.ndarray:
    pictures.setflags(write=False)
    return pictures


def _poses(count: int, seed: int) -> np.ndarray:
    return factors_of(stream(seed, "figures").random((count, len(FACTORS))))


@numba.njit(nogil=True, cache=True)
def _distance(kind: int, a: float, b: float, u: float, v: float) -> float:
    """Signed distance in pixels from (u, v) to the outline, negative inside."""
    if kind == 0:
        # To first order the distance to {f = 1} is (f - 1) / |grad f| with f the ellipse's radius.
        f = math.sqrt((u / a) ** 2 + (v / b) ** 2)
        if f < 1e-9:
            return -b
        return (f - 1.0) * f / math.sqrt((u / a**2) ** 2 + (v / b**2) ** 2)
    if kind == 1:
        u, v = abs(u), abs(v)
        if v > u:
            u, v = v, u
        return min(max(u - a, v - b), 0.0) + math.sqrt(max(u - a, 0.0) ** 2 + max(v - b, 0.0) ** 2)
    return abs(math.sqrt(u * u + v * v) - a) - b


@numba.njit(nogil=True, cache=True)
def _draw(factors: np.ndarray, pictures: np.ndarray) -> None:
    side = pictures.shape[1]
    for n in range(len(factors)):
        kind, a, b, turn, x, y = factors[n]
        c, s = math.cos(turn), math.sin(turn)
        # A cross reaches its corners, everything else less far than its two lengths together.
        far, top = a + b + EDGE, side - y
        left, right = max(int(x - far), 0), min(int(x + far) + 1, side)
        for row in range(max(int(top - far), 0), min(int(top + far) + 1, side)):
            for column in range(left, right):
                # The rows of a picture run downwards, y upwards.
                dx, dy = column + 0.5 - x, side - row - 0.5 - y
                away = _distance(int(kind), a, b, c * dx + s * dy, c * dy - s * dx)
                q = min(max(0.5 - 0.5 * away / EDGE, 0.0), 1.0)
                pictures[n, row, column] = q * q * (3.0 - 2.0 * q)
