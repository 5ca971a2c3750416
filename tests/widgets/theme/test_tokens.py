"""Tokens: contrast is promised in numbers, so it is tested in numbers."""

from __future__ import annotations

import re

import pytest

from widgets.theme.tokens import (
    DARK,
    LIGHT,
    SURFACES,
    TEXT_TOKENS,
    THEMES,
    channels,
    contrast,
    density,
    mixed,
)


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda t: t.name)
@pytest.mark.parametrize("surface", [*SURFACES, "window", "raised"])
@pytest.mark.parametrize("token", TEXT_TOKENS)
def test_every_text_colour_is_readable_on_every_surface(theme, surface, token):
    assert contrast(getattr(theme, token), getattr(theme, surface)) >= 4.5


def test_text_on_the_accent_is_readable():
    assert contrast(DARK.ink, DARK.accent) == pytest.approx(8.8, abs=0.05)
    assert contrast(LIGHT.ink, LIGHT.accent) == pytest.approx(6.0, abs=0.05)


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda t: t.name)
def test_tracks_are_visible_on_the_surfaces_they_lie_on(theme):
    for surface in ("canvas", "panel", "raised"):
        assert contrast(theme.edge, getattr(theme, surface)) >= 3.0


def test_contrast_of_black_and_white_is_21():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda t: t.name)
def test_all_tokens_are_written_alike(theme):
    for token, colour in theme.colours().items():
        assert re.fullmatch(r"#[0-9A-F]{6}", colour), token


def test_a_low_window_is_tight_and_a_high_one_normal():
    assert density(1280, 720).name == "tight"
    assert density(1280, 720).left_dock == 224
    assert density(1440, 900).left_dock == 256
    assert density(1920, 1080).right_dock == 336
    assert density(3840, 2160).slider_row == 44


def test_docks_and_rows_grow_with_the_text():
    large = density(1440, 900, 1.5)
    assert (large.left_dock, large.slider_row) == (384, 63)
    assert large.inset_left == 52


def test_mixing_is_linear_in_the_channels():
    assert mixed("#000000", "#FFFFFF", 0.5) == "#808080"
    assert channels("#FF0080") == (1.0, 0.0, pytest.approx(128 / 255))
