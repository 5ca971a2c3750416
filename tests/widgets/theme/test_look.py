"""The current look."""

from __future__ import annotations

from widgets.theme.tokens import LIGHT


def test_a_change_is_told_once_and_carries_everything(look):
    heard = []
    look.changed.connect(lambda: heard.append((look.theme, look.scale, look.density.slider_row)))
    look.set(LIGHT, 1.5)
    assert heard == [(LIGHT, 1.5, 63)]


def test_taking_tells_nobody_yet(look):
    heard = []
    look.changed.connect(lambda: heard.append(1))
    look.take(LIGHT, 1.25)
    assert heard == []
    assert look.theme is LIGHT


def test_a_window_of_another_height_changes_the_density_and_only_then_tells(look):
    heard = []
    look.changed.connect(lambda: heard.append(look.density.name))
    look.fit(1440, 900)
    look.fit(1280, 720)
    look.fit(1280, 700)
    assert heard == ["tight"]


def test_lengths_grow_with_the_text(look):
    look.set(LIGHT, 1.25)
    assert look.px(16) == 20


def test_colours_carry_their_opacity(look):
    colour = look.colour("accent", 0.5)
    assert colour.name().upper() == look.theme.accent
    assert abs(colour.alphaF() - 0.5) < 0.01
