"""The compiled loop of a stochastic scheme against its arithmetic by hand."""

from __future__ import annotations

import numpy as np

from engines.systems.stochastic.kernels import Shaking
from engines.systems.stochastic.steps import MILSTEIN


def test_steps_and_their_tangents_are_those_by_hand(growth):
    loop = Shaking(growth.equations, growth.noise, MILSTEIN, tangent=True)
    k, s = 0.7, 0.4
    z, m = np.array([[9.0], [2.0], [3.0]]), np.ones((3, 1, 1))
    times, lengths = np.array([0.0, 0.1]), np.array([0.1, 0.2])
    w = np.array([[[0.3, -0.1]], [[0.2, 0.5]]])
    out = np.zeros((3, 2, 1))
    marks = np.array([-1, 1])
    loop.kernel(z, m, 1, 3, times, lengths, marks, np.repeat(w, 4, axis=2)[:, :, ::4], 1,
                np.array([k, s]), out)  # fmt: skip
    factor = (
        1.0 + k * lengths[:, None] + s * w[:, 0] + 0.5 * s * s * (w[:, 0] ** 2 - lengths[:, None])
    )
    np.testing.assert_allclose(z[1:, 0], np.array([2.0, 3.0]) * factor.prod(axis=0), rtol=1e-14)
    np.testing.assert_allclose(m[1:, 0, 0], factor.prod(axis=0), rtol=1e-14)
    assert z[0, 0] == 9.0
    np.testing.assert_array_equal(out[1:, 1], z[1:])
    assert not out[:, 0].any()


def test_lanes_may_share_one_path(growth):
    loop = Shaking(growth.equations, growth.noise, MILSTEIN, tangent=False)
    z = np.array([[1.0], [2.0]])
    w = np.full((1, 1, 1), 0.3)
    never = np.array([-1])
    loop.kernel(z, np.zeros((0, 1, 1)), 0, 2, np.zeros(1), np.ones(1), never, w, 0,
                np.array([0.7, 0.4]), np.zeros((2, 1, 1)))  # fmt: skip
    np.testing.assert_allclose(z[1] / z[0], 2.0, rtol=1e-15)
