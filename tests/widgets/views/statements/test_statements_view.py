"""Statements in the window: a mark each, nothing cut, nothing over another."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QRect
from PyQt6.QtGui import QColor

from engines.layers.frame import Frame
from engines.layers.statements import Statement, Statements
from engines.protocols.views import ViewSpec
from widgets.theme.look import LOOK
from widgets.theme.tokens import DARK, LIGHT
from widgets.views.statements.statements_view import StatementsView, lines_of

ROWS = (
    Statement("No convex cost rises", "E c(z) at most E c(x)", "0.68, 0.43", "at most 1", "holds"),
    Statement("Straight where nothing crosses", "S = 0 if V = 0", "-2.9", "0", "fails"),
    Statement("Nothing can be said", "for straight segments only"),
)
SPEC = ViewSpec("laws", "statements", "Theorems", ("laws",), "of round 1")


@pytest.fixture(autouse=True)
def steady_look(qapp):
    LOOK.still = True
    LOOK.set(DARK, 1.0)
    LOOK.fit(1440, 900)
    yield
    LOOK.set(DARK, 1.0)


@pytest.fixture
def view(qtbot):
    made = StatementsView(SPEC, DARK)
    qtbot.addWidget(made)
    made.resize(460, 300)
    made.arrange()
    made.show_frame(Frame({"laws": Statements(ROWS)}))
    yield made
    made.close_view()


def test_the_header_counts_what_holds(view):
    assert view.header._subtitle == "of round 1, 1 of 2 hold"


def test_rows_follow_each_other_inside_the_view(view):
    places = view.placed()
    tops = [top for top, _ in places]
    assert len(places) == 3
    assert tops == sorted(tops)
    assert tops[-1] < view.height()


def test_two_texts_share_a_line_where_both_fit():
    wide = lines_of(ROWS[0], 600.0)
    assert [(line.left, line.right) for line in wide] == [
        ("No convex cost rises", "0.68, 0.43"),
        ("E c(z) at most E c(x)", "at most 1"),
    ]
    narrow = lines_of(ROWS[0], 130.0)
    assert all(not (line.left and line.right) for line in narrow)
    assert " ".join(line.left for line in narrow if line.left).startswith("No convex cost rises")


def test_minus_signs_are_true_ones():
    assert lines_of(ROWS[1], 600.0)[0].right == "\N{MINUS SIGN}2.9"


def test_where_room_is_short_what_is_said_about_a_row_gives_way(view):
    view.resize(180, 150)
    view.arrange()
    brief = view.placed()
    said = [line.left for _, lines in brief for line in lines]
    assert "No convex cost rises" in " ".join(said)
    assert "E c(z) at most E c(x)" not in said


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_marks_have_the_colours_of_tick_and_cross(view, theme):
    view.set_theme(theme)
    picture = view.grab_picture()
    ticks, crosses = (picture.copy(_mark(view, i)) for i in (0, 1))
    assert _has(ticks, theme.accent)
    assert not _has(ticks, theme.error)
    assert _has(crosses, theme.error)
    assert not _has(crosses, theme.accent)


def test_an_empty_frame_forgets_them(view):
    view.clear()
    assert view.rows == ()
    assert view.placed() == []


def _mark(view, row):
    return QRect(14, int(view.placed()[row][0]), 18, 18)


def _has(picture, colour):
    wanted = QColor(colour)
    return any(
        abs(wanted.red() - c.red())
        + abs(wanted.green() - c.green())
        + abs(wanted.blue() - c.blue())
        < 40
        for x in range(picture.width())
        for y in range(picture.height())
        for c in [picture.pixelColor(x, y)]
    )
