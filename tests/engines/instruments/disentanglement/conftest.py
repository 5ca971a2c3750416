from __future__ import annotations

import numpy as np
import pytest


@pytest.fixture(scope="session")
def factors():
    """Ten thousand sprites by their factors: shape, scale, turn, x, y."""
    draw = np.random.default_rng(0)
    return np.stack([draw.integers(0, size, 10_000) for size in (3, 6, 40, 32, 32)], axis=1)


@pytest.fixture(scope="session")
def noise():
    return np.random.default_rng(1).standard_normal((10_000, 12))


@pytest.fixture(scope="session")
def rotated(factors):
    """Two factors, x and y, and their plane turned by an eighth."""
    two = factors[:, 3:]
    scaled = (two - two.mean(axis=0)) / two.std(axis=0)
    return scaled @ np.array([[1.0, 1.0], [1.0, -1.0]]) / np.sqrt(2.0), two
