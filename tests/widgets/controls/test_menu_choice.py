"""The menu choice."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QMenu

from widgets.controls.menu_choice import MenuChoice


@pytest.fixture
def choice(shown):
    made = MenuChoice("Method", ("euler", "rk4", "dp5", "leapfrog", "midpoint"), "rk4")
    return shown(made, 272)


def test_the_menu_lists_all_and_ticks_the_current_one(choice):
    menu = choice.menu()
    assert [a.text() for a in menu.actions()] == ["Euler", "Rk4", "Dp5", "Leapfrog", "Midpoint"]
    assert [a.isChecked() for a in menu.actions()].index(True) == 1
    menu.deleteLater()


def test_a_click_opens_the_menu_and_an_entry_chooses(choice, qtbot):
    qtbot.mouseClick(choice, Qt.MouseButton.LeftButton)
    menu = choice.findChild(QMenu)
    with qtbot.waitSignal(choice.chosen) as caught:
        menu.actions()[3].trigger()
    menu.close()
    assert caught.args == ["leapfrog"]


def test_up_and_down_choose_without_the_menu(choice, qtbot):
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    assert choice.current == "dp5"
    for _ in range(4):
        qtbot.keyClick(choice, Qt.Key.Key_Up)
    assert choice.current == "euler"


def test_new_options_replace_the_old_ones_silently(choice):
    heard = []
    choice.chosen.connect(heard.append)
    choice.set_options(("a", "b"))
    assert (choice.current, heard) == ("a", [])


def test_it_is_wide_enough_for_its_longest_option(choice):
    from PyQt6.QtGui import QFontMetricsF

    from widgets.theme.fonts import font

    longest = QFontMetricsF(font("body")).horizontalAdvance("Leapfrog")
    assert choice.minimumSizeHint().width() >= longest + 38
