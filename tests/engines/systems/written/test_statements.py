"""What each line of a typed text says."""

from __future__ import annotations

import pytest

from engines.errors import EquationError
from engines.systems.written.marks import Page
from engines.systems.written.statements import (
    NEXT,
    RATE,
    SECOND,
    SHAKEN,
    START,
    VALUE,
    WINDOW,
    statements,
)


@pytest.mark.parametrize(
    ("written", "kind", "name"),
    [
        ("x' = 1", RATE, "x"),
        ("x'(t) = 1", RATE, "x"),
        ("dx/dt = 1", RATE, "x"),
        ("dx(t)/dt = 1", RATE, "x"),
        (r"\frac{dx}{dt} = 1", RATE, "x"),
        (r"\frac{d x_1}{d t} = 1", RATE, "x_1"),
        (r"\dot{\theta} = 1", RATE, "theta"),
        ("d theta/dt = 1", RATE, "theta"),
        ("x'' = 1", SECOND, "x"),
        (r"\ddot x = 1", SECOND, "x"),
        ("d^2x/dt^2 = 1", SECOND, "x"),
        ("x_{n+1} = 1", NEXT, "x"),
        ("x(n+1) = 1", NEXT, "x"),
        ("x := 1", VALUE, "x"),
        ("dx = 1 dt", SHAKEN, "x"),
        ("dx = 1", VALUE, "dx"),
        ("x(0) = 1", START, "x"),
        ("x in [0, 1]", WINDOW, "x"),
    ],
)
def test_the_left_tells_what_a_line_says(written, kind, name):
    (one,) = statements(Page(written))
    assert (one.kind, one.name) == (kind, name)


def test_several_things_may_stand_in_a_line_and_one_over_several():
    found = statements(Page("a = 1, b = max(1, 2); c = 3 in [0, 4]\nx' = a +\n b\n - c"))
    assert [(s.kind, s.name) for s in found] == [
        (VALUE, "a"),
        (VALUE, "b"),
        (VALUE, "c"),
        (WINDOW, "c"),
        (RATE, "x"),
    ]
    assert [m.text for m in found[-1].right] == ["a", "+", "b", "-", "c"]


@pytest.mark.parametrize("written", ["2 = x", "x + 1 = 2", "dy/dx = 1", "x y = 2", "(x) = 1"])
def test_a_left_that_names_nothing_is_refused(written):
    with pytest.raises(EquationError, match="line 1, column 1: the left cannot be read"):
        statements(Page(written))
