"""Curves whose future is known."""

from __future__ import annotations

import numpy as np
import pytest


@pytest.fixture(scope="session")
def waves():
    """Three sinusoids of no common period, 1200 samples."""
    k = np.arange(1200)
    return np.sin(0.11 * k) + 0.5 * np.sin(0.173 * k + 1.0) + 0.2 * np.cos(0.31 * k)


@pytest.fixture(scope="session")
def beat():
    """A curve that repeats itself exactly after 40 samples, 1200 samples."""
    turn = 2.0 * np.pi * np.arange(40) / 40
    return np.tile(np.exp(np.sin(turn)) + 0.3 * np.cos(3.0 * turn), 30)
