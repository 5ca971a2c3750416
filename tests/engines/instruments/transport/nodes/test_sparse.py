from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.transport.nodes.sparse import ASKED, SparsePicture

X, Y = np.linspace(-2.0, 2.0, 101), np.linspace(-1.0, 1.0, 64)
TOLERANCE = 3e-3


def hill(x, y):
    return np.exp(-(x**2) - y**2)


def wall(x, y):
    """Smooth but for a thin oblique ridge."""
    return hill(x, y) + 3.0 * np.exp(-(((x - 0.6 * y) / 0.05) ** 2))


def edge(x, y):
    return np.where(x + y > 0.1, 1.0, 0.2)


def made(measure, x=X, y=Y):
    picture = SparsePicture(x, y, TOLERANCE)
    shares = list(picture.filled(measure, 500))
    return picture, shares


@pytest.mark.parametrize("measure", [hill, wall, edge])
def test_no_guess_is_off_by_more_than_is_allowed(measure):
    picture, _ = made(measure)
    exact = measure(X[None, :], Y[:, None])
    off = np.abs(picture.values - exact)
    assert off[picture.followed].max() == 0.0
    assert off.max() <= 2.0 * TOLERANCE * np.abs(exact).max()


@pytest.mark.parametrize(("measure", "most"), [(hill, 0.3), (wall, 0.7), (edge, 0.5)])
def test_most_nodes_are_guessed_where_little_happens(measure, most):
    picture, _ = made(measure)
    assert 0.25 <= picture.followed.mean() < most


def test_shares_never_fall_and_end_below_one():
    _, shares = made(wall)
    assert shares == sorted(shares)
    assert 0.0 < shares[0] < shares[-1] <= 1.0


def test_nothing_is_guessed_beside_a_node_without_a_value():
    def torn(x, y):
        return np.where(x**2 + y**2 < 0.3, np.nan, hill(x, y))

    picture, _ = made(torn)
    exact = torn(X[None, :], Y[:, None])
    np.testing.assert_array_equal(np.isnan(picture.values), np.isnan(exact))
    np.testing.assert_allclose(picture.values, exact, atol=2.0 * TOLERANCE)


def test_an_even_and_an_odd_side_reach_their_last_node():
    picture, _ = made(hill, np.linspace(0.0, 1.0, 12), np.linspace(0.0, 1.0, 13))
    assert picture.followed[-1, -1]
    assert np.isfinite(picture.values).all()


def test_only_guessed_nodes_are_asked_and_few_of_them():
    picture, _ = made(hill)
    rows, columns = picture.asked(np.random.default_rng(0))
    assert len(rows) == ASKED
    assert not picture.followed[rows, columns].any()
