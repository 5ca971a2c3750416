from __future__ import annotations

import numpy as np
import pytest

from engines.numerics.diffusion.conversions import Field
from engines.numerics.diffusion.path import Path


@pytest.fixture(scope="session")
def normal_data():
    """Field of data N(mean, spread^2) on a path, all of it in closed form."""

    def made(path: Path, mean: float = 0.5, spread: float = 0.7) -> Field:
        def score(x: np.ndarray, t: float) -> np.ndarray:
            m = path.at(t)
            return -(x - m.a * mean) / (m.a**2 * spread**2 + m.s**2)

        def velocity(x: np.ndarray, t: float) -> np.ndarray:
            m = path.at(t)
            return m.da * mean - (m.a * m.da * spread**2 + m.sds) * score(x, t)

        def data(x: np.ndarray, t: float) -> np.ndarray:
            m = path.at(t)
            return mean - m.a * spread**2 * score(x, t)

        def noise(x: np.ndarray, t: float) -> np.ndarray:
            return -path.at(t).s * score(x, t)

        return Field(path, "v", velocity, {"x": data, "eps": noise, "score": score})

    return made


@pytest.fixture(scope="session")
def carried_normal():
    """Where the exact flow carries states of N(0, s(0)^2) to data N(mean, spread^2)."""

    def made(path: Path, x: np.ndarray, mean: float = 0.5, spread: float = 0.7) -> np.ndarray:
        first, last = path.at(0.0), path.at(1.0)
        before = np.sqrt(first.a**2 * spread**2 + first.s**2)
        after = np.sqrt(last.a**2 * spread**2 + last.s**2)
        return last.a * mean + (x - first.a * mean) * after / before

    return made
