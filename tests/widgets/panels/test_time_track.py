"""The track of the timeline."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QPoint, Qt

from widgets.panels.time_track import TimeTrack


@pytest.fixture
def track(shown):
    made = shown(TimeTrack(), 900, 67)
    made.set_range(0.0, 30.0)
    return made


def test_ticks_stand_at_friendly_times(track):
    assert track.ticks() == (0.0, 5.0, 10.0, 15.0, 20.0, 25.0, 30.0)


def test_ticks_of_a_range_round_zero_contain_zero(track):
    track.set_range(-5.0, 5.0)
    assert 0.0 in track.ticks()
    assert track.ticks()[0] == -5.0
    assert track.ticks()[-1] == 5.0


def test_place_and_time_are_inverse(track):
    for time in (0.0, 2.4, 17.0, 30.0):
        assert track.time_at(track.x_of(time)) == pytest.approx(time)


def test_a_drag_seeks_all_the_way_and_ends_once(track, qtbot):
    sought, ended = [], []
    track.seek.connect(sought.append)
    track.seek_ended.connect(ended.append)
    y = track.height() // 2
    start, stop = (QPoint(round(track.x_of(t)), y) for t in (6.0, 12.0))
    qtbot.mousePress(track, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(track, pos=stop)
    track.set_time(1.0)  # what runs must not take the playhead out of the hand
    qtbot.mouseRelease(track, Qt.MouseButton.LeftButton, pos=stop)
    assert sought[0] == pytest.approx(6.0, abs=0.05)
    assert sought[-1] == pytest.approx(12.0, abs=0.05)
    assert ended == [sought[-1]]


@pytest.mark.parametrize(
    ("key", "time"),
    [
        (Qt.Key.Key_Right, 15.3),
        (Qt.Key.Key_Left, 14.7),
        (Qt.Key.Key_PageUp, 18.0),
        (Qt.Key.Key_Home, 0.0),
        (Qt.Key.Key_End, 30.0),
    ],
)
def test_keys_seek(track, qtbot, key, time):
    track.set_time(15.0)
    with qtbot.waitSignal(track.seek_ended) as caught:
        qtbot.keyClick(track, key)
    assert caught.args[0] == pytest.approx(time)


def test_shift_is_coarse_and_ctrl_fine(track, qtbot):
    track.set_time(15.0)
    qtbot.keyClick(track, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert track.time == pytest.approx(18.0)
    qtbot.keyClick(track, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert track.time == pytest.approx(18.03)


def test_setting_a_time_tells_nobody_and_stays_inside(track):
    heard = []
    track.seek.connect(heard.append)
    track.set_time(99.0)
    assert track.time == 30.0
    assert heard == []


def test_a_range_without_length_disables_the_track(track):
    track.set_range(0.0, 0.0)
    assert not track.isEnabled()
    assert track.ticks() == ()


def test_numbers_on_the_track_do_not_touch(shown, flaws, every_look):
    for ends in ((0.0, 30.0), (-1000.0, 1000.0), (0.0, 0.001)):
        track = shown(TimeTrack(), 500, 80)
        track.set_range(*ends)
        assert flaws(track) == []
