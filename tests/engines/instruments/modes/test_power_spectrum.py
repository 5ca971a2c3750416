from __future__ import annotations

import math

import numpy as np
import pytest

from engines.instruments.modes.power_spectrum import PowerSpectrum, dominant, reach, spectrum
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket, Withdrawn


def frames(flow, ticket=None, **given):
    p = parameters_model("values", PowerSpectrum.declared(flow))(**given)
    return list(PowerSpectrum(flow).frames(p, ticket or Ticket()))


def test_the_power_of_a_sine_is_half_its_square_at_its_frequency():
    step = 0.05
    t = step * np.arange(20_000)
    frequencies, power = spectrum(3.0 * np.sin(2 * math.pi * 0.731 * t) + 5.0, step)
    peak, width = dominant(frequencies, power)
    assert peak == pytest.approx(0.731, abs=width / 25)
    assert np.trapezoid(power, frequencies) == pytest.approx(4.5, rel=1e-3)


def test_white_noise_is_flat_at_its_variance():
    noise = np.random.default_rng(3).normal(size=200_000)
    frequencies, power = spectrum(noise, 0.5)
    # one-sided density of variance 1 over 0 to 1/(2h) = 1
    quarters = [part.mean() for part in np.array_split(power, 4)]
    np.testing.assert_allclose(quarters, 1.0, atol=0.03)
    assert reach(frequencies, power) == pytest.approx(1.0, abs=1e-3)


def test_a_rotation_has_its_own_period(circling):
    found = frames(circling, spectrum_time=400.0)[-1]
    assert found.readings["power_spectrum"].value == pytest.approx(2 * math.pi / 1.7, rel=1e-3)
    assert found.trust.level == "good"
    line = found.layers["power_spectrum"]
    assert line.y.max() == pytest.approx(0.0)
    assert np.all(np.diff(line.x) > 0)


def test_a_cycle_of_a_map_has_its_period(shipped):
    found = frames(shipped("henon", a=0.5, b=0.3))[-1]
    assert found.readings["power_spectrum"].value == pytest.approx(2.0, rel=2e-3)


def test_what_rests_has_no_rhythm(written):
    found = frames(written("-x", "-y"), spectrum_time=200.0)[-1]
    assert found.readings["power_spectrum"].text == "at rest"
    assert found.notes == ("The orbit rests, it has no rhythm.",)


def test_what_leaves_has_no_spectrum(written):
    assert frames(written("1 + x^2", "0"), spectrum_time=20.0)[-1].notes == (
        "The orbit left the domain, it has no spectrum.",
    )


def test_it_leaves_when_it_is_asked_to(circling):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        frames(circling, ticket)
