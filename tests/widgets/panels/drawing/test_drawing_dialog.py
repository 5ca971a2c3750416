import numpy as np
import pytest
from PyQt6.QtCore import Qt

from widgets.panels.drawing.drawing_dialog import BRUSHES, DrawingDialog
from widgets.panels.drawing.pad import SIDE


@pytest.fixture
def dialog(shown):
    return shown(DrawingDialog(), 600, 480)


def test_whatever_is_drawn_is_told_at_once(qtbot, dialog):
    with qtbot.waitSignal(dialog.drawn):
        dialog.pad.set_ink(np.ones((SIDE, SIDE)))
    assert dialog.undo_button.isEnabled()


def test_buttons_that_would_do_nothing_are_off(dialog):
    assert not dialog.undo_button.isEnabled()
    assert not dialog.clear_button.isEnabled()
    dialog.pad.set_ink(np.ones((SIDE, SIDE)))
    dialog.clear_button.click()
    assert dialog.undo_button.isEnabled()
    assert not dialog.clear_button.isEnabled()


def test_brushes_differ(dialog):
    dialog.brush.chosen.emit("broad")
    assert dialog.pad.radius == BRUSHES["broad"]


def test_a_sentence_goes_with_the_next_stroke(dialog):
    dialog.say("cat.png: 640 x 480 pixels, allowed 32 x 32")
    assert "640 x 480" in dialog.trouble.text()
    dialog.pad.clear()
    assert dialog.trouble.text() == ""


def test_enter_puts_the_card_away(qtbot, dialog):
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
