"""Random points of planar shapes: checkerboard, two moons, a spiral of two arms, eight Gaussians."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engines.systems.clouds.gaussian_mixture import circle

Draw = Callable[[int, np.random.Generator], np.ndarray]
MOON_NOISE, SPIRAL_NOISE = 0.15, 0.12


def checkerboard(count: int, draw: np.random.Generator) -> np.ndarray:
    """Points spread evenly over every other square of side 2 in [-4, 4]^2, shape (count, 2)."""
    x = draw.uniform(-2.0, 2.0, count)
    y = draw.random(count) - 2.0 * draw.integers(0, 2, count) + np.floor(x) % 2.0
    return 2.0 * np.stack([x, y], axis=1)


def on_checkerboard(points: np.ndarray) -> np.ndarray:
    """Whether points, shape (n, 2), lie on an occupied square, shape (n,)."""
    inside = (np.abs(points) < 4.0).all(axis=1)
    column, row = (np.floor(points / 2.0).astype(int)).T
    return np.asarray(inside & ((column + row) % 2 == 0))


def moons(count: int, draw: np.random.Generator) -> np.ndarray:
    """Two half circles of radius 2 that grip into each other, shape (count, 2)."""
    angle = draw.uniform(0.0, np.pi, count)
    upper = draw.integers(0, 2, count) == 0
    x = np.where(upper, 2.0 * np.cos(angle) - 1.0, 1.0 - 2.0 * np.cos(angle))
    y = np.where(upper, 2.0 * np.sin(angle) - 0.5, 0.5 - 2.0 * np.sin(angle))
    return np.stack([x, y], axis=1) + MOON_NOISE * draw.standard_normal((count, 2))


def spiral(count: int, draw: np.random.Generator) -> np.ndarray:
    """Two arms of one and a half turns, out to radius 4, shape (count, 2)."""
    turn = 3.0 * np.pi * np.sqrt(draw.uniform(0.02, 1.0, count))
    side = np.where(draw.integers(0, 2, count) == 0, 1.0, -1.0)
    radius = side * 4.0 * turn / (3.0 * np.pi)
    points = np.stack([radius * np.cos(turn), radius * np.sin(turn)], axis=1)
    return points + SPIRAL_NOISE * draw.standard_normal((count, 2))


def two_gaussians(count: int, draw: np.random.Generator) -> np.ndarray:
    """Points of two Gaussians of standard deviation 0.5 at (0, 2.5) and (0, -2.5): (count, 2)."""
    points = 0.5 * draw.standard_normal((count, 2))
    points[:, 1] += np.where(draw.integers(0, 2, count) == 0, 2.5, -2.5)
    return points


def eight_gaussians(count: int, draw: np.random.Generator) -> np.ndarray:
    """Points of eight Gaussians of standard deviation 0.3 on a circle of radius 4."""
    return circle().drawn(count, draw)


SHAPES: dict[str, Draw] = {
    "eight Gaussians": eight_gaussians,
    "checkerboard": checkerboard,
    "moons": moons,
    "spiral": spiral,
}
