from __future__ import annotations

import numpy as np
import pytest

from engines.errors import FlowError
from engines.numerics.diffusion.path import Linear, VariancePreserving
from engines.numerics.kinetic.drawn import Drawn, Widened

KNOTS = np.array([[0.3, 0.9], [0.5, 0.6], [0.9, 0.3]])


def test_a_drawn_schedule_goes_through_its_knots():
    path, times = Drawn(KNOTS), np.array([0.25, 0.5, 0.75])
    np.testing.assert_allclose(np.stack([path.a(times), path.s(times)], axis=1), KNOTS, atol=1e-12)
    ends = np.array([0.0, 1.0])
    np.testing.assert_allclose(path.a(ends), [0.0, 1.0], atol=1e-12)
    np.testing.assert_allclose(path.s(ends), [1.0, 0.0], atol=1e-12)
    assert path.increasing() is path


@pytest.mark.parametrize("path", [Drawn(KNOTS), Widened(Drawn(KNOTS), 2.5)])
def test_rates_are_derivatives(path):
    t, h = np.linspace(0.03, 0.97, 21), 1e-6
    for value, rate in ((path.a, path.da), (path.s, path.ds)):
        slope = (value(t + h) - value(t - h)) / (2 * h)
        np.testing.assert_allclose(rate(t), slope, rtol=2e-4, atol=1e-4)
    np.testing.assert_allclose(path.sds(t), path.s(t) * path.ds(t))


def test_seen_at_another_size_only_the_noise_grows():
    wide, t = Widened(VariancePreserving(), 3.0), np.linspace(0.1, 0.9, 5)
    np.testing.assert_allclose(wide.a(t), VariancePreserving().a(t))
    np.testing.assert_allclose(wide.s(t), 3.0 * VariancePreserving().s(t))
    np.testing.assert_allclose(wide.time_of(wide.lam(t)), t, atol=1e-9)
    assert Widened(Linear(), 1.0).at(0.3).rho == pytest.approx(Linear().at(0.3).rho)


@pytest.mark.parametrize(
    ("knots", "words"),
    [
        ([[0.5, 0.5], [0.4, 0.6]], "SNR must increase"),
        ([[0.5, 0.5], [0.5, 0.5]], "SNR must increase"),
        ([[0.0, 0.5]], "from 0.001 on"),
        ([[0.5, -0.1]], "from 0.001 on"),
        ([[np.nan, 0.5]], "must be numbers"),
        ([], "must be"),
        ([[0.5, 0.5, 0.5]], "must be"),
    ],
)
def test_what_is_no_schedule_is_refused_in_words(knots, words):
    with pytest.raises(FlowError, match=words):
        Drawn(np.array(knots))
