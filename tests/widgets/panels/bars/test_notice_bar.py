"""The bar that tells of trouble."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from widgets.controls.buttons import IconButton
from widgets.panels.bars.notice_bar import NoticeBar
from widgets.theme.look import LOOK


@pytest.fixture
def bar(shown):
    made = shown(NoticeBar(), 782, 60)
    made.show_notice("A path left the domain.", "It was stopped there.", "x = 2.01", "Show it")
    return made


def test_sentence_and_what_happens_next_are_shown_and_details_only_on_request(bar, qtbot):
    assert bar.sentence.text() == "A path left the domain."
    assert bar.then.text() == "It was stopped there."
    assert not bar.details.isVisible()
    qtbot.mouseClick(bar.more, Qt.MouseButton.LeftButton)
    assert bar.details.isVisible()


def test_its_button_acts(bar, qtbot):
    with qtbot.waitSignal(bar.acted):
        qtbot.mouseClick(bar.action, Qt.MouseButton.LeftButton)


def test_it_can_be_closed(bar, qtbot):
    with qtbot.waitSignal(bar.dismissed):
        qtbot.mouseClick(bar.findChild(IconButton), Qt.MouseButton.LeftButton)
    assert not bar.isVisible()


def test_a_new_notice_replaces_the_last_with_all_its_parts(bar):
    bar.show_notice("No graphics card found.", kind="warn")
    assert not bar.then.isVisible()
    assert not bar.more.isVisible()
    assert not bar.action.isVisible()
    assert bar.accessibleName() == "warn: No graphics card found."


@pytest.mark.parametrize(("kind", "token"), [("error", "error"), ("warn", "warn")])
def test_its_edge_has_the_colour_of_its_kind(bar, kind, token):
    bar.show_notice("A sentence.", kind=kind)
    pixel = bar.grab().toImage().pixelColor(1, 10)
    assert pixel.name().upper() == getattr(LOOK.theme, token)


def test_no_word_is_cut(shown, flaws, every_look):
    bar = NoticeBar()
    bar.show_notice(
        "The equation of the second variable could not be read: a term is missing after +.",
        "The last good picture stays until the equation can be read again.",
        "line 2, column 14",
        "Show it",
    )
    outer = QWidget()
    column = QVBoxLayout(outer)
    column.addWidget(bar)
    column.addStretch(1)
    assert flaws(shown(outer, 560, 600)) == []
