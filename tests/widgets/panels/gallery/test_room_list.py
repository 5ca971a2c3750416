"""The rooms of the gallery."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QPoint, Qt

from widgets.panels.gallery.room_list import ROW, RoomList
from widgets.theme.look import LOOK


@pytest.fixture
def rooms(shown):
    made = RoomList()
    made.set_rooms({"Portraits": 2, "Transport": 1})
    return shown(made, 256, 200)


def test_everything_comes_first_with_the_sum(rooms, painted_words):
    assert rooms.rows == (("Everything", 3), ("Portraits", 2), ("Transport", 1))
    assert painted_words(rooms) == ["Everything", "3", "Portraits", "2", "Transport", "1"]


def test_a_click_chooses_and_everything_is_an_empty_name(rooms, qtbot):
    with qtbot.waitSignal(rooms.chosen) as caught:
        qtbot.mouseClick(rooms, Qt.MouseButton.LeftButton, pos=QPoint(20, ROW + 5))
    assert caught.args == ["Portraits"]
    with qtbot.waitSignal(rooms.chosen) as caught:
        qtbot.mouseClick(rooms, Qt.MouseButton.LeftButton, pos=QPoint(20, 5))
    assert caught.args == [""]


def test_arrows_walk_and_stop_at_the_ends(rooms, qtbot):
    for _ in range(5):
        qtbot.keyClick(rooms, Qt.Key.Key_Down)
    assert rooms.current == "Transport"


def test_a_room_that_is_gone_is_left(rooms):
    rooms.choose("Transport")
    rooms.set_rooms({"Portraits": 2})
    assert rooms.current == "Everything"


def test_no_word_is_cut(shown, flaws, every_look):
    made = RoomList()
    made.set_rooms({"Reconstruction": 22, "Populations": 12})
    assert flaws(shown(made, LOOK.density.left_dock, 300)) == []
