"""Every control is reached by Tab, and keys go where one would expect them."""

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QAbstractButton, QApplication

from widgets.controls.search_field import SearchField
from widgets.controls.slider.slider_row import SliderRow
from widgets.controls.switch import Switch
from widgets.panels.time_track import TimeTrack

TAB = Qt.FocusReason.TabFocusReason


def press(window, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(window.windowHandle(), key, modifiers)
    QApplication.processEvents()


@pytest.fixture
def pendulum(opened):
    return opened("pendulum")


@pytest.fixture
def slider(pendulum):
    row = pendulum.right.parameters.form.rows["c"]
    row.setFocus(TAB)
    assert row.hasFocus()
    return row


def test_tab_goes_round_every_control_that_can_be_used(pendulum):
    wanted = {
        w
        for kind in (SliderRow, Switch, TimeTrack, QAbstractButton)
        for w in pendulum.findChildren(kind)
        if w.isVisible() and w.isEnabled() and w.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    assert len(wanted) > 20
    pendulum.workspace.play(False)
    pendulum.setFocus()
    seen = set()
    for _ in range(120):
        press(pendulum, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        if wanted <= seen:
            break
        seen.add(focused)
    assert {type(w).__name__ + w.accessibleName() for w in wanted - seen} == set()


def test_space_on_a_slider_still_plays_and_pauses(pendulum, slider):
    playing, before = pendulum.workspace.playing, slider.value
    press(pendulum, Qt.Key.Key_Space)
    assert pendulum.workspace.playing is not playing
    assert slider.value == before
    press(pendulum, Qt.Key.Key_Space)
    assert pendulum.workspace.playing is playing


def test_arrows_move_the_slider_and_home_goes_to_its_end(pendulum, slider):
    before, limits = slider.value, pendulum.stage.views[0].canvas.limits
    press(pendulum, Qt.Key.Key_Right)
    assert slider.value > before
    assert pendulum.workspace.parameters.c == pytest.approx(slider.value)
    press(pendulum, Qt.Key.Key_Home)
    assert slider.value == slider.scale.low
    assert pendulum.stage.views[0].canvas.limits == limits


def test_a_digit_on_a_slider_begins_to_type(pendulum, slider):
    press(pendulum, Qt.Key.Key_0)
    assert slider.typing
    press(pendulum, Qt.Key.Key_Escape)
    assert not slider.typing


def test_backspace_on_a_slider_resets_it_and_leaves_the_paths(pendulum, slider):
    starts = pendulum.workspace.parameters.starts
    press(pendulum, Qt.Key.Key_Right)
    press(pendulum, Qt.Key.Key_Backspace)
    assert slider.value == pytest.approx(slider.declaration.default)
    assert pendulum.workspace.parameters.starts == starts


def test_space_on_a_switch_turns_it_and_does_not_stop_time(pendulum):
    switch = next(s for s in pendulum.findChildren(Switch) if s.isVisible() and s.isEnabled())
    playing, on = pendulum.workspace.playing, switch.on
    switch.setFocus(TAB)
    press(pendulum, Qt.Key.Key_Space)
    assert switch.on is not on
    assert pendulum.workspace.playing is playing


def test_home_on_the_time_track_goes_to_the_start_of_time(pendulum):
    pendulum.workspace.play(False)
    pendulum.workspace.seek(5.0)
    limits = (0.0, 1.0, 0.0, 1.0)
    pendulum.stage.views[0].canvas.set_limits(limits)
    pendulum.timeline.track.setFocus(TAB)
    press(pendulum, Qt.Key.Key_Home)
    assert pendulum.workspace.time == pendulum.workspace.clock.low
    assert pendulum.stage.views[0].canvas.limits == limits


def test_after_opening_the_space_bar_is_for_time(qtbot, opened, window):
    window.gallery.page.preview.open_button.setFocus(TAB)
    opened("saddle")
    assert window.workspace.playing
    press(window, Qt.Key.Key_Space)
    assert not window.workspace.playing
    press(window, Qt.Key.Key_Space)
    assert window.workspace.playing


def test_letters_belong_to_the_field_that_is_typed_in(pendulum):
    field = pendulum.left.gallery.findChild(SearchField)
    field.setFocus()
    for key in (Qt.Key.Key_L, Qt.Key.Key_M, Qt.Key.Key_1):
        press(pendulum, key)
    assert field.text().lower() == "lm1"
    assert pendulum.stage.arrangement.maximised is None
