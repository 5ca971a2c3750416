from types import SimpleNamespace

import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtGui import QMouseEvent
from PyQt6.QtWidgets import QWidget

from widgets.controls.buttons import Button
from widgets.controls.labels import Label
from widgets.panels.card_dialog import HEAD, MARGIN, CardDialog


@pytest.fixture
def parent(shown):
    return shown(QWidget(), 400, 300)


@pytest.fixture
def dialog(parent, shown):
    made = CardDialog(
        "Question", "Shall it be?", Button("Yes", "primary", "So be it"), "No", parent
    )
    made.close_with(Label("Nobody knows."), "Leave it")
    made.fit(200, 150)
    return shown(made, 200, 150)


def test_enter_presses_the_primary_button_and_only_while_it_is_enabled(dialog, qtbot):
    heard = []
    dialog.primary.clicked.connect(lambda: heard.append("yes"))
    dialog.primary.setEnabled(False)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert heard == []
    dialog.primary.setEnabled(True)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.keyClick(dialog, Qt.Key.Key_Enter)
    assert heard == ["yes", "yes"]


def test_escape_and_the_buttons_that_leave_reject_it(dialog, qtbot):
    leaving = [one for one in dialog.findChildren(Button) if one is not dialog.primary]
    assert [one.toolTip() for one in leaving] == ["Leave it  (Esc)"]
    with qtbot.waitSignal(dialog.rejected):
        leaving[0].click()
    dialog.show()
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_it_stays_within_its_window(dialog, parent):
    dialog.fit(200, 150)
    assert (dialog.width(), dialog.height()) == (200, 150)
    dialog.fit(4000, 4000)
    assert dialog.width() == parent.width() - 2 * MARGIN
    assert dialog.height() == parent.height() - 2 * MARGIN


def test_it_is_pulled_by_its_head_only(dialog, monkeypatch):
    pulled = []

    handle = SimpleNamespace(startSystemMove=lambda: pulled.append(True))
    monkeypatch.setattr(dialog, "windowHandle", lambda: handle)
    for y in (HEAD - 1, HEAD + 1):
        place = QPoint(20, y).toPointF()
        left = Qt.MouseButton.LeftButton
        press = QMouseEvent.Type.MouseButtonPress
        dialog.mousePressEvent(
            QMouseEvent(press, place, left, left, Qt.KeyboardModifier.NoModifier)
        )
    assert pulled == [True]
