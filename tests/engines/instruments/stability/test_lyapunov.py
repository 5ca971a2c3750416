from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.stability.lyapunov import BATCHES, INSTRUMENT, Spectrum, margin


@pytest.fixture
def turning(henon):
    """The Henon map, with the tangents it needs to be measured."""
    from engines.protocols.capabilities import Tangent

    class Turning(henon, Tangent):
        def advance_tangent(self, states, start, stop, ticket=None):
            gradient = np.eye(2)[None]
            for _ in range(round(stop - start)):
                gradient = (self.jacobian(states, 0.0) + np.eye(2)) @ gradient
                states = self.advance(states, 0.0, 1.0)
            return states, gradient

    return Turning


def test_a_linear_saddle_has_its_rates_as_exponents(saddle):
    orbit = Spectrum(saddle(rate=0.7), [0.0, 0.0], 0.0)
    for _ in range(40):
        orbit.carry(0.5)
    np.testing.assert_allclose(orbit.exponents, [0.7, -0.7], atol=1e-8)
    assert orbit.elapsed == pytest.approx(20.0)


def test_a_rotation_parts_nobody(measured, rotation):
    frame = measured(INSTRUMENT, rotation(), averaged=20.0)[-1]
    np.testing.assert_allclose(frame.layers["lyapunov_spectrum"].y, 0.0, atol=1e-8)


def test_neighbours_of_a_damped_pendulum_come_together_at_half_the_damping(measured, pendulum):
    frame = measured(INSTRUMENT, pendulum(c=0.4), averaged=100.0)[-1]
    reading = frame.readings["lyapunov"]
    assert reading.sign == "attract"
    assert reading.value == pytest.approx(-0.2, abs=0.02)
    assert reading.text == "1/s"
    np.testing.assert_allclose(frame.layers["lyapunov_spectrum"].y.sum(), -0.4, atol=1e-7)
    assert frame.trust.level == "good"


def test_henon_stretches_as_published_and_keeps_its_area_law(measured, turning):
    frame = measured(INSTRUMENT, turning(), averaged=4000)[-1]
    first, second = frame.layers["lyapunov_spectrum"].y
    assert first == pytest.approx(0.419, abs=0.02)  # Grassberger & Procaccia 1983
    assert first + second == pytest.approx(np.log(0.3), abs=1e-10)
    assert frame.readings["lyapunov"].sign == "repel"
    assert frame.layers["lyapunov"].role == "repel"


def test_an_orbit_that_leaves_has_no_exponents(measured, turning):
    class Lost(turning):
        box = turning.box.__class__(
            turning.box.low,
            turning.box.high,
            (False,) * 2,
            *[("x", "y")] * 2,
            ("",) * 2,
            (5.0, 5.0),
        )

    frame = measured(INSTRUMENT, Lost(), averaged=200)[-1]
    assert frame.notes == ("The orbit left the domain, it has no exponents.",)


def test_estimates_sharpen_over_the_time_they_are_averaged(measured, rotation):
    series = measured(INSTRUMENT, rotation(), averaged=20.0)[-1].layers["lyapunov"]
    assert series.x[-1] == pytest.approx(20.0)
    assert np.all(np.diff(series.x) > 0)


def test_a_map_without_tangents_is_refused(henon):
    assert INSTRUMENT.refuses(henon()) == "needs a flow with tangents"


def test_the_band_covers_the_published_exponent_and_narrows(measured, turning):
    line = measured(INSTRUMENT, turning(), averaged=4000)[-1].layers["lyapunov"]
    assert line.low[-1] < 0.4192 < line.high[-1]  # Sprott 2003
    widths = line.high - line.low
    assert widths[-1] < 0.05
    np.testing.assert_allclose(widths * np.sqrt(line.x), widths[-1] * np.sqrt(line.x[-1]))
    assert f"± {widths[-1] / 2.0:.1g}" in line.label


def test_the_margin_is_that_of_independent_numbers_where_they_are_independent():
    times = np.arange(1.0, 1601.0)
    draw = np.random.default_rng(0)
    off, known = [], []
    for _ in range(400):
        means = np.cumsum(draw.standard_normal(1600)) / times
        off.append(abs(means[-1]))
        known.append(margin(times, means))
    assert np.mean(known) == pytest.approx(2.13 / 40.0, rel=0.05)
    assert np.mean(np.array(off) < known) == pytest.approx(0.95, abs=0.03)


def test_too_few_estimates_have_no_margin():
    times = np.arange(1.0, 2.0 * BATCHES)
    assert np.isnan(margin(times, np.ones_like(times)))
    assert margin(np.arange(1.0, 2.0 * BATCHES + 1.0), np.ones(2 * BATCHES)) == pytest.approx(0.0)
