from __future__ import annotations

import math

import numpy as np
import pytest

from engines.experiments.generative.charges.posterior import (
    NAMES,
    SOFT,
    posterior_curves,
    posterior_view,
)
from engines.systems.clouds.charged_flow import ChargedFlow
from engines.systems.clouds.charges import Charges

PAIR = np.array([[2.0, 0.0], [-2.0, 0.0]])


def flow_of(hidden):
    return ChargedFlow(Charges(PAIR, hidden), low=0.05)


@pytest.fixture(scope="module")
def flows():
    return dict(zip(NAMES, map(flow_of, (*SOFT, 32.0)), strict=True))


def test_between_two_charges_the_mean_is_soft_for_few_dimensions_and_snaps_for_many(flows):
    time = float(flow_of(1.0).path.time_of(-math.log(0.5)))
    layers = posterior_curves(flows, time)
    assert list(layers) == list(NAMES)
    x = layers[NAMES[0]].x
    slopes = []
    for name in flows:
        series = layers[name]
        np.testing.assert_allclose(series.y, -series.y[::-1], atol=1e-9)
        slopes.append(np.interp(0.2, x, series.y) / 2.0)
    few, some, endless, here = slopes
    assert few < some < here < endless
    assert endless == pytest.approx(math.tanh(0.2 * 2.0 / 0.25), abs=3e-3)
    odds = ((1.8**2 + 0.25) / (2.2**2 + 0.25)) ** -1.5
    assert few == pytest.approx((odds - 1.0) / (odds + 1.0), abs=1e-3)


def test_a_curve_that_is_shown_anyway_is_not_drawn_twice(flows):
    twice = {**flows, NAMES[-1]: flow_of(8.0)}
    layers = posterior_curves(twice, 0.5)
    assert list(layers) == [NAMES[0], NAMES[2], NAMES[3]]
    assert [layer.label for layer in layers.values()] == ["D = 1", "D → ∞", "D = 8"]
    assert layers[NAMES[-1]].role == "value"


def test_the_chart_says_the_scale_of_the_noise():
    seen = posterior_view(flow_of(8.0), 1.0)
    assert seen.subtitle.endswith("σ = 0.05")
    assert seen.layers == NAMES
