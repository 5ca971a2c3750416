"""Statements on paper: marks, words and numbers, two lines a row."""

from __future__ import annotations

from app.export.drawers.statements import draw_statements
from engines.layers.statements import Statement, Statements

ROWS = Statements(
    (
        Statement("Cost", "E c", "7.9", "at most 18", "holds"),
        Statement("Straight", "a long story about a formula " * 4, "2.0", "0", "fails"),
        Statement("Open"),
    )
)


def test_every_row_has_its_mark_and_its_words(panel_of):
    panel = panel_of("statements")
    drawn = draw_statements(panel, "laws", ROWS, 1.0)
    texts = [one.get_text() for one in drawn]
    assert [
        t
        for t in texts
        if t in "\u2714\u2715\u2716\N{CHECK MARK}\N{MULTIPLICATION X}\N{EN DASH}" and t
    ]
    for word in ("Cost", "7.9", "at most 18", "Straight", "2.0", "Open"):
        assert word in texts
    assert not any("long story" in t for t in texts)  # no room beside what it must be


def test_rows_stand_below_each_other_within_the_panel(panel_of):
    panel = panel_of("statements")
    drawn = draw_statements(panel, "laws", ROWS, 1.0)
    heights = [one.get_position()[1] for one in drawn if one.get_text() in ROWS.labels]
    assert heights == sorted(heights, reverse=True)
    assert min(heights) >= panel.limits[2]


def test_it_draws_ink(panel_of, pixels_of):
    panel = panel_of("statements")
    before = pixels_of(panel).copy()
    draw_statements(panel, "laws", ROWS, 1.0)
    assert (pixels_of(panel) != before).any()


def test_where_rows_are_low_each_takes_one_line(panel_of):
    many = Statements(ROWS.rows[:1] * 12)
    panel = panel_of("statements")
    drawn = draw_statements(panel, "laws", many, 1.0)
    texts = [one.get_text() for one in drawn]
    assert "7.9 (at most 18)" in texts
    assert "E c" not in texts
    assert len(texts) == 3 * 12
