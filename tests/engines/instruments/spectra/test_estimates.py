from __future__ import annotations

import math

import numpy as np
import pytest

from engines.instruments.spectra.estimates import estimate, in_stretches, kaplan_yorke


def test_the_dimension_lies_where_the_volume_neither_grows_nor_shrinks():
    assert kaplan_yorke(np.array([0.9, 0.0, -14.57]), 3) == pytest.approx(2.0 + 0.9 / 14.57)
    assert kaplan_yorke(np.array([0.42, -1.62]), 2) == pytest.approx(1.0 + 0.42 / 1.62)


def test_a_rest_has_no_dimension_a_cycle_one_and_a_torus_two():
    assert kaplan_yorke(np.array([-0.1, -0.1]), 2) == 0.0
    assert kaplan_yorke(np.array([0.0, -1.6]), 2) == 1.0
    assert kaplan_yorke(np.array([0.0, 0.0, -0.3]), 3) == 2.0


def test_what_keeps_its_volume_fills_the_space():
    assert kaplan_yorke(np.array([0.3, -0.3]), 2) == 2.0


def test_too_few_exponents_do_not_tell():
    assert math.isnan(kaplan_yorke(np.array([0.3, 0.1]), 5))


def _samples(count, spread, seed=0):
    draw = np.random.default_rng(seed)
    return np.array([-14.57, 0.9, 0.0]) + spread * draw.standard_normal((count, 3))


def test_exponents_are_the_means_with_the_largest_first():
    samples = _samples(40, 0.01)
    found = estimate(samples, 3)
    np.testing.assert_allclose(found.exponents, np.sort(samples.mean(axis=0))[::-1])


def test_margins_hold_the_truth_in_nineteen_of_twenty_cases():
    truth = 2.0 + 0.9 / 14.57
    inside, dimension = [], []
    for seed in range(400):
        found = estimate(_samples(20, 0.1, seed), 3)
        inside.append(abs(found.exponents[0] - 0.9) < found.margins[0])
        dimension.append(abs(found.dimension - truth) < found.dimension_margin)
    assert np.mean(inside) == pytest.approx(0.95, abs=0.03)
    # the second exponent counts as zero here and does not while it is left out
    assert np.mean(dimension) > 0.9


def test_the_entropy_is_the_sum_of_what_grows():
    found = estimate(_samples(40, 1e-3, seed=1), 3)
    assert found.entropy == pytest.approx(0.9, abs=1e-3)
    assert found.entropy_margin == pytest.approx(found.margins[0], rel=0.02)


def test_exponents_within_their_margin_of_zero_are_zero():
    found = estimate(np.array([[1e-6, -1.0], [-2e-6, -1.1], [3e-6, -0.9]]), 2)
    assert found.dimension == 1.0
    assert found.entropy == 0.0


def test_no_margin_is_smaller_than_the_drift():
    samples = _samples(20, 1e-6)
    found = estimate(samples, 3, np.array([0.3, 0.2, 0.1]))
    np.testing.assert_allclose(found.margins, [0.2, 0.1, 0.3])


def test_stretches_of_a_steady_growth_agree():
    times = np.arange(1.0, 101.0)
    rates = in_stretches(np.outer(times, [2.0, -3.0]), times, 20)
    np.testing.assert_allclose(rates, [[2.0, -3.0]] * 20)
