"""Planar clouds of Gaussians that belong to modes: rings, moons, grids and squares."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np

from engines.numerics.expressway.modes import Modes
from engines.systems.clouds.gaussian_mixture import GaussianMixture, circle, mixture

RADIUS, SPREAD = 2.0, 0.1
Parts = tuple[np.ndarray, np.ndarray]  # centres, shape (k, 2), and the mode of each, shape (k,)


def _ring() -> Parts:
    return circle(8, RADIUS, SPREAD).means, np.arange(8)


def _moons(each: int = 24) -> Parts:
    angle = np.pi * np.arange(each) / (each - 1)
    arc = np.stack([2.0 * np.cos(angle) - 1.0, 2.0 * np.sin(angle) - 0.5], axis=1)
    return 0.75 * np.concatenate([arc, -arc]), np.repeat([0, 1], each)


def _grid(side: int = 5) -> Parts:
    axis = np.linspace(-RADIUS, RADIUS, side)
    return np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2), np.arange(side**2)


def _checkerboard(each: int = 4) -> Parts:
    inner = (np.arange(each) + 0.5) / each
    square = np.stack(np.meshgrid(inner, inner), axis=-1).reshape(-1, 2)
    corners = [(i, j) for j in range(-2, 2) for i in range(-2, 2) if (i + j) % 2 == 0]
    centres = np.concatenate([square + corner for corner in corners])
    return centres, np.repeat(np.arange(len(corners)), each**2)


CLOUDS: Mapping[str, Callable[[], Parts]] = {
    "eight Gaussians": _ring,
    "moons": _moons,
    "grid of 25": _grid,
    "checkerboard": _checkerboard,
}


@lru_cache(maxsize=len(CLOUDS))
def cloud(name: str) -> tuple[GaussianMixture, Modes]:
    """The mixture of that name, and its modes."""
    centres, group = CLOUDS[name]()
    return mixture(centres, SPREAD**2), Modes(centres, SPREAD, group)
