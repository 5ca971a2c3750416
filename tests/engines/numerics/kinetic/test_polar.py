from __future__ import annotations

import numpy as np

from engines.numerics.kinetic.polar import PolarPath


class Spiral(PolarPath):
    """r = 1 + t^2, theta = pi t / 2."""

    name = "spiral"

    def polar(self, t):
        return 1.0 + t**2, 0.5 * np.pi * t, 2.0 * t, np.full_like(t, 0.5 * np.pi)


T = np.linspace(0.0, 1.0, 11)


def test_shares_are_those_of_a_point_at_this_angle_and_distance():
    path = Spiral()
    np.testing.assert_allclose(np.hypot(path.a(T), path.s(T)), 1.0 + T**2, rtol=1e-14)
    np.testing.assert_allclose(np.arctan2(path.a(T), path.s(T)), 0.5 * np.pi * T, atol=1e-14)


def test_rates_are_those_of_the_shares():
    path, h, inner = Spiral(), 1e-6, T[1:-1]
    for share, rate in ((path.a, path.da), (path.s, path.ds)):
        slope = (share(inner + h) - share(inner - h)) / (2.0 * h)
        np.testing.assert_allclose(rate(inner), slope, atol=1e-8)
    np.testing.assert_allclose(path.sds(T), path.s(T) * path.ds(T))


def test_nothing_of_the_noise_is_left_and_time_ends_there():
    assert Spiral().s(1.0) == 0.0
    assert Spiral().a(2.0) == Spiral().a(1.0)
