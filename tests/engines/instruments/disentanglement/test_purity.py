from __future__ import annotations

import numpy as np
import pytest

from engines.errors import ParameterError
from engines.instruments.disentanglement.purity import (
    ORDERS,
    changes,
    covered,
    purities,
    purity_matrix,
)

ONE = (1.0, 1.0, 1.0)


def read(shape, turn=0.0, scale=1.0, x=0.0, y=0.0, sure=1.0):
    angle = ORDERS[shape] * turn
    place = [scale, sure * np.cos(angle), sure * np.sin(angle), x, y]
    return np.array([[*np.eye(3)[shape], *place]])


def turned(a, b):
    return changes(a, b, ONE)[0, 2]


@pytest.mark.parametrize("shape", [0, 1, 2])
def test_a_shape_has_not_turned_once_it_stands_as_before(shape):
    period = 2.0 * np.pi / ORDERS[shape]
    assert turned(read(shape, 0.3), read(shape, 0.3 + period)) == pytest.approx(0.0, abs=1e-12)
    assert turned(read(shape, 0.3), read(shape, 0.3 + period / 2)) == pytest.approx(4.0)


def test_a_heart_that_becomes_a_square_is_compared_by_the_square():
    assert turned(read(2, 0.2), read(0, 0.2 + np.pi / 2)) == pytest.approx(0.0, abs=1e-12)
    assert turned(read(0, 0.2), read(1, 0.2 + np.pi / 4)) == pytest.approx(4.0)


def test_a_reader_that_knows_nothing_of_the_turn_sees_no_turning():
    assert turned(read(2, 0.0, sure=0.0), read(2, 2.0, sure=0.0)) == 0.0


def test_changes_are_counted_in_variances():
    moved = changes(read(0), read(0, scale=1.5, x=3.0, y=-1.0), (0.5, 1.0, 2.0))[0]
    np.testing.assert_allclose(moved, [0.0, 1.0, 0.0, 9.0, 0.25])
    assert changes(read(0), read(1), ONE)[0, 0] == pytest.approx(3.0)


def test_independent_draws_of_any_factor_differ_by_two():
    draw = np.random.default_rng(0)

    def drawn(n=60_000):
        shape, turn = draw.integers(0, 3, n), draw.uniform(0, 2 * np.pi, n)
        angle = np.array(ORDERS)[shape] * turn
        rest = draw.uniform(0.0, 1.0, (n, 3)) * [0.5, 14.0, 14.0]
        return np.column_stack(
            [np.eye(3)[shape], rest[:, 0], np.cos(angle), np.sin(angle), rest[:, 1:]]
        )

    spreads = np.array([0.5, 14.0, 14.0]) / np.sqrt(12.0)
    np.testing.assert_allclose(changes(drawn(), drawn(), spreads).mean(axis=0), 2.0, atol=0.04)


def test_the_matrix_is_the_mean_along_each_way():
    changed = np.array([[1.0, 0.0], [3.0, 0.0], [1.0, 5.0]])
    matrix = purity_matrix(changed, np.array([0, 0, 1]), 2)
    np.testing.assert_allclose(matrix, [[2.0, 0.0], [1.0, 5.0]])
    np.testing.assert_allclose(purities(matrix), [1.0, 5.0 / 6.0])
    assert covered(matrix) == (0, 1)


def test_a_way_that_changes_nothing_is_not_pure_and_covers_nothing():
    matrix = np.array([[0.0] * 5, [0.0, 0.0, 2.0, 0.0, 0.0]])
    np.testing.assert_allclose(purities(matrix), [0.2, 1.0])
    assert covered(matrix) == (2,)


def test_what_does_not_fit_is_refused():
    with pytest.raises(ParameterError, match=r"allowed \(n, 8\)"):
        changes(read(0)[:, :7], read(0)[:, :7], ONE)
    with pytest.raises(ParameterError, match="not finite"):
        changes(read(0), read(0) * np.nan, ONE)
    with pytest.raises(ParameterError, match="way 2 of 2 was never walked"):
        purity_matrix(np.ones((3, 5)), np.zeros(3, int), 2)
