from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.descent.dissipation import Dissipation, balance
from engines.parameters.declare import parameters_model


def test_it_says_what_it_needs(descending, pendulum):
    assert Dissipation.refuses(pendulum) == "needs a method on a landscape"
    assert Dissipation.refuses(descending("bent-parabola", discrete=True)) == (
        "needs continuous time"
    )


@pytest.mark.parametrize("id", ["quadratic-bowl", "log-cosh-ridge", "bent-parabola"])
def test_what_is_stored_and_taken_adds_up(descending, put_on, id):
    *_, last = put_on(Dissipation, descending(id))
    whole = last.layers["taken_by_slope"]
    np.testing.assert_allclose(whole.y, 1.0, atol=2e-4)
    np.testing.assert_array_equal(whole.low, last.layers["taken_by_damping"].high)
    assert (np.diff(last.layers["stored"].y) <= 1e-12).all()
    assert last.trust.level == "good"


def test_heavy_ball_loses_nothing_through_the_slope(descending, put_on):
    *_, last = put_on(Dissipation, descending("quadratic-bowl", member="heavy ball"))
    assert last.readings["dissipation"].value == 0.0


def test_without_any_damping_nothing_is_lost(descending):
    flow = descending("single-mode", member="free", d=0.0, h=0.0, c=1.0)
    times = np.linspace(0.0, 30.0, 500)
    path = flow.record(np.array([[2.5, 0.0]]), times)[0]
    stored, damping, slope = balance(flow, times, path)
    np.testing.assert_allclose(stored, 1.0, atol=1e-8)
    assert not damping.any()
    assert not slope.any()


def test_where_the_gain_is_too_small_it_is_no_measure(descending, put_on):
    *_, last = put_on(Dissipation, descending("single-mode", member="free", d=2.0, h=2.0, c=1.0))
    assert last.trust.level == "warn"
    assert "c < d h" in last.trust.sentence


def test_without_a_start_there_is_nothing(descending, put_on):
    (frame,) = put_on(Dissipation, descending("single-mode"), starts=())
    assert not frame.layers


def test_its_axis_is_that_of_the_clock(descending):
    bowl, mode = descending("himmelblau"), descending("single-mode")
    values = parameters_model("p", Dissipation.declared(bowl))(steps=50)
    across = Dissipation.axes(bowl, values)[0]
    assert (across.label, across.unit, across.high) == ("time", "steps", 50.0)
    values = parameters_model("p", Dissipation.declared(mode))(duration=30.0)
    across = Dissipation.axes(mode, values)[0]
    assert (across.label, across.unit, across.high) == ("time", "", 30.0)


def test_over_a_landscape_energy_is_followed_for_as_long_as_the_steps(descending, put_on):
    flow = descending("himmelblau")
    *_, last = put_on(Dissipation, flow, steps=40)
    assert last.layers["stored"].x[-1] == pytest.approx(40.0)
    assert last.layers["stored"].y[3] > 0.5
