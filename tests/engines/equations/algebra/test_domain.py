"""The part of an expression that has no value is found, and written as people would."""

from __future__ import annotations

import pytest

from engines.equations.algebra.domain import blamed, short
from engines.equations.parse import parse

NAMES = ("x", "y", "n")


@pytest.mark.parametrize(
    ("formula", "part"),
    [
        ("1 + sin(x^n)*y", "x^n"),
        ("y*log(x + 1/2)", "log(x + 1/2)"),
        ("sqrt(x)/y + log(x)", "sqrt(x)"),
        ("(x - x)/(y - y)", "(x - x)/(y - y)"),
        ("asin(2*y)", "asin(2*y)"),
        ("x^2 + y", None),
    ],
)
def test_the_first_part_without_a_value_is_to_blame(formula, part):
    found = blamed(parse(formula, NAMES), {"x": -1.0, "y": 2.0, "n": 1.5})
    assert (found and short(found)) == part


@pytest.mark.parametrize(
    "formula",
    ["x^n", "x + y*2", "(x + y)*2", "x - (y - 1)", "-x^2", "(-x)^2", "(x/y)/n", "x/(y*n)",
     "(x^y)^n", "x^y^n", "max(x, -1)", "2.5*x"],
)  # fmt: skip
def test_what_is_written_means_the_same(formula):
    tree = parse(formula, NAMES)
    assert parse(short(tree), NAMES) is tree
