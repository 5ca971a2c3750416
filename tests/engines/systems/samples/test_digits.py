from __future__ import annotations

import colorsys
import math

import numpy as np
import pytest

from engines.systems.samples.digits import (
    COUNT,
    HUES,
    about_mean,
    coloured,
    factors_of,
    grey,
    ink,
    labels,
    split,
    tinted,
    triples,
)

PLAIN = [1.8, 0.0, 0.0]


def test_every_digit_is_either_learned_or_tested():
    train, test = split(0)
    assert (len(train), len(test)) == (1500, 297)
    np.testing.assert_array_equal(np.sort(np.concatenate([train, test])), np.arange(COUNT))
    assert not np.array_equal(split(1)[0], train)


def test_grey_digits_lie_between_minus_one_and_one():
    pictures = grey(np.arange(COUNT))
    assert pictures.shape == (COUNT, 8, 8)
    assert (pictures.min(), pictures.max()) == (-1.0, 1.0)
    assert pictures.dtype == np.float32


def test_digits_about_their_mean_have_none():
    pixels, mean = about_mean(np.arange(40))
    np.testing.assert_allclose(pixels.mean(axis=0), 0.0, atol=1e-12)
    np.testing.assert_allclose((pixels + mean).reshape(40, 8, 8), grey(np.arange(40)), atol=1e-6)


def test_each_of_the_ten_digits_is_known_by_its_label():
    counts = np.bincount(labels(np.arange(COUNT)))
    assert len(counts) == 10
    assert counts.min() > 170


@pytest.mark.parametrize("index", [-1, COUNT])
@pytest.mark.parametrize("ask", [ink, grey, labels])
def test_an_index_outside_the_set_is_refused(ask, index):
    with pytest.raises(ValueError, match=f"digit index {index}, allowed 0 to 1796"):
        ask(np.array([0, index]))


def test_a_red_digit_lies_in_the_red_channel_only():
    picture = coloured(np.array([3]), np.array([PLAIN]))[0]
    assert picture.shape == (3, 16, 16)
    assert picture[0].max() > 0.5
    assert not picture[1:].any()


def test_half_a_turn_is_the_picture_upside_down():
    upright, turned = coloured(np.array([5, 5]), np.array([PLAIN, [1.8, math.pi, 0.0]]))
    np.testing.assert_allclose(turned, upright[:, ::-1, ::-1], atol=1e-6)


def test_a_quarter_turn_runs_anticlockwise():
    upright, turned = coloured(np.array([7, 7]), np.array([PLAIN, [1.8, math.pi / 2, 0.0]]))
    np.testing.assert_allclose(turned[0], np.rot90(upright[0]), atol=1e-6)


def test_ink_grows_with_the_square_of_the_scale():
    index = np.arange(50)
    small, large = (coloured(index, np.tile([s, 0.0, 0.0], (50, 1))).sum() for s in (1.0, 1.6))
    assert large / small == pytest.approx(1.6**2, rel=0.02)


def test_hues_are_those_of_the_colour_wheel():
    hues = np.concatenate([HUES, [0.0, 1.0, 2.0]])
    known = [colorsys.hsv_to_rgb(h / (2 * math.pi), 1.0, 1.0) for h in hues]
    np.testing.assert_allclose(tinted(hues), known, atol=1e-12)


def test_steps_run_through_the_published_ranges():
    first, last = factors_of(np.array([[0, 0, 0], [8, 8, 8]]))
    np.testing.assert_allclose(np.rad2deg(first[1:]), [0, 180])
    np.testing.assert_allclose(np.rad2deg(last[1:]), [160, 340])
    assert (first[0], last[0]) == (1.0, 1.8)


def test_each_sequence_changes_one_factor_and_stays_in_range():
    digits = split(0)[0]
    which, factors = triples(digits, 50, 3, 5, np.random.default_rng(0))
    assert which.shape == (3, 150)
    assert factors.shape == (3, 150, 3)
    assert set(which[0]) <= set(digits)
    np.testing.assert_array_equal(which[0], which[2])
    early, late = factors[1] - factors[0], factors[2] - factors[1]
    for k, step in enumerate([0.1, np.deg2rad(20.0), np.deg2rad(20.0)]):
        rows = slice(50 * k, 50 * k + 50)
        np.testing.assert_allclose(late[rows, k], step)
        np.testing.assert_allclose(early[rows, k], 3.0 * step)
        others = [f for f in range(3) if f != k]
        assert not early[rows][:, others].any()
        assert not late[rows][:, others].any()
        assert factors[0, rows, k].max() <= factors_of(np.full((1, 3), 3))[0, k] + 1e-12
