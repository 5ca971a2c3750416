"""The first page."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt

from widgets.panels.gallery.gallery_item import GalleryItem
from widgets.panels.gallery.gallery_page import PRESETS, SYSTEMS, GalleryPage
from widgets.theme.look import LOOK


@pytest.fixture
def page(shown, items):
    made = GalleryPage()
    made.set_items(items, "gyre")
    return shown(made, 1440, 846)


def test_the_chosen_card_is_selected_and_previewed(page):
    assert page.cards.current == "gyre"
    assert page.preview.title.text() == "Double gyre"


def test_without_a_known_choice_the_first_is_taken(page, items):
    page.set_items(items, "no such preset")
    assert page.cards.current == "lorenz"


def test_a_click_previews_and_a_double_click_opens(page, qtbot):
    at = page.cards.place("ks").center().toPoint()
    with qtbot.waitSignal(page.selected) as caught:
        qtbot.mouseClick(page.cards, Qt.MouseButton.LeftButton, pos=at)
    assert caught.args == ["ks"]
    assert page.preview.title.text() == "Kuramoto–Sivashinsky"
    with qtbot.waitSignal(page.opened) as caught:
        qtbot.mouseDClick(page.cards, Qt.MouseButton.LeftButton, pos=at)
    assert caught.args == ["ks"]


def test_keys_alone_reach_everything(page, qtbot):
    page.setFocus()
    assert page.focusProxy() is page.cards
    qtbot.keyClick(page.cards, Qt.Key.Key_Right)
    with qtbot.waitSignal(page.opened) as caught:
        qtbot.keyClick(page.cards, Qt.Key.Key_Return)
    assert caught.args == ["ks"]
    chain, widget = [], page.rooms
    for _ in range(60):
        chain.append(widget)
        widget = widget.nextInFocusChain()
    for part in (page.search, page.cards, page.preview.open_button, page.file_button):
        assert part in chain
        assert part.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_rooms_kinds_and_words_filter_together(page, qtbot):
    page.rooms.choose("Portraits")
    assert [i.id for i in page.cards.items] == ["lorenz", "thomas"]
    page.kinds.picked.emit("ODE")
    assert page.kinds.current == "ODE"
    qtbot.keyClicks(page.search, "maze")
    assert [i.id for i in page.cards.items] == ["thomas"]
    page.kinds.picked.emit("ODE")
    assert page.kinds.current == ""


def test_no_hit_says_what_to_do(page, qtbot):
    qtbot.keyClicks(page.search, "zzz")
    assert page.none.isVisible()


def test_opening_a_file_is_asked_for(page, qtbot):
    with qtbot.waitSignal(page.file_wanted):
        qtbot.mouseClick(page.file_button, Qt.MouseButton.LeftButton)


def test_cards_keep_their_room_in_a_small_window(page):
    assert page._left.isVisible()
    page.resize(900, 600)
    assert not page._left.isVisible()


@pytest.mark.parametrize("size", [(1280, 666), (1920, 1026)])
def test_no_word_is_cut(shown, items, flaws, every_look, size):
    LOOK.fit(*size)
    made = GalleryPage()
    made.set_items(items)
    assert flaws(shown(made, *size)) == []


def test_the_wall_of_systems_is_asked_for_once_and_has_an_order(page, qtbot):
    with qtbot.waitSignal(page.systems_wanted):
        page.shelf.choose(SYSTEMS)
    assert page.cards.items == ()
    made = (
        GalleryItem("mild", "A", room="Optics", tags=("ODE",), chaos=0.1),
        GalleryItem("wild", "B", room="Plasma", tags=("map",), chaos=2.0),
    )
    with qtbot.waitSignal(page.selected) as caught:
        page.set_systems(made)
    assert caught.args == ["mild"]
    assert [i.id for i in page.cards.items] == ["mild", "wild"]
    page.order.choose("chaos")
    assert [i.id for i in page.cards.items] == ["wild", "mild"]
    page.rooms.choose("Optics")
    assert [i.id for i in page.cards.items] == ["mild"]
    page.shelf.choose(PRESETS)
    assert "gyre" in {i.id for i in page.cards.items}
    heard = []
    page.systems_wanted.connect(lambda: heard.append(1))
    page.shelf.choose(SYSTEMS)
    assert heard == []
    assert len(page.cards.items) == 2
