"""The palette."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QWidget

from widgets.panels.jump.command_palette import CommandPalette
from widgets.panels.jump.matching import Entry


@pytest.fixture
def ran():
    return []


@pytest.fixture
def palette(shown, ran, qtbot):
    window = shown(QWidget(), 1200, 700)
    made = CommandPalette()
    qtbot.addWidget(made)
    entries = [
        Entry("Export picture", "Ctrl+E", lambda: ran.append("picture"), "command"),
        Entry("Export movie", "Ctrl+Shift+E", lambda: ran.append("movie"), "command"),
        Entry("Double gyre", "", lambda: ran.append("gyre"), "preset"),
    ]
    made.open_over(window, entries)
    yield made
    made.hide()


def test_enter_runs_the_first_match_and_closes(palette, ran, qtbot):
    qtbot.keyClicks(palette.field, "movie")
    with qtbot.waitSignal(palette.ran):
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert ran == ["movie"]
    assert not palette.isVisible()


def test_arrows_choose_another_match(palette, ran, qtbot):
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert ran == ["gyre"]


def test_a_click_runs_a_match(palette, ran, qtbot):
    middle = palette.list.rows()[1][0].center().toPoint()
    qtbot.mouseClick(palette.list, Qt.MouseButton.LeftButton, pos=middle)
    assert ran == ["movie"]


def test_esc_clears_first_and_closes_then(palette, ran, qtbot):
    qtbot.keyClicks(palette.field, "mo")
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert palette.isVisible()
    assert palette.field.text() == ""
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert ran == []


def test_no_match_says_so_and_enter_does_nothing(palette, ran, qtbot):
    qtbot.keyClicks(palette.field, "zzz")
    assert palette.none.isVisible()
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert ran == []


def test_no_word_is_cut(palette, flaws, every_look):
    assert flaws(palette.list) == []
