from __future__ import annotations

import colorsys

import numpy as np

from engines.numerics.pictures.altering import hue_of, repainted, resampled, tinted
from engines.systems.samples.digits import coloured

DRAW = np.random.default_rng(0)


def test_pure_colours_are_those_of_the_circle_of_hues():
    hues = np.linspace(0.0, 1.0, 13)
    wanted = [colorsys.hsv_to_rgb(h, 1.0, 1.0) for h in hues]
    np.testing.assert_allclose(tinted(2.0 * np.pi * hues), wanted, atol=1e-12)


def test_hues_are_read_as_the_standard_library_reads_them():
    colours = DRAW.random((40, 3))
    wanted = [2.0 * np.pi * colorsys.rgb_to_hsv(*c)[0] for c in colours]
    np.testing.assert_allclose(hue_of(colours), wanted, atol=1e-12)
    assert hue_of(np.full((2, 3), 0.4)).tolist() == [0.0, 0.0]


def test_a_whole_turn_of_hues_changes_nothing_and_greys_never_change():
    picture = DRAW.random((5, 4, 3))
    full, third = repainted(picture, np.array([2.0 * np.pi, 2.0 * np.pi / 3.0]))
    np.testing.assert_allclose(full, picture, atol=1e-12)
    np.testing.assert_allclose(third, np.roll(picture, 1, axis=-1), atol=1e-12)
    grey = np.full((3, 3, 3), 0.6)
    np.testing.assert_allclose(repainted(grey, np.array([1.0]))[0], grey)


def test_a_quarter_turn_moves_pixels_anticlockwise():
    picture = DRAW.random((6, 6, 3))
    rest, quarter, half = resampled(picture, np.ones(3), np.pi / 2.0 * np.arange(3))
    np.testing.assert_allclose(rest, picture, atol=1e-12)
    np.testing.assert_allclose(quarter, np.rot90(picture), atol=1e-12)
    np.testing.assert_allclose(half, np.rot90(picture, 2), atol=1e-12)


def test_what_comes_from_beyond_the_edges_is_black():
    bright = np.ones((8, 8, 3))
    small = resampled(bright, np.array([0.5]), np.zeros(1))[0]
    assert small[0].max() == small[:, -1].max() == 0.0
    np.testing.assert_allclose(small[3:5, 3:5], 1.0)
    np.testing.assert_allclose(resampled(bright, np.array([4.0]), np.zeros(1))[0], 1.0)


def test_digits_are_grown_turned_and_painted_alike():
    here = np.array([[1.4, 0.0, np.pi]])
    picture = coloured(np.array([12]), here)[0].transpose(1, 2, 0)
    there = coloured(np.array([12]), here + np.array([0.0, np.pi / 2.0, 0.0]))[0].transpose(1, 2, 0)
    turned = resampled(picture, np.ones(1), np.array([np.pi / 2.0]))[0]
    np.testing.assert_allclose(turned, there, atol=1e-6)
    hued = coloured(np.array([12]), here + np.array([0.0, 0.0, 1.0]))[0].transpose(1, 2, 0)
    np.testing.assert_allclose(repainted(picture, np.array([1.0]))[0], hued, atol=1e-6)
    grown = coloured(np.array([12]), np.array([[1.7, 0.0, np.pi]]))[0].transpose(1, 2, 0)
    again = resampled(picture, np.array([1.7 / 1.4]), np.zeros(1))[0]
    assert ((again - grown) ** 2).mean() < 0.15 * ((picture - grown) ** 2).mean()
