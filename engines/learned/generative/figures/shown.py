"""Larger pictures as a mean and a few directions in which they differ from it."""

from __future__ import annotations

from collections.abc import Mapping
from math import isqrt
from typing import Any

import numpy as np

from engines.protocols.capabilities import Box


class Shown:
    r"""Coordinates z of a picture: pixels from -1 to 1 are mean + sum_i z_i axes_i.

    The axes are orthonormal, so that distances of coordinates are distances of pixels.

    Args:
        mean: The mean picture, shape (k^2,).
        axes: Directions, shape (r, k^2).
    """

    def __init__(self, mean: np.ndarray, axes: np.ndarray) -> None:
        self.mean = np.asarray(mean, dtype=np.float64)
        self.axes = np.asarray(axes, dtype=np.float64)
        self.side = isqrt(len(self.mean))

    def pictures(self, coordinates: np.ndarray) -> np.ndarray:
        """Ink in [0, 1], shape (n, k, k), of coordinates, shape (n, r)."""
        pixels = np.asarray(coordinates, dtype=np.float64) @ self.axes + self.mean
        return np.clip(0.5 * (pixels + 1.0), 0.0, 1.0).reshape(-1, self.side, self.side)

    def coordinates(self, pictures: np.ndarray) -> np.ndarray:
        """Those of ink in [0, 1], shape (n, k, k): shape (n, r)."""
        ink = np.asarray(pictures, dtype=np.float64).reshape(len(pictures), -1)
        found: np.ndarray = (2.0 * ink - 1.0 - self.mean) @ self.axes.T
        return found


def principal(pictures: np.ndarray, kept: int) -> tuple[Shown, float]:
    """The directions in which pictures, shape (n, k, k), differ most, and the share of the variance
    they leave out.

    Source:
        Pearson (1901), Philosophical Magazine 2, 559-572.
    """
    pixels = 2.0 * np.asarray(pictures, dtype=np.float64).reshape(len(pictures), -1) - 1.0
    mean = pixels.mean(axis=0)
    about = pixels - mean
    variances, directions = np.linalg.eigh(about.T @ about / len(about))
    axes = directions[:, ::-1][:, :kept].T
    # An eigenvector has no sign; the largest entry is made positive, whatever the library says.
    largest = np.take_along_axis(axes, np.abs(axes).argmax(axis=1)[:, None], axis=1)
    return Shown(mean, axes * np.sign(largest)), 1.0 - float(
        variances[-kept:].sum() / variances.sum()
    )


def coordinate_box(count: int, reach: float) -> Box:
    """As far from the mean along every direction."""
    every = range(1, count + 1)
    return Box(
        low=(-reach,) * count,
        high=(reach,) * count,
        periodic=(False,) * count,
        labels=tuple(f"direction {i}" for i in every),
        symbols=tuple(f"x_{{{i}}}" for i in every),
        units=("",) * count,
        start=(0.0,) * count,
    )


def shown_shapes(side: int, kept: int) -> dict[str, tuple[int, ...]]:
    """Name to shape of the arrays of `Shown`."""
    return {"mean": (side * side,), "axes": (kept, side * side)}


def shown_by(arrays: Mapping[str, np.ndarray]) -> Shown:
    """The mean and the directions of a file of weights."""
    return Shown(arrays["mean"], arrays["axes"])


def checked_sizes(sizes: Mapping[str, Any]) -> tuple[int, int]:
    """Side of the pictures and number of directions that a card names.

    Raises:
        ValueError: If one is not allowed.
    """
    side, kept = sizes["side"], sizes["directions"]
    if not isinstance(side, int) or not 2 <= side <= 64:
        raise ValueError(f"side = {side!r}, allowed whole numbers from 2 to 64")
    if not isinstance(kept, int) or not 2 <= kept <= side * side:
        raise ValueError(f"directions = {kept!r}, allowed whole numbers from 2 to {side * side}")
    return side, kept
