"""Colour tables: where they start, where they end, and the ranges they span."""

from __future__ import annotations

import math

import numpy as np
import pytest
from cmap import Colormap

from widgets.theme.maps import (
    SCALES,
    SEQUENTIAL,
    bar_table,
    beneath,
    colour_table,
    kind_colours,
    line_colours,
    line_table,
    robust_limits,
)
from widgets.theme.tokens import THEMES, channels


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("scale", SCALES)
def test_a_table_is_opaque_float32_within_0_and_1(scale, theme):
    table = colour_table(scale, theme)
    assert table.shape == (1024, 4)
    assert table.dtype == np.float32
    assert table.min() >= 0.0
    assert table.max() <= 1.0
    assert np.all(table[:, 3] == 1.0) or scale.endswith("_over")
    assert not table.flags.writeable


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("scale", SEQUENTIAL)
def test_low_values_sink_into_the_canvas(scale, theme):
    table = colour_table(scale, theme)
    assert table[0, :3] == pytest.approx(channels(THEMES[theme].canvas), abs=1e-6)


def test_above_the_lowest_tenth_the_map_is_untouched():
    table = colour_table("ftle_forward", "dark")
    plain = np.asarray(Colormap("crameri:lajolla")(np.linspace(0, 1, 1024)), dtype=np.float32)
    np.testing.assert_array_equal(table[103:], plain[103:])
    assert not np.allclose(table[50], plain[50], atol=1e-3)


@pytest.mark.parametrize("theme", THEMES)
def test_a_field_that_lies_over_another_lets_low_values_through(theme):
    table = colour_table("ftle_backward_over", theme)
    assert (table[:300, 3] == 0.0).all()
    assert (table[980:, 3] == 1.0).all()
    assert (np.diff(table[:, 3]) >= 0.0).all()
    assert table[0, :3] == pytest.approx(channels(THEMES[theme].attract), abs=1e-6)


def test_its_bar_shows_what_is_beneath_as_well():
    bar = bar_table("ftle_backward_over", "light")
    assert bar.shape == (1024, 2, 4)
    np.testing.assert_array_equal(bar[:, 0], colour_table("ftle_forward", "light"))
    assert bar[0, 1, :3] == pytest.approx(channels(THEMES["light"].canvas), abs=1e-6)
    np.testing.assert_array_equal(bar_table("amount", "dark")[:, 0], colour_table("amount", "dark"))
    assert (beneath("ftle_backward_over"), beneath("amount")) == ("ftle_forward", "")


def test_the_middle_of_the_signed_map_in_the_dark_is_dark():
    assert colour_table("signed", "dark")[512, :3].max() < 0.15


def test_a_phase_has_the_same_colour_after_a_turn():
    table = colour_table("cyclic", "dark")
    assert table[0] == pytest.approx(table[-1], abs=0.01)


def test_kinds_are_eight_distinct_plain_colours():
    table = colour_table("kinds", "light")
    assert table[512, :3] == pytest.approx(channels(kind_colours("light")[4]), abs=1e-6)
    assert len(np.unique(table, axis=0)) == 8


def test_lines_leave_out_the_part_that_nobody_would_see():
    plain = np.asarray(Colormap("crameri:navia")([0.4]), dtype=np.float32)
    np.testing.assert_allclose(line_table("amount", "dark")[:1], plain, atol=1e-6)
    np.testing.assert_array_equal(line_table("cyclic", "dark"), colour_table("cyclic", "dark"))


def test_line_colours_run_from_low_to_high_and_hide_what_is_unknown():
    colours = line_colours(np.array([0.0, 2.0, np.nan]), (0.0, 2.0), "amount", "dark")
    table = line_table("amount", "dark")
    np.testing.assert_array_equal(colours[0], table[0])
    np.testing.assert_array_equal(colours[1], table[-1])
    assert colours[2, 3] == 0.0


@pytest.mark.parametrize("name", ["jet", ""])
def test_unknown_names_are_refused_with_the_known_ones(name):
    with pytest.raises(ValueError, match="allowed"):
        colour_table(name, "dark")
    with pytest.raises(ValueError, match="allowed dark, light"):
        colour_table("amount", name)


def test_a_range_ignores_outliers_and_ends_on_friendly_numbers():
    values = np.append(np.linspace(0.002, 0.44, 1000), 1e6)
    assert robust_limits(values, "ftle_forward") == (0.0, 0.45)


def test_a_signed_range_is_symmetric():
    assert robust_limits(np.linspace(-3.1, 9.7, 500), "signed") == (-10.0, 10.0)


def test_the_walls_of_a_domain_do_not_stretch_the_scale_of_an_ftle_field() -> None:
    values = np.tile(np.linspace(0.0, 0.4, 100), (50, 1))
    walled = values.copy()
    walled[0] = walled[-1] = 5.0
    assert robust_limits(walled, "ftle_forward") == robust_limits(values, "ftle_forward")
    assert robust_limits(walled, "amount")[1] == 5.0


def test_a_range_far_from_zero_does_not_start_there():
    low, high = robust_limits(np.linspace(97.1, 102.9, 500))
    assert low == pytest.approx(97.0)
    assert high == pytest.approx(103.0)


def test_a_phase_spans_a_whole_turn():
    assert robust_limits(np.zeros(3), "cyclic") == (-math.pi, math.pi)


@pytest.mark.parametrize("values", [np.full(4, np.nan), np.full(4, 2.0), np.zeros(1), np.empty(0)])
@pytest.mark.parametrize("scale", ["amount", "signed"])
def test_a_range_is_never_empty(values, scale):
    low, high = robust_limits(values, scale)
    assert low < high


@pytest.mark.parametrize("power", [-9, -3, 0, 5])
def test_friendly_ranges_cover_the_values_at_any_magnitude(power):
    values = np.linspace(-0.73, 1.31, 999) * 10.0**power
    low, high = robust_limits(values)
    assert low <= np.percentile(values, 0.5)
    assert high >= np.percentile(values, 99.5)
    assert high - low < 1.2 * (values[-1] - values[0])


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_no_area_of_a_kind_hides_what_has_the_colour_of_text(theme):
    table = colour_table("kinds", theme)[::128, :3]
    assert (np.abs(table - channels(THEMES[theme].text)[:3]).max(axis=1) > 0.25).all()
    assert line_table("kinds", theme)[-1, :3] == pytest.approx(channels(kind_colours(theme)[7])[:3])
