"""The timeline."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QMenu

from engines.protocols.views import Clock
from widgets.controls.buttons import IconButton
from widgets.panels.timeline import Timeline, clock_decimals
from widgets.theme.look import LOOK


@pytest.fixture
def line(shown):
    made = shown(Timeline(), 1280, 67)
    made.set_clock(Clock("t", 0.0, 30.0, "s", "time"))
    return made


def _button(line, name):
    return next(b for b in line.findChildren(IconButton) if b.accessibleName() == name)


def test_the_clock_shows_time_end_and_label(line):
    line.set_time(2.4)
    assert line.face.texts() == ("2.40", "/ 30.00", "time, s")


def test_the_clock_keeps_its_width_while_it_runs(line):
    widths = set()
    for time in (0.0, 1.11, 9.99, 10.0, 29.87):
        line.set_time(time)
        widths.add(line.face.sizeHint().width())
    assert len(widths) == 1


@pytest.mark.parametrize(("span", "decimals"), [(1, 2), (30, 2), (100, 1), (2000, 0), (0.01, 4)])
def test_a_clock_shows_what_can_be_told_apart(span, decimals):
    assert clock_decimals(span) == decimals


def test_the_round_button_plays_and_pauses_in_turn(line, qtbot):
    with qtbot.waitSignal(line.play):
        qtbot.mouseClick(line.play_button, Qt.MouseButton.LeftButton)
    assert line.play_button.accessibleName() == "Pause"
    with qtbot.waitSignal(line.pause):
        qtbot.mouseClick(line.play_button, Qt.MouseButton.LeftButton)


def test_showing_that_it_runs_tells_nobody(line):
    heard = []
    line.play.connect(lambda: heard.append(1))
    line.set_playing(True)
    assert heard == []
    assert line.play_button.playing


def test_steps_restart_and_export_are_asked_for(line, qtbot):
    with qtbot.waitSignal(line.step) as caught:
        qtbot.mouseClick(_button(line, "One step back"), Qt.MouseButton.LeftButton)
    assert caught.args == [-1]
    with qtbot.waitSignal(line.step) as caught:
        qtbot.mouseClick(_button(line, "One step forward"), Qt.MouseButton.LeftButton)
    assert caught.args == [1]
    with qtbot.waitSignal(line.restart):
        qtbot.mouseClick(_button(line, "From the start again"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(line.export):
        qtbot.mouseClick(_button(line, "Export"), Qt.MouseButton.LeftButton)


def test_the_loop_button_stays_down(line, qtbot):
    with qtbot.waitSignal(line.looped) as caught:
        qtbot.mouseClick(line.loop_button, Qt.MouseButton.LeftButton)
    assert caught.args == [True]


def test_seeking_moves_the_clock_at_once(line, qtbot):
    with qtbot.waitSignals([line.seek, line.seek_ended]):
        qtbot.keyClick(line.track, Qt.Key.Key_End)
    assert line.face.texts()[0] == "30.00"


def test_a_speed_is_chosen_from_a_menu(line, qtbot):
    qtbot.mouseClick(line.speed_button, Qt.MouseButton.LeftButton)
    menu = line.findChild(QMenu)
    assert [a.text() for a in menu.actions()] == ["0.25 ×", "0.5 ×", "1 ×", "2 ×", "4 ×", "8 ×"]
    with qtbot.waitSignal(line.speed) as caught:
        menu.actions()[3].trigger()
    menu.close()
    assert caught.args == [2.0]
    assert line.speed_button.text() == "2 ×"


def test_a_new_clock_starts_at_its_beginning(line):
    line.set_time(12.0)
    line.set_clock(Clock("", -5.0, 5.0, "", "step along u"))
    assert line.face.texts() == ("−5.00", "/ 5.00", "step along u")


def test_what_does_not_depend_on_time_says_so(line):
    line.set_clock(Clock("", 0.0, 0.0))
    assert not line.track.isEnabled()
    assert "time" in line.track.toolTip()


def test_no_word_is_cut(shown, flaws, every_look):
    line = shown(Timeline(), 1280, 67)
    line.set_clock(Clock("t", 0.0, 12000.0, "years", "time since the start"))
    assert flaws(shown(line, 1280, LOOK.density.timeline)) == []


def test_every_button_says_what_it_does(line):
    for button in line.findChildren(IconButton):
        assert button.toolTip()
        assert button.accessibleName()
