from __future__ import annotations

import math

import numpy as np
import pytest

from engines.numerics.diffusion.likelihood import (
    hutchinson,
    log_likelihood,
    log_noise,
    traced_divergence,
)
from engines.numerics.diffusion.path import Linear, VariancePreserving


def test_a_normal_cloud_has_its_own_density(normal_data):
    x = np.linspace(-1.0, 2.0, 7)[:, None]
    for path in (Linear(), VariancePreserving()):
        field = normal_data(path)

        def rate(x, t, path=path, field=field):
            m = path.at(t)
            slope = (m.a * m.da * 0.49 + m.sds) / (m.a**2 * 0.49 + m.s**2)
            return field.velocity(x, t), np.full(len(x), slope)

        found, begin = log_likelihood(rate, path, x, np.linspace(0.0, 1.0, 201))
        exact = -0.5 * ((x[:, 0] - 0.5) / 0.7) ** 2 - math.log(0.7 * math.sqrt(2 * math.pi))
        np.testing.assert_allclose(found, exact, atol=0.01 if path.name == "VP" else 1e-6)
        if path.name == "linear":
            np.testing.assert_allclose(begin, (x - 0.5) / 0.7, atol=1e-6)


def test_noise_is_normal():
    path = Linear()
    found = np.exp(log_noise(path, np.linspace(-8, 8, 4001)[:, None])).sum() * 16 / 4000
    assert found == pytest.approx(1.0, abs=1e-9)


def test_probes_see_the_trace_in_the_mean():
    matrix = np.random.default_rng(0).standard_normal((6, 6))

    def pushed(x, tangents, t):
        return x @ matrix.T, tangents @ matrix.T

    draw = np.random.default_rng(1)
    probes = draw.choice([-1.0, 1.0], (400, 50, 6))
    velocity, divergence = hutchinson(pushed, probes)(np.ones((50, 6)), 0.0)
    np.testing.assert_allclose(velocity, np.broadcast_to(matrix.sum(axis=1), (50, 6)))
    assert divergence.mean() == pytest.approx(np.trace(matrix), abs=0.1)
    np.testing.assert_allclose(traced_divergence(matrix[None]), [np.trace(matrix)])
