from __future__ import annotations

import numpy as np
import pytest

from engines.systems.samples.sprite_sequences import (
    PERIODS,
    STEPS,
    STRIDES,
    begun,
    fits,
    indices_of,
    moved,
    places_of,
    triples,
    unseen,
)
from engines.systems.samples.sprites import COUNT, SIZES, factors_of, sprites


@pytest.fixture(scope="module")
def places():
    return places_of(np.random.default_rng(0).integers(0, COUNT, 3000))


def test_places_and_indices_are_inverse(places):
    indices = indices_of(places)
    np.testing.assert_array_equal(places_of(indices), places)
    assert places.max(axis=0).tolist() == [size - 1 for size in SIZES]


@pytest.mark.parametrize("k", range(5))
def test_a_sequence_changes_one_factor_and_stays_within_its_values(places, k):
    first = begun(places, k, np.random.default_rng(1))
    last = moved(first, k, STEPS)
    assert fits(first, k).all()
    others = [f for f in range(5) if f != k]
    np.testing.assert_array_equal(first[:, others], places[:, others])
    np.testing.assert_array_equal(last[:, others], places[:, others])
    assert (last[:, k] < SIZES[k]).all()
    if k:
        np.testing.assert_array_equal(last[:, k] - first[:, k], STEPS * STRIDES[k])


@pytest.mark.parametrize("k", range(1, 5))
def test_sequences_reach_the_first_and_the_last_value(places, k):
    first = begun(places, k, np.random.default_rng(1))
    assert first[:, k].min() == 0
    assert moved(first, k, STEPS)[:, k].max() == SIZES[k] - 1


def test_shapes_follow_each_other_in_a_ring(places):
    np.testing.assert_array_equal(moved(places, 0, 3), places)
    assert set(moved(places[places[:, 0] == 2], 0, 1)[:, 0]) == {0}


def test_a_turn_stays_within_the_period_of_its_shape(places):
    first = begun(places, 2, np.random.default_rng(1))
    assert (moved(first, 2, STEPS)[:, 2] < PERIODS[first[:, 0]]).all()


@pytest.mark.parametrize("kind", [0, 1, 2])
def test_the_period_is_where_the_picture_comes_back(kind):
    here = np.array([[kind, 3, 0, 10, 10]])
    there = np.array([[kind, 3, PERIODS[kind] % 40, 10, 10]])
    a, b = (sprites(indices_of(p)) for p in (here, there))
    np.testing.assert_allclose(a, b, atol=1e-5)


def test_what_is_kept_for_tests_is_known(places):
    asked = unseen(indices_of(places[:10]))
    assert not asked(places[:10]).any()
    assert asked(moved(places[:10], 0, 1)).mean() > 0.8


def test_steps_are_as_long_as_the_grid_says():
    start = np.array([[2, 0, 0, 0, 0]])
    change = [
        (factors_of(indices_of(moved(start, k, 1))) - factors_of(indices_of(start)))[0, k]
        for k in range(1, 5)
    ]
    np.testing.assert_allclose(change, [0.1, np.deg2rad(9.0), 56.0 / 31.0, 56.0 / 31.0])


def test_triples_avoid_what_is_kept_and_move_as_told(places):
    kept = indices_of(places)
    three = triples(40, 3, np.random.default_rng(5), unseen(kept))
    assert three.shape == (3, 5, 40)
    assert not np.isin(three, kept).any()
    for k in range(5):
        first, before, after = (places_of(part) for part in three[:, k])
        np.testing.assert_array_equal(moved(first, k, 3), before)
        np.testing.assert_array_equal(moved(first, k, 4), after)
