"""A view with nothing to show says what to do."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest

from widgets.theme.tokens import DARK
from widgets.views.surround.empty import EmptyState


def test_it_says_what_is_missing_and_its_button_acts(qtbot):
    state = EmptyState(DARK)
    qtbot.addWidget(state)
    state.resize(400, 300)
    assert state.isHidden()
    state.say("No equations yet.", "Type one at the left (Ctrl+N).", "Open the gallery")
    assert not state.isHidden()
    assert state.accessibleName() == "No equations yet. Type one at the left (Ctrl+N)."
    centre = state.button.geometry().center()
    assert abs(centre.x() - 200) <= 1
    assert 150 < centre.y() < 200
    with qtbot.waitSignal(state.acted, timeout=1000):
        QTest.mouseClick(state.button, Qt.MouseButton.LeftButton)


def test_without_an_action_there_is_no_button(qtbot):
    state = EmptyState(DARK)
    qtbot.addWidget(state)
    state.say("Nothing is switched on.")
    assert state.button.isHidden()
    state.say("")
    assert state.isHidden()
