"""Flows on schedules: to the points -1 and 1, and to normal data."""

from __future__ import annotations

import numpy as np
import pytest

from engines.numerics.diffusion.generation import Sampler
from engines.numerics.diffusion.path import Linear
from engines.numerics.kinetic.chord import KineticOptimal
from engines.numerics.kinetic.scheduling import PointsFlow
from engines.numerics.kinetic.separation import Blobs, by_quadrature, gauss_angles

TWO = Blobs.of_points(np.array([[1.0], [-1.0]]))
ONE = Blobs(np.ones(1), np.zeros((1, 1)), np.ones(1))
KNOWN = {
    "two points": by_quadrature(TWO, gauss_angles(120)[0]),
    "normal": by_quadrature(ONE, gauss_angles(40)[0]),
}


@pytest.fixture
def scheduled():
    """Makes a flow to one of two data on a schedule, the best one if none is named."""

    def make(path=None, data="two points", source="exact"):
        blobs = TWO if data == "two points" else ONE
        path = KineticOptimal(KNOWN[data]) if path is None else path
        return PointsFlow(blobs, path, KNOWN[data], source, Sampler("Euler", 20, "time"))

    return make


@pytest.fixture
def linear():
    return Linear()
