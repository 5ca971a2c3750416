"""Buttons."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QEvent, Qt
from PyQt6.QtGui import QFocusEvent
from PyQt6.QtWidgets import QApplication

from widgets.controls.buttons import Button, IconButton
from widgets.theme.look import LOOK


@pytest.mark.parametrize(("kind", "token"), [("primary", "accent"), ("plain", "control")])
def test_a_button_has_the_colour_of_its_kind(shown, colours, kind, token):
    assert getattr(LOOK.theme, token) in colours(shown(Button("Open", kind), 90))


def test_buttons_are_28_high_and_grow_with_the_text(shown, every_look):
    height = shown(Button("Open", "primary"), 100).sizeHint().height()
    assert height == round(24 * every_look[1]) + 4


def test_an_icon_button_says_what_it_does_and_its_key(shown):
    button = shown(IconButton("export", "Export", "Ctrl+E"))
    assert button.toolTip() == "Export  (Ctrl+E)"
    assert button.accessibleName() == "Export"
    button.set_hint("Export again")
    assert button.toolTip() == "Export again"


def test_an_icon_button_is_24_by_24_and_clicks(shown, qtbot):
    button = shown(IconButton("export", "Export"))
    assert (button.width(), button.height()) == (24, 24)
    with qtbot.waitSignal(button.clicked):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Space)


def test_only_the_keyboard_brings_the_ring(shown, colours):
    button = shown(IconButton("export", "Export"))
    button.setFocus()
    QApplication.sendEvent(
        button, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.MouseFocusReason)
    )
    assert LOOK.theme.accent not in colours(button)


def test_a_checked_icon_is_drawn_in_the_accent(shown, colours):
    button = shown(IconButton("loop", "Loop"))
    button.setCheckable(True)
    assert LOOK.theme.accent not in colours(button)
    button.setChecked(True)
    assert any(c == LOOK.theme.accent for c in colours(button))


def test_an_unknown_icon_is_refused_with_the_known_ones(shown):
    from widgets.theme.icons import icon_pixmap

    with pytest.raises(KeyError, match="known: .*export"):
        icon_pixmap("no-such-icon", "#FFFFFF")
