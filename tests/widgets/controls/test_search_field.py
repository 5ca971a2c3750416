"""The search field."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt

from widgets.controls.search_field import SearchField


@pytest.fixture
def field(shown):
    return shown(SearchField("Jump to anything", "Ctrl K"), 288)


def test_every_letter_asks(field, qtbot):
    heard = []
    field.asked.connect(heard.append)
    qtbot.keyClicks(field, "gy")
    assert heard == ["g", "gy"]


def test_esc_clears_and_arrows_ask_to_move(field, qtbot):
    qtbot.keyClicks(field, "gy")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    with qtbot.waitSignal(field.moved) as caught:
        qtbot.keyClick(field, Qt.Key.Key_Down)
    assert caught.args == [1]
    with qtbot.waitSignal(field.moved) as caught:
        qtbot.keyClick(field, Qt.Key.Key_Up)
    assert caught.args == [-1]


def test_it_names_itself_and_its_key(field):
    assert field.accessibleName() == "Jump to anything"
    assert "Ctrl K" in field.toolTip()


def test_hint_and_key_fit_beside_each_other(shown, every_look):
    field = SearchField("Filter by name or tag", "Ctrl K")
    hint = field.fontMetrics().horizontalAdvance(field.placeholderText())
    margins = field.textMargins()
    assert field.minimumSizeHint().width() >= hint + margins.left() + margins.right()
