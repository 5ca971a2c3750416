from __future__ import annotations

import math

import numpy as np
import pytest

from engines.instruments.descent.rates import Rates, fitted, logarithm
from engines.parameters.declare import parameters_model


def test_rates_are_promised_on_strongly_convex_landscapes_only(descending, pendulum):
    assert Rates.refuses(descending("rosenbrock")) == "needs a strongly convex landscape"
    assert Rates.refuses(pendulum) == "needs a method on a landscape"
    assert not Rates.refuses(descending("log-cosh-ridge"))


def test_a_pure_rate_is_found_exactly():
    heights = 3.0 * 0.9 ** (2.0 * np.arange(80))
    assert fitted(heights) == pytest.approx(0.9, abs=1e-12)


def test_what_rounding_leaves_has_no_part_in_a_rate():
    heights = 0.5 ** (2.0 * np.arange(200)) + 1e-16
    assert fitted(heights) == pytest.approx(0.5, abs=1e-3)
    assert np.isnan(logarithm(heights)[-1])


@pytest.mark.parametrize("heights", [np.ones(12), np.array([1.0, np.nan] * 40)])
def test_too_few_or_lost_steps_have_no_rate(heights):
    assert math.isnan(fitted(heights))


def test_measured_rates_land_on_theory_in_a_bowl(descending, put_on):
    flow = descending("quadratic-bowl", gradient_descent=True, kappa=100.0, member="heavy ball")
    (frame,) = put_on(Rates, flow, steps=400)
    labels = {name: layer.label for name, layer in frame.layers.items() if layer.label}
    assert labels["descended_1"] == "GD 0.980"
    exact = {1: 99 / 101, 2: 9 / 11, 3: 0.9, 5: 0.9}
    for kind, rho in exact.items():
        line = frame.layers[f"promised_{kind}"].y
        known = line[np.isfinite(line)]
        np.testing.assert_allclose(np.diff(known), 2.0 * np.log10(rho), atol=1e-6)
        measured = float(labels[f"descended_{kind}"].split()[1])
        assert measured == pytest.approx(rho, abs=0.02)
    assert frame.readings["rates"].text == "ρ of HB"
    assert "GD as theory (0.980, 0.980)" in frame.trust.sentence


def test_convex_nesterov_stays_below_its_bound(descending, put_on):
    flow = descending("quadratic-bowl", convex_nesterov=True, kappa=1000.0)
    (frame,) = put_on(Rates, flow, steps=300)
    bound, walked = frame.layers["promised_4"].y, frame.layers["descended_4"].y
    known = np.isfinite(walked)
    assert (walked[known] <= bound[known] + 1e-12).all()


def test_heavy_ball_refuses_the_line_of_theory_on_the_bent_parabola(descending, put_on):
    flow = descending("bent-parabola", discrete=True, member="heavy ball")
    (frame,) = put_on(Rates, flow, steps=300, starts=((3.3, 3.3),))
    assert frame.layers["descended_2"].label == "HB 1.000"
    assert frame.layers["descended_3"].label == "NAG arrived"
    assert "HB slower than theory (1.000, 0.667)" in frame.trust.sentence


def test_a_walk_that_diverges_says_so(descending, put_on):
    flow = descending("quadratic-bowl", gradient_descent=True, step_factor=2.2, kappa=10.0)
    (frame,) = put_on(Rates, flow, steps=200)
    assert frame.layers["descended_1"].label == "GD diverged"


def test_a_flow_without_steps_is_left_out_in_words(descending, put_on):
    (frame,) = put_on(Rates, descending("quadratic-bowl", member="exact immersion"))
    assert frame.notes == ("Free numbers is a flow without steps.",) or frame.notes == (
        "Exact immersion is a flow without steps.",
    )
    assert "descended_0" not in frame.layers


def test_without_a_start_there_is_nothing(descending, put_on):
    (frame,) = put_on(Rates, descending("quadratic-bowl"), starts=())
    assert not frame.layers


def test_its_axis_reaches_from_the_first_swing_to_the_end_of_theory(descending):
    flow = descending("quadratic-bowl", kappa=100.0)
    model = parameters_model("rates", Rates.declared(flow))
    first = np.log10(flow.heights(np.array([[3.2, 2.0]]))[0])
    across, up = Rates.axes(flow, model(steps=20))
    assert across.high == 20.0
    assert up.high >= first + 0.5
    assert up.low <= first + 40.0 * np.log10(9 / 11)
    assert Rates.axes(flow, model(steps=3000))[1].low == np.floor(first - 13.0)
    assert Rates.axes(flow, model(starts=()))[1].low < 0.0
