"""The painted list that rows and cards derive from."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QRectF, Qt

from widgets.panels.dock_panel import Scroll
from widgets.panels.gallery.picture_list import PictureList


class Plain(PictureList):
    """Items of 40 px, drawn as nothing."""

    def arrange(self, width):
        places = {i.id: QRectF(0, 40 * k, width, 40) for k, i in enumerate(self.items)}
        return places, 40 * len(self.items)

    def draw(self, painter, item, area, lit):
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, item.title)


@pytest.fixture
def listed(shown, items):
    made = Plain("presets")
    made.set_items(items)
    return shown(made, 200, 300)


def test_a_click_selects_and_a_double_click_opens(listed, qtbot):
    at = listed.place("ks").center().toPoint()
    with qtbot.waitSignal(listed.selected) as caught:
        qtbot.mouseClick(listed, Qt.MouseButton.LeftButton, pos=at)
    assert caught.args == ["ks"]
    with qtbot.waitSignal(listed.opened) as caught:
        qtbot.mouseDClick(listed, Qt.MouseButton.LeftButton, pos=at)
    assert caught.args == ["ks"]


def test_arrows_walk_and_enter_opens(listed, qtbot):
    qtbot.keyClick(listed, Qt.Key.Key_Down)
    assert listed.current == "lorenz"
    qtbot.keyClick(listed, Qt.Key.Key_Down)
    assert listed.current == "gyre"
    qtbot.keyClick(listed, Qt.Key.Key_Up)
    qtbot.keyClick(listed, Qt.Key.Key_Up)
    assert listed.current == "lorenz"
    with qtbot.waitSignal(listed.opened) as caught:
        qtbot.keyClick(listed, Qt.Key.Key_Return)
    assert caught.args == ["lorenz"]


def test_selecting_from_outside_tells_nobody_but_the_screen_reader(listed):
    heard = []
    listed.selected.connect(heard.append)
    listed.select("thomas")
    assert heard == []
    assert listed.accessibleDescription() == "Thomas: A maze with three mirrors"


def test_the_selection_is_lost_only_with_its_item(listed, items):
    listed.select("ks")
    listed.set_items(items[2:])
    assert listed.current == "ks"
    listed.set_items(items[:2])
    assert listed.current == ""


def test_the_selected_item_is_scrolled_into_view(shown, items):
    made = Plain("presets")
    made.set_items(items)
    area = shown(Scroll(made), 200, 60)
    made.choose("digits")
    assert area.verticalScrollBar().value() > 0
