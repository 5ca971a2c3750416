"""The gallery in the dock."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt

from widgets.controls.buttons import IconButton
from widgets.panels.gallery.gallery_dock import GalleryDock
from widgets.theme.look import LOOK


@pytest.fixture
def dock(shown, items):
    made = GalleryDock()
    made.set_items(items)
    return shown(made, LOOK.density.left_dock, 700)


def test_rows_are_grouped_by_room(dock):
    assert [i.id for i in dock.rows.items] == ["lorenz", "thomas", "gyre", "ks", "digits"]
    assert dock.header.note.text() == "5"


def test_room_names_titles_and_lines_are_painted(dock, painted_words):
    words = painted_words(dock.rows)
    assert "Portraits" in words
    assert "Double gyre" in words
    assert "Walls that nobody built" in words


def test_a_click_on_a_row_chooses(dock, qtbot):
    with qtbot.waitSignal(dock.chosen) as caught:
        at = dock.rows.place("gyre").center().toPoint()
        qtbot.mouseClick(dock.rows, Qt.MouseButton.LeftButton, pos=at)
    assert caught.args == ["gyre"]


def test_typing_filters_and_esc_brings_all_back(dock, qtbot):
    qtbot.keyClicks(dock.filter, "map maze mirrors"[4:8])
    assert [i.id for i in dock.rows.items] == ["thomas"]
    qtbot.keyClick(dock.filter, Qt.Key.Key_Escape)
    assert len(dock.rows.items) == 5


def test_enter_in_the_filter_opens_the_first_hit(dock, qtbot):
    qtbot.keyClicks(dock.filter, "gyre")
    with qtbot.waitSignal(dock.chosen) as caught:
        qtbot.keyClick(dock.filter, Qt.Key.Key_Return)
    assert caught.args == ["gyre"]


def test_no_hit_says_what_to_do(dock, qtbot):
    qtbot.keyClicks(dock.filter, "zzz")
    assert dock.none.isVisible()
    assert "Esc" in dock.none.text()


def test_the_open_preset_is_marked_without_an_echo(dock):
    heard = []
    dock.chosen.connect(heard.append)
    dock.set_current("ks")
    assert dock.rows.current == "ks"
    assert heard == []


def test_the_arrow_asks_for_all_cards(dock, qtbot):
    with qtbot.waitSignal(dock.all_wanted):
        qtbot.mouseClick(dock.findChild(IconButton), Qt.MouseButton.LeftButton)


def test_tight_windows_have_smaller_pictures(dock):
    before = dock.rows.height()
    LOOK.fit(1280, 720)
    assert LOOK.density.thumbnail == (48, 30)
    assert dock.rows.height() < before


def test_no_word_is_cut(shown, items, flaws, every_look):
    for width in (200, LOOK.density.left_dock):
        made = GalleryDock()
        made.set_items(items)
        assert flaws(shown(made, width, 900)) == []


def test_the_open_preset_is_brought_into_view_when_the_dock_became_lower(dock):
    dock.set_current("digits")
    dock.resize(dock.width(), 220)
    dock.show_current()
    place, port = dock.rows.place("digits"), dock.area.viewport()
    top = dock.rows.mapTo(port, place.topLeft().toPoint()).y()
    assert top >= 0
    assert top + place.height() <= port.height()
