"""The style sheet."""

from __future__ import annotations

import re

import pytest

from widgets.theme.sheet import sheet
from widgets.theme.tokens import THEMES


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda t: t.name)
def test_nothing_is_left_to_fill_in_and_braces_match(theme):
    text = sheet(theme)
    assert "$" not in text
    assert text.count("{") == text.count("}")


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda t: t.name)
def test_every_label_tone_has_its_colour(theme):
    text = sheet(theme)
    assert f'QLabel[tone="text3"] {{ color: {theme.text3}; }}' in text
    assert f'QLabel[tone="error"] {{ color: {theme.error}; }}' in text


def test_both_themes_differ_only_in_colours():
    plain = [re.sub(r"#[0-9A-Fa-f]{6}", "#", sheet(t)) for t in THEMES.values()]
    assert plain[0] == plain[1]


def test_paddings_grow_with_the_text_and_sizes_of_fonts_are_left_alone():
    dark = THEMES["dark"]
    assert "min-height: 36px" in sheet(dark, 1.5)
    assert "min-height: 36px" not in sheet(dark, 1.0)
    assert "font-size" not in sheet(dark)


def test_qt_understands_it(qapp, qtbot, monkeypatch, capfd):
    from PyQt6.QtWidgets import QPushButton

    button = QPushButton("x")
    qtbot.addWidget(button)
    button.setStyleSheet(sheet(THEMES["dark"]))
    button.ensurePolished()
    assert "Could not parse" not in capfd.readouterr().err
    assert "Unknown property" not in capfd.readouterr().err
