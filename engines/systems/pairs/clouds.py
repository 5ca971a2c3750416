"""Clouds of the plane that can be joined in pairs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from engines.protocols.capabilities import Box
from engines.systems.clouds.gaussian_mixture import GaussianMixture, circle, mixture
from engines.systems.clouds.probability_flow import box_around
from engines.systems.samples.shapes import SHAPES

NEAR, WIDE, FAR = 5.5, 7.5, 13.0  # how far one sees
TURN, EIGHTH = np.pi / 3.0, np.pi / 4.0
LONG, SHORT = 4.0, 0.25  # variances along the axes of an ellipse


@dataclass(frozen=True, slots=True)
class Cloud:
    """Random points of the plane.

    Attributes:
        draw: Number of points and random numbers to points, shape (n, 2).
        mixture: The same as a mixture of Gaussians; None if it is none.
        reach: How far one has to see.
    """

    draw: Callable[[int, np.random.Generator], np.ndarray]
    mixture: GaussianMixture | None = None
    reach: float = NEAR


def _blobs(found: GaussianMixture, reach: float = NEAR) -> Cloud:
    return Cloud(found.drawn, found, reach)


def _triangle(turn: float) -> GaussianMixture:
    angles = turn + 2.0 * np.pi * np.arange(3) / 3.0 + np.pi / 2.0
    return mixture(10.0 * np.stack([np.cos(angles), np.sin(angles)], axis=1), 0.3)


def _ellipse(turn: float) -> GaussianMixture:
    c, s = np.cos(turn), np.sin(turn)
    axes = np.array([[c, -s], [s, c]])
    return mixture([[0.0, 0.0]], axes @ np.diag([LONG, SHORT]) @ axes.T)


NOISE, EIGHT, MOONS, SPIRAL = "noise", "eight Gaussians", "moons", "spiral"
ELLIPSE, TURNED = "ellipse", "ellipse, turned"
CLOUDS: Mapping[str, Cloud] = {
    NOISE: _blobs(mixture([[0.0, 0.0]], 1.0)),
    EIGHT: _blobs(circle()),
    "two on the left": _blobs(mixture([[-3.0, 3.0], [-3.0, -3.0]], 0.2)),
    "two on the right": _blobs(mixture([[3.0, 3.0], [3.0, -3.0]], 0.2)),
    "three": _blobs(_triangle(0.0), FAR),
    "three, turned": _blobs(_triangle(TURN), FAR),
    ELLIPSE: _blobs(_ellipse(0.0), WIDE),
    TURNED: _blobs(_ellipse(EIGHTH), WIDE),
    **{name: Cloud(draw) for name, draw in SHAPES.items() if name != EIGHT},
}


def box_of(first: str, last: str) -> Box:
    """A square from which both clouds can be seen."""
    return box_around(max(CLOUDS[first].reach, CLOUDS[last].reach))
