from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.spectra.lyapunov import INSTRUMENT, trust_of, with_margin
from engines.instruments.spectra.spectrum import Plan, Running


def test_a_rotation_parts_nobody(measured, rotation):
    frame = measured(INSTRUMENT, rotation(), averaged=20.0)[-1]
    np.testing.assert_allclose(frame.layers["lyapunov_spectrum"].y, 0.0, atol=1e-7)
    assert frame.readings["lyapunov"].sign == ""


def test_neighbours_of_a_damped_pendulum_come_together_at_half_the_damping(measured, pendulum):
    frame = measured(INSTRUMENT, pendulum(c=0.4), averaged=100.0)[-1]
    reading = frame.readings["lyapunov"]
    assert reading.sign == "attract"
    assert reading.value == pytest.approx(-0.2, abs=0.01)
    assert reading.text == "1/s"
    np.testing.assert_allclose(frame.layers["lyapunov_spectrum"].y.sum(), -0.4, atol=1e-7)
    assert frame.trust.level == "good"
    assert "nearest to zero" not in frame.trust.sentence  # it rests: none has to be zero


def test_henon_stretches_as_published_and_keeps_its_area_law(measured, shipped):
    frame = measured(INSTRUMENT, shipped("henon"), averaged=1000)[-1]
    first, second = frame.layers["lyapunov_spectrum"].y
    assert first == pytest.approx(0.4192, abs=0.01)  # Sprott 2003
    assert first + second == pytest.approx(np.log(0.3), abs=1e-10)
    assert frame.readings["lyapunov"].sign == "repel"
    assert frame.layers["lyapunov"].role == "repel"
    assert frame.layers["lyapunov_2"].role == "attract"
    assert "dimension 1.2" in frame.layers["lyapunov"].label
    assert "entropy" not in frame.layers["lyapunov"].label  # it is the one that is positive


def test_the_band_covers_the_published_exponent_and_narrows(measured, shipped):
    line = measured(INSTRUMENT, shipped("henon"), averaged=4000)[-1].layers["lyapunov"]
    assert line.low[-1] < 0.4192 < line.high[-1]  # Sprott 2003
    widths = line.high - line.low
    assert widths[-1] < 0.01
    assert widths[-1] < 0.5 * widths[0]
    assert np.all(np.diff(line.x) > 0.0)
    assert line.x[-1] == 4000.0


def test_lorenz_says_how_well_it_obeys_its_laws(measured, shipped):
    frames = measured(INSTRUMENT, shipped("lorenz-1963"), averaged=30.0)
    assert frames[0].progress < 1.0 == frames[-1].progress
    assert "lyapunov_3" not in frames[-1].layers  # far below, it would flatten the others
    assert "λ₃ −14.5" in frames[-1].layers["lyapunov_2"].label
    trust = frames[-1].trust
    assert trust.level == "good"
    for words in ("add up to the divergence", "nearest to zero", "finer run"):
        assert words in trust.sentence


def test_a_step_that_is_too_long_is_not_trusted(measured, shipped):
    flow = shipped("lorenz-1963")
    rough = flow.system.flow_at(flow.values, step=0.06)
    assert measured(INSTRUMENT, rough, averaged=30.0)[-1].trust.level == "warn"


def test_an_orbit_that_leaves_has_no_exponents(measured, mapped):
    frame = measured(INSTRUMENT, mapped(x="3*x*x", start=0.9), averaged=200)[-1]
    assert frame.notes == ("The orbit left the domain, it has no exponents.",)


def test_a_map_without_tangents_has_neighbours(measured, henon):
    frame = measured(INSTRUMENT, henon(), averaged=400)[-1]
    assert frame.layers["lyapunov_spectrum"].y[0] == pytest.approx(0.42, abs=0.03)


def test_an_entropy_of_several_directions_is_told(measured, mapped):
    flow = mapped(x="mod(2*x + 0.1*sin(6*y), 1)", y="mod(3*y + x, 1)")
    label = measured(INSTRUMENT, flow, averaged=400)[-1].layers["lyapunov"].label
    assert "entropy 1.79" in label  # ln 2 + ln 3


@pytest.mark.parametrize(
    ("value", "off", "said"),
    [
        (0.9056, 0.0018, "0.906 ± 0.002"),
        (-14.5718, 0.0016, "−14.572 ± 0.002"),
        (-0.00001, 0.002, "0.000 ± 0.002"),
        (12.0, 3.0, "12 ± 3"),
        (2.0, 0.0, "2"),
        (-0.25, float("nan"), "−0.25"),
    ],
)
def test_a_number_has_the_places_its_margin_allows(value, off, said):
    assert with_margin(value, off) == said


def test_a_sum_that_misses_the_divergence_is_not_trusted(rotation):
    running = Running(Plan(64, 1.0, 1.0, 1.0, 10.0, 0.1), 2)
    running.times, running.divergence, running.done = [10.0], -3.0, True
    running.means, running.margins = [np.array([0.0, -2.9])], [np.full(2, 1e-4)]
    running.finer = np.zeros(2)
    assert trust_of(rotation(), running).level == "warn"
    running.divergence = -2.91
    assert trust_of(rotation(), running).level == "good"


def test_what_remembers_is_measured_on_its_histories(measured, remembering):
    frame = measured(INSTRUMENT, remembering, averaged=40.0)[-1]
    found = frame.layers["lyapunov_spectrum"].y
    # real parts of Lambert's W_0(-1) and W_1(-1)
    np.testing.assert_allclose(found, [-0.3181, -0.3181, -2.0623, -2.0623], atol=0.05)


def test_a_flow_that_remembers_is_measured_by_its_histories(measured, late):
    frame = measured(INSTRUMENT, late, averaged=20.0)[-1]
    found = frame.layers["lyapunov_spectrum"].y
    assert len(found) == 4
    assert found[:2].mean() == pytest.approx(-0.318, abs=0.005)  # a pair that turns
