"""Arithmetic on trees: what does nothing is dropped, and nothing else changes."""

from __future__ import annotations

import pytest

from engines.equations.algebra.arithmetic import (
    ONE,
    ZERO,
    add,
    call,
    divide,
    multiply,
    negative,
    power,
    rebuilt,
    subtract,
)
from engines.equations.algebra.tree import Binary, Call, Name, Negative, number, text

X, Y, TWO = Name("x"), Name("y"), number(2.0)


@pytest.mark.parametrize(
    ("made", "meaning"),
    [
        (add(X, ZERO), "x"),
        (add(ZERO, X), "x"),
        (add(X, X), "(2.0 * x)"),
        (add(X, Negative(Y)), "(x - y)"),
        (add(Negative(X), Y), "(y - x)"),
        (add(X, number(-3)), "(x - 3.0)"),
        (add(ONE, TWO), "3.0"),
        (subtract(X, X), "0.0"),
        (subtract(X, ZERO), "x"),
        (subtract(ZERO, X), "(-x)"),
        (subtract(X, Negative(Y)), "(x + y)"),
        (multiply(X, ZERO), "0.0"),
        (multiply(X, ONE), "x"),
        (multiply(X, TWO), "(2.0 * x)"),
        (multiply(TWO, multiply(X, number(3))), "(6.0 * x)"),
        (multiply(Negative(X), Negative(Y)), "(x * y)"),
        (multiply(Negative(X), Y), "(-(x * y))"),
        (multiply(number(-1), X), "(-x)"),
        (divide(X, ONE), "x"),
        (divide(ZERO, X), "0.0"),
        (divide(ONE, TWO), "0.5"),
        (divide(Negative(X), Y), "(-(x / y))"),
        (power(X, ZERO), "1.0"),
        (power(X, ONE), "x"),
        (power(TWO, number(3)), "8.0"),
        (negative(Negative(X)), "x"),
        (negative(ZERO), "0.0"),
        (call("cos", (ZERO,)), "1.0"),
        (call("atan2", (ZERO, X)), "atan2(0.0, x)"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_does_nothing_is_dropped(made, meaning):
    assert text(made) == meaning


@pytest.mark.parametrize(
    ("made", "meaning"),
    [
        (divide(ONE, ZERO), "(1.0 / 0.0)"),
        (call("log", (ZERO,)), "log(0.0)"),
        (power(number(-1), number(0.5)), "(-1.0 ^ 0.5)"),
        (power(number(1e200), TWO), "(1e+200 ^ 2.0)"),
        (multiply(number(1e200), number(1e200)), "(1e+200 * 1e+200)"),
    ],
)
def test_what_is_no_number_stays_written(made, meaning):
    assert text(made) == meaning


def test_an_operation_is_rebuilt_on_other_operands():
    assert rebuilt(Binary("*", X, Y), [ZERO, Y]) is ZERO
    assert rebuilt(Call("sin", (X,)), [Y]) is Call("sin", (Y,))
    assert rebuilt(Negative(X), [TWO]) is number(-2.0)
    assert rebuilt(X, []) is X
