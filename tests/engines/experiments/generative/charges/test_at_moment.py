from __future__ import annotations

import math

import numpy as np
import pytest

from engines.experiments.generative.charges.at_moment import OF_MOMENT, AtMoment
from engines.instruments.shelf import instruments
from engines.instruments.stability.fixed_points import fixed_points
from engines.systems.clouds.charged_flow import ChargedFlow
from engines.systems.clouds.charges import Charges

PAIR = np.array([[1.0, 0.0], [-1.0, 0.0]])


def held(hidden, sigma):
    flow = ChargedFlow(Charges(PAIR, hidden), low=0.01)
    return AtMoment(flow, float(flow.path.time_of(-math.log(sigma))))


def test_it_moves_to_the_mean_of_the_data_by_the_pace_of_ln_sigma():
    still = held(3.0, 0.7)
    x = np.random.default_rng(0).standard_normal((6, 2))
    a = 1.0 / math.hypot(1.0, 0.7)
    mean = Charges(PAIR, 3.0).denoised(x, 0.7)
    np.testing.assert_allclose(still.velocity(a * x, 0.0), a * (mean - x), atol=1e-9)
    h = 1e-6
    step = np.array([[h, 0.0]])
    by_difference = (still.velocity(a * x + step, 0.0) - still.velocity(a * x - step, 0.0)) / (
        2 * h
    )
    np.testing.assert_allclose(still.jacobian(a * x, 0.0)[:, :, 0], by_difference, atol=1e-6)


@pytest.mark.parametrize(
    ("sigma", "kinds"), [(1.3, ["stable"]), (0.6, ["stable", "saddle", "stable"])]
)
def test_where_noise_is_as_wide_as_the_data_the_place_of_rest_splits_in_three(sigma, kinds):
    """The slope of E[y | x] between two charges at +-1 is 1 / sigma^2 for infinite D."""
    found = fixed_points(held(math.inf, sigma))
    assert [point.mark for point in found] == kinds
    middle = found[len(found) // 2]
    np.testing.assert_allclose(middle.place, 0.0, atol=1e-9)
    assert middle.values[0].real == pytest.approx(1.0 / sigma**2 - 1.0, abs=1e-6)


def test_for_one_hidden_dimension_it_splits_at_another_scale():
    """w ~ ((x - y)^2 + D sigma^2)^-(N + D)/2: the slope there is (N + D) / (1 + D sigma^2)."""
    split = math.sqrt(3.0 - 1.0)  # N = 2, D = 1
    assert len(fixed_points(held(1.0, 1.02 * split))) == 1
    assert len(fixed_points(held(1.0, 0.98 * split))) == 3


def test_only_instruments_of_one_moment_look_at_it():
    assert set(OF_MOMENT) <= {one.name for one in instruments()}
    still = held(8.0, 0.5)
    assert still.steady
    for one in instruments():
        if one.name in OF_MOMENT:
            assert not one.refuses(still)
    assert "ln" in still.tex()[0]
