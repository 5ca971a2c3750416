"""What a typed text says of the time before a delay equation begins."""

from __future__ import annotations

import pytest

from engines.equations.parse import parse
from engines.errors import EquationError
from engines.systems.written.histories import ends, histories, past_lines, pasts, present
from engines.systems.written.marks import Page
from engines.systems.written.statements import statements

TEXT = "x = a*cos(t) for t <= 0\ny = 2 for t <= 0"


def _read(text):
    page = Page(text)
    return page, {one.name: one for one in statements(page)}


def test_histories_are_formulas_of_time_and_parameters():
    page, said = _read(TEXT)
    found = histories(page, said, ("x", "y"), ("a",))
    assert {name: made.text for name, made in found.items()} == {"x": "a * cos ( t )", "y": "2"}
    trees = pasts(page, found, ("a",))
    assert present(page, said, trees, {"a": 3.0}) == {"x": 3.0, "y": 2.0}


def test_what_cannot_be_read_is_told_at_its_place():
    page, said = _read("x = 1 for t <= 0\ny = b + sni(t) for t <= 0")
    found = histories(page, said, ("x", "y"), ())
    with pytest.raises(EquationError, match="line 2, column 9: unknown function 'sni'"):
        pasts(page, found, ("b",))


def test_a_history_that_ends_nowhere_is_left_out_or_refused():
    trees = {"x": parse("1/t", (), "test"), "y": parse("t", (), "test")}
    assert ends(trees, {}) == {"y": 0.0}
    page, said = _read("x = 1/t for t <= 0\ny = t for t <= 0")
    with pytest.raises(EquationError, match="line 1, column 1: at t = 0"):
        present(page, said, trees, {})


def test_lines_of_a_file_name_the_starts_that_are_elsewhere():
    texts = {"x": "a*cos(t)", "y": "2"}
    trees = {name: parse(text, ("a",), "test") for name, text in texts.items()}
    lines = past_lines(texts, trees, {"x": 0.1 + 0.2, "y": 2.0}, {"a": 3.0})
    assert lines == (
        "x = a*cos(t) for t <= 0",
        "y = 2 for t <= 0",
        "x(0) = 0.30000000000000004",
    )
