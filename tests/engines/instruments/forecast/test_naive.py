from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.forecast.naive import Mean, SeasonalNaive


def test_the_mean_is_all_that_was_seen():
    assert Mean.fit(np.array([1.0, 2.0, 6.0]), 2).forecast(4).tolist() == [3.0] * 4


def test_the_last_period_comes_again_and_again():
    said = SeasonalNaive.fit(np.arange(10.0), 3).forecast(7)
    assert said.tolist() == [7.0, 8.0, 9.0, 7.0, 8.0, 9.0, 7.0]


def test_a_periodic_curve_is_told_exactly(beat):
    assert SeasonalNaive.fit(beat[:-200], 40).forecast(200) == pytest.approx(beat[-200:], abs=0)


def test_a_wrong_period_tells_something_else(beat):
    assert np.abs(SeasonalNaive.fit(beat[:-200], 33).forecast(200) - beat[-200:]).max() > 0.5
