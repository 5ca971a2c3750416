from __future__ import annotations

import math

import numpy as np
import pytest

from engines.instruments.interfaces import profiles


def test_a_mean_is_taken_over_the_cells_of_each_bin_and_nothing_else() -> None:
    distance = np.array([-0.5, -0.5, 0.5, 0.9, 3.5, 40.0, -np.inf, 0.6])
    values = np.array([1.0, 3.0, 5.0, 7.0, 9.0, 100.0, 100.0, np.nan])
    found = profiles.conditional(distance, values, reach=4)
    assert profiles.centres(4).tolist() == [-3.5, -2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5]
    assert found[[3, 4, 7]].tolist() == [2.0, 6.0, 9.0]
    assert np.isnan(found[[0, 1, 2, 5, 6]]).all()


def test_a_profile_between_bins_is_linear() -> None:
    profile = 2.0 * profiles.centres() + 1.0
    assert profiles.at(profile, -5.0) == pytest.approx(-9.0)
    assert profiles.at(profile, 3.0) == pytest.approx(7.0)


def test_contrast_compares_the_edge_with_the_inside() -> None:
    distance = np.array([-0.5, 0.5, 1.0, 2.0, 4.0, 5.0, 9.0, 9.0])
    values = np.array([3.0, 3.0, 3.0, 50.0, 50.0, 2.0, 2.0, np.nan])
    assert profiles.contrast(distance, values) == pytest.approx(0.5)
    assert math.isnan(profiles.contrast(distance[:4], values[:4]))


def test_the_microscale_of_one_wave_is_the_inverse_of_its_wave_number() -> None:
    x = 2.0 * math.pi / 64 * np.arange(64)
    u, slope = np.tile(np.sin(5.0 * x) + 0.7, (4, 1)), np.tile(5.0 * np.cos(5.0 * x), (4, 1))
    distance = np.where(np.arange(4)[:, None] > 0, 1.5, -1.5) * np.ones(64)
    u += np.array([0.0, 3.0, -8.0, 20.0])[:, None]  # shear of the mean is no eddy
    u[0] = 1e9  # outside, it does not count
    found = profiles.taylor_microscale(distance, u, slope, cell=x[1])
    assert found == pytest.approx(64 / (2.0 * math.pi * 5.0))


def test_a_bin_of_a_few_cells_is_no_average() -> None:
    distance = np.repeat([-3.5, 0.5, 2.5, 9.5], [40, 400, 556, 4])
    enough = profiles.populated(np.append(distance, [np.inf, np.nan]))
    assert profiles.centres()[enough].tolist() == [-3.5, 0.5, 2.5]
    assert not profiles.populated(np.full(9, np.inf)).any()
