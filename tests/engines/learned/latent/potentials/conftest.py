from __future__ import annotations

import math

import numpy as np
import pytest

from engines.learned.latent.potentials.layout import Layout


@pytest.fixture(scope="session")
def layout():
    return Layout(codes=5, width=16, count=3)


@pytest.fixture(scope="session")
def arrays(layout):
    """Arrays of three potentials with lively random weights, float32."""
    draw, found = np.random.default_rng(4), {}
    for name, shape in layout.shapes().items():
        fan = math.prod(shape[2:]) or 1
        found[name] = (1.5 * draw.standard_normal(shape) / math.sqrt(fan)).astype(np.float32)
    found["log_amplitude"] = np.log(np.array([1.0, 2.0, 0.5], np.float32))
    found["speed"] = np.array([1.0, 0.7, 1.3], np.float32)
    return found
