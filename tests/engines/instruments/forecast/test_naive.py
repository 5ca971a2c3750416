from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.forecast.naive import Mean, SeasonalNaive, season


def test_the_mean_is_all_that_was_seen():
    assert Mean.fit(np.array([1.0, 2.0, 6.0]), 2).forecast(4).tolist() == [3.0] * 4


def test_the_last_season_comes_again_and_again():
    assert SeasonalNaive(np.arange(7.0, 10.0)).forecast(7).tolist() == [7, 8, 9, 7, 8, 9, 7]


def test_a_periodic_curve_is_told_exactly_whatever_its_period_is_said_to_be(beat):
    for said in (33, 40):
        assert SeasonalNaive.fit(beat[:-200], said).forecast(200) == pytest.approx(beat[-200:])


def test_the_season_is_when_a_curve_is_most_like_itself(beat):
    assert season(beat, 33) == 40
    k = np.arange(1000)
    assert season(np.sin(2 * np.pi * k / 25) + 3.0 * np.sin(2 * np.pi * k / 125), 25) == 125


def test_a_curve_that_rests_has_the_season_of_its_system():
    assert season(np.zeros(40), 11) == 11
    assert len(SeasonalNaive.fit(np.zeros(40), 0).last) == 1
