from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.disentanglement.mutual_information import (
    entropies,
    mutual_information,
    mutual_information_gaps,
)


def test_a_code_that_is_the_factors_has_gap_one(factors):
    np.testing.assert_allclose(mutual_information_gaps(factors, factors), 1.0, atol=0.02)


def test_a_random_code_has_no_gap(factors, noise):
    assert mutual_information_gaps(noise, factors).max() < 0.02


def test_two_factors_turned_by_an_eighth_have_no_gap(rotated):
    codes, two = rotated
    assert mutual_information_gaps(codes, two).max() < 0.2


def test_a_single_coordinate_has_no_rival(factors):
    gaps = mutual_information_gaps(factors[:, 1:2], factors)
    assert gaps[1] == pytest.approx(1.0)
    assert gaps[[0, 2, 3, 4]].max() < 0.01


def test_information_agrees_with_scikit_learn(factors, noise):
    from sklearn.metrics import mutual_info_score

    codes = noise[:, :2] + 0.1 * factors[:, 3:]
    ours = mutual_information(codes, factors, bins=7)
    for i in range(2):
        edges = np.linspace(codes[:, i].min(), codes[:, i].max(), 8)[1:-1]
        cut = np.digitize(codes[:, i], edges)
        for f in (0, 3):
            assert ours[i, f] == pytest.approx(mutual_info_score(cut, factors[:, f]), rel=1e-6)


def test_entropy_of_even_values_is_the_logarithm_of_their_number():
    assert entropies(np.tile(np.arange(5), 7)[:, None])[0] == pytest.approx(np.log(5.0))
