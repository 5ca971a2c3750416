"""Lowering: single steps, shared parts once, whole powers as products."""

from __future__ import annotations

import pytest

from engines.equations.functions import FUNCTIONS
from engines.equations.parse import parse
from engines.equations.program import program

NAMES = ("x", "y", "n")


def operations(text, primitives=("sin", "cos", "sqrt", "cosh", "floor")):
    found = program([parse(text, NAMES)], primitives)
    return [step.operation for step in found.steps if step.operation not in ("number", "name")]


def test_shared_parts_are_computed_once():
    roots = [parse("sin(x*y) + 1", NAMES), parse("sin(x*y)*cos(x*y)", NAMES)]
    found = program(roots, ("sin", "cos"))
    kinds = [step.operation for step in found.steps]
    assert kinds.count("sin") == 1
    assert kinds.count("*") == 2
    assert len(found.outputs) == 2
    for place, step in enumerate(found.steps):
        assert all(operand < place for operand in step.operands)


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("x^2", ["*"]),
        ("x^3", ["*", "*"]),
        ("x^8", ["*", "*", "*"]),
        ("x^-2", ["*", "/"]),
        ("x^-1", ["/"]),
        ("x^0.5", ["sqrt"]),
        ("x^n", ["^"]),
        ("x^2.5", ["^"]),
        ("x^33", ["^"]),
        ("-2", []),
        ("-x", ["neg"]),
    ],
)
def test_powers_become_products_where_they_can(text, steps):
    assert operations(text) == steps


def test_squares_inside_cubes_are_shared():
    found = program([parse("x^2 + x^4", NAMES)], ())
    assert [s.operation for s in found.steps].count("*") == 2


def test_functions_the_target_lacks_are_expanded():
    assert operations("sech(x)") == ["cosh", "/"]
    assert operations("mod(x, y)") == ["/", "floor", "*", "-"]
    assert operations("sech(x)", ("sech",)) == ["sech"]


def test_constants_become_numbers():
    found = program([parse("pi*x", NAMES)], FUNCTIONS)
    assert found.steps[found.steps[-1].operands[0]].value == pytest.approx(3.141592653589793)
