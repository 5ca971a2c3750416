import numpy as np
import pytest

from engines.numerics.kinetic.separation import Blobs, by_quadrature, gauss_angles


@pytest.fixture(scope="session")
def two_points():
    """Lambda of the two points -1 and 1."""
    blobs = Blobs.of_points(np.array([[1.0], [-1.0]]))
    return by_quadrature(blobs, gauss_angles(400)[0])


@pytest.fixture(scope="session")
def eight_blobs():
    """Lambda of eight Gaussians on a circle of radius 4, with deviation 0.3."""
    angles = 2.0 * np.pi * np.arange(8) / 8.0
    means = 4.0 * np.column_stack((np.cos(angles), np.sin(angles)))
    blobs, _, _ = Blobs(np.full(8, 0.125), means, np.full(8, 0.09)).normalised()
    return by_quadrature(blobs, gauss_angles(120)[0])


@pytest.fixture(scope="session")
def gaussian():
    """Lambda of a standard normal cloud."""
    return by_quadrature(Blobs(np.ones(1), np.zeros((1, 1)), np.ones(1)), gauss_angles(60)[0])
