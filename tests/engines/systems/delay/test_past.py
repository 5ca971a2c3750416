"""Samples, slopes and cubics of a history."""

from __future__ import annotations

import numpy as np
import pytest

from engines.systems.delay.past import finer, interpolated, slopes, weights

H = 0.1
T = H * np.arange(9)


def path(power):
    return (T**power)[None, :, None]


@pytest.mark.parametrize("power", [0, 1, 2, 3, 4])
def test_slopes_of_quartics_are_exact_to_the_ends(power):
    exact = power * T ** max(power - 1, 0) if power else np.zeros(len(T))
    np.testing.assert_allclose(slopes(path(power), H)[0, :, 0], exact, atol=1e-13)


def test_slopes_are_of_fourth_order():
    off = []
    for k in (11, 21):
        t = np.linspace(0.0, 1.0, k)
        found = slopes(np.sin(3.0 * t)[None, :, None], t[1])[0, :, 0]
        off.append(np.abs(found - 3.0 * np.cos(3.0 * t)).max())
    assert off[0] / off[1] > 12.0


def test_a_cubic_goes_through_its_ends_with_their_slopes():
    np.testing.assert_array_equal(weights(0.0), [1.0, 0.0, 0.0, 0.0])
    np.testing.assert_array_equal(weights(1.0), [0.0, 0.0, 1.0, 0.0])
    values = np.array([2.0**3, 3 * 2.0**2, 3.0**3, 3 * 3.0**2])  # t^3 from 2 to 3
    np.testing.assert_allclose(weights(0.3) @ values, 2.3**3, rtol=1e-14)


def test_cubics_are_found_again_between_samples():
    x, v = path(3), slopes(path(3), H)
    np.testing.assert_allclose(interpolated(x, v, 2.5, H), [[0.25**3]], rtol=1e-12)
    np.testing.assert_allclose(interpolated(x, v, 8.0, H), [[0.8**3]], rtol=1e-12)
    fine, rates = finer(x, v, 4, H)
    t = H / 4 * np.arange(33)
    np.testing.assert_allclose(fine[0, :, 0], t**3, atol=1e-14)
    np.testing.assert_allclose(rates[0, :, 0], 3 * t**2, atol=1e-12)


def test_nothing_is_done_where_nothing_gets_finer():
    x, v = path(2), slopes(path(2), H)
    assert finer(x, v, 1, H) == (x, v)
