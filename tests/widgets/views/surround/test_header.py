"""The header names its view, and nothing in it is ever cut."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest

from widgets.theme.look import LOOK
from widgets.theme.tokens import DARK
from widgets.views.surround.header import ViewHeader


@pytest.fixture
def header(qtbot):
    made = ViewHeader(DARK)
    qtbot.addWidget(made)
    made.set_words("FTLE, forward", "repelling walls, T = 15.0, 1500 tracers")
    made.resize(800, 30)
    made.show()
    return made


def test_every_icon_names_its_key(header):
    assert [b.toolTip() for b in header.buttons.values()] == [
        "Layers of this view  (Shift+L)",
        "Export this view  (Ctrl+E)",
        "Maximise  (M)",
    ]


def test_icons_and_a_double_click_ask_for_what_they_show(header, qtbot):
    for name, signal in (
        ("layers", header.layers_clicked),
        ("export", header.export_clicked),
        ("maximise", header.maximise_clicked),
    ):
        with qtbot.waitSignal(signal, timeout=1000):
            QTest.mouseClick(header.buttons[name], Qt.MouseButton.LeftButton)
    with qtbot.waitSignals([header.pressed, header.maximise_clicked], timeout=1000):
        QTest.mouseClick(header, Qt.MouseButton.LeftButton, pos=QPoint(100, 10))
        QTest.mouseDClick(header, Qt.MouseButton.LeftButton, pos=QPoint(100, 10))


def test_the_subtitle_gives_way_and_moves_into_the_tooltip(header):
    assert header.subtitle_shown()
    assert header.toolTip() == ""
    header.resize(260, 30)
    assert not header.subtitle_shown()
    assert header.toolTip().startswith("repelling walls")


def test_icons_give_way_to_a_long_title(header):
    header.set_words("Largest Lyapunov exponent of the flow", "")
    header.resize(330, 30)
    assert header.buttons["layers"].isHidden()
    assert not header.buttons["maximise"].isHidden()


def test_the_chip_turns_to_accent_with_the_focus(header):
    def colour_of_chip():
        return header.grab().toImage().pixelColor(12, 15).name().upper()

    assert colour_of_chip() == DARK.control
    header.set_focused(True)
    assert colour_of_chip() == DARK.accent


def test_a_maximised_view_offers_the_way_back(header):
    header.set_maximised(True)
    assert header.buttons["maximise"].toolTip() == "Restore  (M)"


def test_a_flash_fades_to_the_canvas(header):
    LOOK.still = True
    header.flash()
    assert header.grab().toImage().pixelColor(700, 2).name().upper() == DARK.canvas
