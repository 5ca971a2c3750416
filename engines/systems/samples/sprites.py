"""Small pictures made from five known factors: shape, scale, turn, and two coordinates."""

from __future__ import annotations

import math

import numba
import numpy as np

SHAPES = ("square", "ellipse", "heart")
SIDE = 32
SCALES = np.linspace(0.5, 1.0, 6)
TURNS = 2.0 * np.pi * np.arange(40) / 40.0
PLACES = np.linspace(9.0, SIDE - 9.0, 32)
FACTORS = ("shape", "scale", "turn", "x", "y")
SIZES = (len(SHAPES), len(SCALES), len(TURNS), len(PLACES), len(PLACES))
COUNT = math.prod(SIZES)


@numba.njit(nogil=True, cache=True)
def _distance(shape: int, u: float, v: float) -> float:
    """Signed distance in pixels from (u, v) to the outline at scale 1, negative inside."""
    if shape == 0:
        a, b = abs(u) - 6.5, abs(v) - 6.5
        return min(max(a, b), 0.0) + math.hypot(max(a, 0.0), max(b, 0.0))
    if shape == 1:
        # To first order the distance to {f = 1} is (f - 1) / |grad f| with f the ellipse's radius.
        f = math.hypot(u / 9.0, v / 5.0)
        if f < 1e-9:
            return -5.0
        return (f - 1.0) * f / math.hypot(u / 81.0, v / 25.0)
    # A heart: two discs, and below their middle the wedge between the lines from the tip that
    # touch them, cut off where they touch.
    across, radius, middle, tip = 4.0, 4.4, 2.2, -8.0
    u = abs(u)
    disc = math.hypot(u - across, v - middle) - radius
    reach = math.hypot(across, middle - tip)
    angle = math.atan2(across, middle - tip) + math.asin(radius / reach)
    c, s = math.cos(angle), math.sin(angle)
    side = u * c - (v - tip) * s
    along = (u - across) * s + (v - middle) * c
    return min(disc, max(side, along, v - middle))


@numba.njit(nogil=True, cache=True)
def _draw(factors: np.ndarray, pictures: np.ndarray) -> None:
    side = pictures.shape[1]
    for n in range(len(factors)):
        shape, scale, turn, x, y = factors[n]
        c, s = math.cos(turn), math.sin(turn)
        for row in range(side):
            for column in range(side):
                # The rows of a picture run downwards, y upwards.
                dx, dy = column + 0.5 - x, side - row - 0.5 - y
                u, v = (c * dx + s * dy) / scale, (c * dy - s * dx) / scale
                cover = 0.5 - scale * _distance(int(shape), u, v)
                pictures[n, row, column] = min(max(cover, 0.0), 1.0)


def factors_of(indices: np.ndarray) -> np.ndarray:
    """Values of the five factors, shape (n, 5), of `indices` into the full grid of sprites.

    Columns: number of the shape, scale (1), turn (rad), x and y of the centre (pixels, y upwards).

    Raises:
        ValueError: If an index is outside 0 to `COUNT` - 1.
    """
    indices = np.asarray(indices, dtype=np.int64)
    for index in indices[(indices < 0) | (indices >= COUNT)]:
        raise ValueError(f"sprite index {index}, allowed 0 to {COUNT - 1}")
    shape, scale, turn, x, y = np.unravel_index(indices, SIZES)
    return np.stack([shape, SCALES[scale], TURNS[turn], PLACES[x], PLACES[y]], axis=1)


def rendered(factors: np.ndarray) -> np.ndarray:
    """Anti-aliased pictures, shape (n, 32, 32), ink 1 on ground 0, of `factors`, shape (n, 5).

    The cover of a pixel is its signed distance from the outline, clipped to half a pixel.
    """
    pictures = np.empty((len(factors), SIDE, SIDE), dtype=np.float32)
    _draw(np.ascontiguousarray(factors, dtype=np.float64), pictures)
    return pictures


def sprites(indices: np.ndarray) -> np.ndarray:
    """Pictures, shape (n, 32, 32), of `indices` into the full grid of sprites."""
    return rendered(factors_of(indices))
