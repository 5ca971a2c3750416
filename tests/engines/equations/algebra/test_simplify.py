"""Expressions made shorter without changing their value."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.equations.algebra.simplify import expanded, simplified
from engines.equations.algebra.tree import Binary, Name, Negative, number, text
from engines.equations.parse import parse
from engines.equations.to_numpy import evaluated

NAMES = ("x", "y", "z")


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("x*y - y*x", "0.0"),
        ("-x - x - x", "(-(3.0 * x))"),
        ("(x + y)^2 - x^2 - 2*x*y - y^2", "0.0"),
        ("x*(y + z) - x*y", "(x * z)"),
        ("sin(x)*y - y*sin(x) + 1", "1.0"),
        ("y*(x/y) - x", "0.0"),
        ("2*x/4", "(0.5 * x)"),
        ("0.1*x + 0.2*x - 0.3*x", "0.0"),
        ("(x + y)*(x - y)", "((x + y) * (x - y))"),
    ],
)
def test_what_cancels_disappears(long, short):
    assert text(simplified(parse(long, NAMES))) == short


def test_an_expansion_that_would_explode_is_not_made():
    factors = "*".join(f"(x + {i}*y + {i}*z + sin({i}*x))" for i in range(1, 12))
    tree = parse(factors, NAMES)
    assert expanded(tree) is None
    assert simplified(tree) is tree or text(simplified(tree))


leaves = st.sampled_from([Name("x"), Name("y"), number(2.0), number(0.5), number(3.0)])
trees = st.recursive(
    leaves,
    lambda inner: (
        st.builds(Negative, inner)
        | st.builds(Binary, st.sampled_from("+-*"), inner, inner)
        | st.builds(lambda a, k: Binary("^", a, number(k)), inner, st.sampled_from([2, 3]))
    ),
    max_leaves=12,
)


@given(trees)
@settings(max_examples=150, deadline=None)
def test_the_value_stays_the_same(tree):
    scope = {"x": np.array([0.3, -1.2, 0.9]), "y": np.array([1.1, 0.7, -0.4])}
    (before,) = evaluated([tree], scope)
    after = evaluated([simplified(tree), *([e] if (e := expanded(tree)) else [])], scope)
    scale = np.maximum(np.abs(before), evaluated([tree], {k: abs(v) + 3 for k, v in scope.items()}))
    scale = np.maximum(np.abs(scale), 1.0)
    for found in after:
        assert np.all(np.abs(found - before) <= 1e-9 * scale)
