"""The switch."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt

from widgets.controls.switch import Switch
from widgets.theme.look import LOOK


@pytest.fixture
def switch(shown):
    made = Switch("FTLE", False)
    return shown(made, made.width(), made.height())


def test_a_click_and_the_keys_turn_it(switch, qtbot):
    with qtbot.waitSignal(switch.toggled) as caught:
        qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert caught.args == [True]
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return):
        before = switch.on
        with qtbot.waitSignal(switch.toggled):
            qtbot.keyClick(switch, key)
        assert switch.on is not before


def test_setting_it_tells_nobody_but_the_screen_reader(switch):
    heard = []
    switch.toggled.connect(heard.append)
    switch.set_on(True)
    assert heard == []
    assert switch.accessibleDescription() == "on"


def test_on_is_accent_with_the_knob_at_the_right(switch):
    switch.set_on(True)
    image = switch.grab().toImage()
    middle = image.height() // 2
    assert image.pixelColor(9, middle).name().upper() == LOOK.theme.accent
    assert image.pixelColor(3 + 26 - 7, middle).name().upper() == LOOK.theme.ink


def test_off_has_the_knob_at_the_left(switch):
    image = switch.grab().toImage()
    assert image.pixelColor(3 + 7, image.height() // 2).name().upper() == LOOK.theme.text2


def test_a_disabled_switch_does_not_turn(switch, qtbot):
    switch.setEnabled(False)
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    assert not switch.on


def test_letting_go_outside_does_not_turn(switch, qtbot):
    qtbot.mousePress(switch, Qt.MouseButton.LeftButton)
    qtbot.mouseRelease(switch, Qt.MouseButton.LeftButton, pos=switch.rect().bottomRight() * 3)
    assert not switch.on


def test_it_grows_with_the_text(shown, every_look):
    assert Switch("x").width() == round(26 * every_look[1]) + 6


def test_it_leaves_no_animation_behind(switch):
    from PyQt6.QtCore import QTimer, QVariantAnimation

    switch.toggle()
    assert switch.findChildren(QVariantAnimation) == []
    assert switch.findChildren(QTimer) == []


def test_the_ring_keeps_a_pixel_away_from_the_switch(switch):
    switch.set_on(True)
    switch.ringed = True
    image = switch.grab().toImage()
    middle = image.height() // 2
    green = [image.pixelColor(x, middle).green() for x in range(5)]
    assert min(green[0], green[1], green[4]) > 190
    assert green[2] < 150
