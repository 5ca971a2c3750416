"""The palette."""

from __future__ import annotations

import pytest
from PyQt6.QtGui import QPalette

from widgets.theme.palette import palette
from widgets.theme.tokens import THEMES

ROLE, GROUP = QPalette.ColorRole, QPalette.ColorGroup


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda t: t.name)
def test_the_roles_have_the_colours_of_the_look(theme):
    made = palette(theme)
    for role, token in (
        (ROLE.Window, "window"),
        (ROLE.Text, "text"),
        (ROLE.Highlight, "wash"),
        (ROLE.HighlightedText, "text"),
        (ROLE.PlaceholderText, "text3"),
        (ROLE.Accent, "accent"),
    ):
        assert made.color(role).name().upper() == getattr(theme, token)


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda t: t.name)
def test_disabled_text_is_fainter(theme):
    made = palette(theme)
    faint, plain = (made.color(g, ROLE.Text) for g in (GROUP.Disabled, GROUP.Active))
    ground = made.color(ROLE.AlternateBase)
    assert abs(faint.lightness() - ground.lightness()) < abs(plain.lightness() - ground.lightness())
