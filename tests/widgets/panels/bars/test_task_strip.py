"""The task strip; its clock is turned by hand."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt

from widgets.panels.bars.task_strip import TaskRow, TaskStrip, time_left
from widgets.theme.look import LOOK


class Now:
    """A clock that goes when it is told to."""

    def __init__(self):
        self.time = 100.0

    def __call__(self):
        return self.time


@pytest.fixture
def now():
    return Now()


@pytest.fixture
def strip(shown, now):
    made = shown(TaskStrip(now), 878, 28)
    made.hide()
    return made


def _rows(strip):
    return [r for r in strip.findChildren(TaskRow) if r.isVisibleTo(strip)]


def test_under_a_second_nothing_is_shown(strip, now):
    strip.update_task("a", "Basins 1 of 64", 0.01)
    now.time += 0.9
    strip.update_task("a", "Basins 2 of 64", 0.02)
    assert not strip.isVisible()


def test_after_a_second_words_bar_and_per_cent_are_shown(strip, now):
    strip.update_task("a", "Basins 1 of 64", 0.01)
    now.time += 1.5
    strip.update_task("a", "Basins 40 of 64", 0.625)
    (row,) = _rows(strip)
    assert strip.isVisible()
    assert row.words.text() == "Basins 40 of 64"
    assert row.bar.share == 0.625
    assert row.per_cent.text() == "62\N{THIN SPACE}%"
    assert not row.left.isVisible()


def test_after_ten_seconds_the_time_left_is_estimated(strip, now):
    strip.update_task("a", "Basins", 0.0)
    now.time += 12.0
    strip.update_task("a", "Basins", 0.75)
    assert _rows(strip)[0].left.text() == "4 s left"


def test_a_task_that_starts_again_and_again_is_not_estimated(strip, now):
    for _ in range(5):
        strip.update_task("a", "Noise to data", 0.0)
        now.time += 4.0
        strip.update_task("a", "Noise to data", 0.6)
    (row,) = _rows(strip)
    assert row.isVisible()
    assert not row.left.isVisible()


def test_an_unknown_length_has_no_bar(strip, now):
    strip.update_task("a", "Steps 1")
    now.time += 2
    strip.update_task("a", "Steps 900")
    (row,) = _rows(strip)
    assert not row.bar.isVisible()
    assert not row.per_cent.isVisible()


def test_three_rows_at_most_and_the_rest_is_counted(strip, now):
    for name in "abcde":
        strip.update_task(name, name, 0.1)
    now.time += 2
    strip.update_task("e", "e", 0.2)
    assert len(_rows(strip)) == 3
    assert strip.more.text() == "and 2 more"
    strip.end_task("a")
    assert [r.words.text() for r in _rows(strip)] == ["b", "c", "d"]
    assert strip.more.text() == "and 1 more"


def test_cancel_names_its_task(strip, now, qtbot):
    strip.update_task("training", "Epoch 1", 0.1)
    now.time += 2
    strip.update_task("training", "Epoch 2", 0.2)
    with qtbot.waitSignal(strip.cancelled) as caught:
        qtbot.mouseClick(_rows(strip)[0].cancel, Qt.MouseButton.LeftButton)
    assert caught.args == ["training"]


def test_the_strip_goes_when_the_last_task_ends(strip, now):
    strip.update_task("a", "a", 0.1)
    now.time += 2
    strip.update_task("a", "a", 0.2)
    strip.end_task("a")
    strip.end_task("never begun")
    assert not strip.isVisible()
    assert strip.tasks() == ()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "1 s left"),
        (7.4, "7 s left"),
        (43, "45 s left"),
        (300, "5 min left"),
        (10_800, "3 h left"),
        (5e5, "days left"),
    ],
)
def test_time_left_is_no_finer_than_it_is_known(seconds, words):
    assert time_left(seconds) == words


def test_no_word_is_cut(shown, now, flaws, every_look):
    strip = TaskStrip(now)
    for name in "abcd":
        strip.update_task(name, "FTLE, forward: 1600 x 800, level 3 of 4", 0.3)
    now.time += 20
    strip.update_task("d", "d", 0.3)
    assert flaws(shown(strip, 782, LOOK.px(120))) == []
