"""Derivatives of every function, by differences and by rule; substitution."""

from __future__ import annotations

import numpy as np
import pytest

from engines.equations.algebra.derive import derivative, substitute
from engines.equations.algebra.tree import Name, number, text
from engines.equations.functions import FUNCTIONS
from engines.equations.parse import parse
from engines.equations.to_numpy import evaluated

NAMES = ("x", "y", "k")
SCOPE = {"x": np.array([0.31, 0.62, 0.83]), "y": np.array([0.52, 0.14, 0.45]), "k": np.full(3, 1.7)}

FORMULAS = [
    *(f"{name}(x)" for name, f in FUNCTIONS.items() if f.arity == 1),
    *(f"{name}(x, y)" for name, f in FUNCTIONS.items() if f.arity == 2),
    *(f"{name}(y, x)" for name, f in FUNCTIONS.items() if f.arity == 2),
    "x^3",
    "x^-2",
    "x^k",
    "k^x",
    "x^x",
    "x^(y*x)",
    "(x + y)/(x*y)",
    "1/x",
    "-x*y + 2*x/3 - y",
    "sin(x^2*y)*exp(-x)",
    "max(sin(3*x), y)*sech(x*y)",
]


@pytest.mark.parametrize("formula", FORMULAS)
def test_the_derivative_is_the_limit_of_differences(formula):
    tree, h = parse(formula, NAMES), 1e-6
    (found,) = evaluated([derivative(tree, "x")], SCOPE)
    ahead = evaluated([tree], {**SCOPE, "x": SCOPE["x"] + h})[0]
    behind = evaluated([tree], {**SCOPE, "x": SCOPE["x"] - h})[0]
    np.testing.assert_allclose(found, (ahead - behind) / (2 * h), rtol=1e-7, atol=1e-8)


@pytest.mark.parametrize(
    ("formula", "meaning"),
    [
        ("k*y", "0.0"),
        ("x", "1.0"),
        ("k*x", "k"),
        ("x^2", "(2.0 * x)"),
        ("sin(k*x)", "(cos((k * x)) * k)"),
        ("exp(x)", "exp(x)"),
        ("y*log(x)", "(y * (1.0 / x))"),
        ("floor(x) + sign(x)", "0.0"),
    ],
)
def test_simple_derivatives_look_simple(formula, meaning):
    assert text(derivative(parse(formula, NAMES), "x")) == meaning


def test_a_name_is_replaced_everywhere_and_the_rest_simplified():
    tree = parse("k*x + sin(k)*y", NAMES)
    assert text(substitute(tree, {"k": number(0.0)})) == "0.0"
    assert text(substitute(tree, {"x": Name("y")})) == "((k * y) + (sin(k) * y))"
