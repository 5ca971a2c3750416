from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.forecast.scores import nrmse, smape, valid


def test_the_error_is_the_mean_up_to_each_horizon():
    # 1 and 3: 200 * 2/4 = 100; 1 and 1: 0; 1 and -1: 200
    found = smape(np.ones(3), np.array([3.0, 1.0, -1.0]))
    assert found == pytest.approx([100.0, 50.0, 100.0])


def test_what_ran_away_is_wrong_altogether():
    assert smape(np.ones(2), np.array([1.0, np.nan])) == pytest.approx([0.0, 100.0])
    assert nrmse(np.ones(2), np.array([1.0, np.nan]), 1.0) == np.inf
    assert valid(np.ones(3), np.array([1.0, np.nan, 1.0]), 1.0) == 1


def test_nothing_beside_nothing_is_right():
    assert smape(np.zeros(2), np.zeros(2)) == pytest.approx(0.0)


def test_the_root_mean_square_is_in_spreads():
    assert nrmse(np.zeros(4), np.full(4, 3.0), 2.0) == pytest.approx(1.5)


def test_a_forecast_is_valid_until_it_is_four_tenths_off():
    true = np.zeros(5)
    assert valid(true, np.array([0.1, -0.7, 0.79, 0.81, 0.0]), 2.0) == 3
    assert valid(true, np.full(5, 0.8), 2.0) == 5
