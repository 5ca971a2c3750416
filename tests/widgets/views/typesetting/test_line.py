"""Lines leave slots for their live numbers."""

from __future__ import annotations

import pytest

from widgets.views.typesetting.line import laid_out, on_main_line


def test_only_numbers_outside_braces_and_scripts_are_flat():
    tex = r"\live{a}{1} + \frac{\live{b}{1}}{2} - x^\live{c}{1} + \left(\live{d}{1}\right)"
    assert on_main_line(tex) == [True, False, False, True]


def test_a_flat_slot_parts_the_outlines(qapp):
    layout = laid_out(r"x = \live{a}{1}\,y + \live{b}{1}\,z", ("8.88", "8.88"), 17.0)
    assert [s.name for s in layout.slots] == ["a", "b"]
    assert len(layout.pieces) == 3
    lefts = [p.boundingRect().left() for p in layout.pieces]
    rights = [p.boundingRect().right() for p in layout.pieces]
    assert rights[0] < layout.slots[0].x < lefts[1]
    assert rights[1] < layout.slots[1].x < lefts[2]


def test_more_numbers_than_digits_are_told_apart(qapp):
    names = [f"p{i}" for i in range(12)]
    tex = " + ".join(rf"\live{{{n}}}{{1}}" for n in names)
    layout = laid_out(tex, ("8.88",) * 12, 17.0)
    assert [s.name for s in layout.slots] == names
    assert [s.x for s in layout.slots] == sorted(s.x for s in layout.slots)


def test_a_literal_number_is_no_slot(qapp):
    layout = laid_out(r"8 \live{a}{8} + 88.8", ("8.88",), 17.0)
    assert len(layout.slots) == 1
    assert layout.pieces[0].boundingRect().left() == pytest.approx(0, abs=2)


def test_a_layout_is_kept(qapp):
    assert laid_out("x + y", (), 17.0) is laid_out("x + y", (), 17.0)
