"""Trouble is a bar with a sentence, never a dialog."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest

from widgets.theme.tokens import DARK
from widgets.views.surround.notices import KEPT, TroubleBar

LONG = "The path left the domain at t = 3.2 s because the field is not known there. " * 3


def test_a_sentence_shows_the_bar_and_an_empty_one_hides_it(qtbot):
    bar = TroubleBar(DARK)
    qtbot.addWidget(bar)
    assert bar.isHidden()
    bar.say("The shader does not compile.", "line 3: syntax error")
    assert not bar.isHidden()
    assert bar.next == KEPT
    assert not bar.details.isHidden()
    bar.say("")
    assert bar.isHidden()


def test_details_and_dismissal_are_told(qtbot):
    bar = TroubleBar(DARK)
    qtbot.addWidget(bar)
    bar.resize(500, 60)
    bar.say("The shader does not compile.", "line 3: syntax error")
    with qtbot.waitSignal(bar.details_requested, timeout=1000) as told:
        QTest.mouseClick(bar.details, Qt.MouseButton.LeftButton)
    assert told.args == ["line 3: syntax error"]
    with qtbot.waitSignal(bar.dismissed, timeout=1000):
        QTest.mouseClick(bar.close_button, Qt.MouseButton.LeftButton)


def test_the_bar_grows_until_the_sentence_fits(qtbot):
    bar = TroubleBar(DARK)
    qtbot.addWidget(bar)
    bar.say(LONG)
    assert bar.height_for(300) > bar.height_for(900) >= 40


def test_the_edge_is_error(qtbot):
    bar = TroubleBar(DARK)
    qtbot.addWidget(bar)
    bar.resize(500, 60)
    bar.say("No.")
    assert bar.grab().toImage().pixelColor(1, 30).name().upper() == DARK.error


def test_a_note_is_calm_and_a_warning_warm(qtbot):
    bar = TroubleBar(DARK)
    qtbot.addWidget(bar)
    bar.resize(500, 60)
    for kind, colour in (("note", DARK.edge), ("warn", DARK.warn), ("error", DARK.error)):
        bar.say("Two nodes have no value.", next_step="", kind=kind)
        assert bar.grab().toImage().pixelColor(1, 30).name().upper() == colour
