from __future__ import annotations

import math

import numpy as np
import pytest

from engines.systems.samples.sprites import COUNT, PLACES, SIDE, factors_of, rendered, sprites


def test_the_full_grid_has_as_many_sprites_as_dsprites():
    assert COUNT == 3 * 6 * 40 * 32 * 32 == 737_280


def test_an_index_names_its_five_factors():
    first, last = factors_of(np.array([0, COUNT - 1]))
    np.testing.assert_allclose(first, [0, 0.5, 0.0, PLACES[0], PLACES[0]])
    np.testing.assert_allclose(last, [2, 1.0, 2 * math.pi * 39 / 40, PLACES[-1], PLACES[-1]])


@pytest.mark.parametrize("index", [-1, COUNT])
def test_an_index_outside_the_grid_is_refused(index):
    with pytest.raises(ValueError, match=f"{index}, allowed 0 to {COUNT - 1}"):
        factors_of(np.array([0, index]))


def test_ink_of_an_upright_square_is_its_area():
    ink = rendered(np.array([[0, 1.0, 0.0, 16.0, 16.0]])).sum()
    assert ink == pytest.approx(169.0, rel=0.01)


def test_a_quarter_turn_maps_the_square_onto_itself_and_not_the_heart():
    for shape, same in ((0, True), (2, False)):
        a, b = rendered(np.array([[shape, 1, 0, 16, 16], [shape, 1, math.pi / 2, 16, 16]], float))
        assert np.allclose(a, b, atol=1e-5) is same


def test_the_heart_points_down_and_is_mirror_symmetric():
    heart = rendered(np.array([[2, 1.0, 0.0, 16.0, 16.0]]))[0]
    np.testing.assert_allclose(heart, heart[:, ::-1], atol=1e-6)
    widths = (heart > 0.5).sum(axis=1)
    rows = np.flatnonzero(widths)
    assert widths[rows[2]] > widths[rows[-2]]


def test_y_counts_upwards_and_x_to_the_right():
    low = rendered(np.array([[1, 0.5, 0.0, 10.0, 10.0]]))[0]
    rows, columns = np.nonzero(low > 0.5)
    assert rows.mean() + 0.5 == pytest.approx(SIDE - 10.0, abs=0.3)
    assert columns.mean() + 0.5 == pytest.approx(10.0, abs=0.3)


def test_no_sprite_is_cut_by_the_edge():
    factors = factors_of(np.random.default_rng(0).integers(0, COUNT, 500))
    centred = factors.copy()
    centred[:, 3:] = SIDE / 2
    pictures = rendered(factors)
    ink, whole = pictures.sum(axis=(1, 2)), rendered(centred).sum(axis=(1, 2))
    assert np.abs(ink / whole - 1.0).max() < 0.05
    assert pictures.min() >= 0.0
    assert pictures.max() <= 1.0


def test_sprites_are_the_renderings_of_their_factors():
    indices = np.array([5, 123_456, COUNT - 7])
    np.testing.assert_array_equal(sprites(indices), rendered(factors_of(indices)))
