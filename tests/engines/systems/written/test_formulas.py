"""Marks made into formulas, with the products that nobody writes."""

from __future__ import annotations

import pytest

from engines.errors import EquationError
from engines.systems.written.formulas import Words, differentials, formula
from engines.systems.written.marks import Page, marks


def made(written, discrete=False):
    page = Page(written)
    return formula(page, marks(page), Words(("x", "y", "x_dot"), {"a", "tau"}, discrete))


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("2x", "2 * x"),
        ("2 a (x + y)(x - y)", "2 * a * ( x + y ) * ( x - y )"),
        ("a(x)", "a * ( x )"),
        ("sigma(y - x)", "sigma * ( y - x )"),
        ("k_1(y - x)", "k_1 * ( y - x )"),
        ("sin(x) cos y", "sin ( x ) * cos ( y )"),
        ("sin^2 x + cos^{2}(2x)", "sin ( x ) ^ 2 + cos ( 2 * x ) ^ ( 2 )"),
        (r"\frac{a x}{1 + \frac1y}", "( ( a * x ) / ( 1 + ( ( 1 ) / ( y ) ) ) )"),
        (r"\sqrt{x} \sqrt y", "sqrt ( x ) * sqrt ( y )"),
        ("xy - y^2x", "x * y - y ^ 2 * x"),
        ("x(t) + x' + x(t - 1)", "x + x_dot + x ( t - 1 )"),
        ("x_tau x_{tau}", "x @ tau * x @ tau"),
        ("foo(x)", "foo ( x )"),
        ("foo (x)", "foo * ( x )"),
    ],
)
def test_formulas_are_written_out(written, text):
    assert made(written).text == text


def test_iterates_lose_their_index():
    assert made("a x_n + y_{n} + x(n)", discrete=True).text == "a * x + y + x"


def test_every_character_knows_where_it_came_from():
    written = r"2 abc + \frac{def}{y}"
    found = made(written)
    for name in ("abc", "def"):
        column = found.text.index(name) + 1
        start, end = found.span(column, len(name))
        assert written[start:end] == name
    start, end = found.span(found.text.index("/") + 1, 1)
    assert written[start:end] == r"\frac"


def test_differentials_part_drift_from_noise():
    page = Page("a x dt + 2*dW")
    parts = differentials(page, marks(page))
    assert [m.text for m in parts["dt"]] == ["a", "x"]
    assert [m.text for m in parts["dW"]] == ["2"]


@pytest.mark.parametrize(
    ("written", "sentence"),
    [("x dt + y dt", "a second 'dt'"), ("x", "what is left needs dt or dW behind it")],
)
def test_what_is_no_differential_is_refused(written, sentence):
    page = Page(written)
    with pytest.raises(EquationError, match=sentence):
        differentials(page, marks(page))


def test_a_command_without_its_brackets_is_refused():
    with pytest.raises(EquationError, match=r"'\\frac' lacks what it needs"):
        made(r"x + \frac{1}")
