"""Why a path ended is told."""

from __future__ import annotations

import numpy as np
import pytest

from engines.equations.equations import read_equations
from engines.systems.stepping.leaving import left_domain


def told(x, y, start=(1.0, 1.0), stop=5.0):
    equations = read_equations({"x": x, "y": y}, ("n",))
    return left_domain(equations, {"n": 1.5}, np.array(start), 0.0, stop, 0.01)


def test_the_operation_and_the_moment_are_named():
    sentence = told("-1", "x^n")
    assert sentence.startswith("y: left the domain of x^n at t = 1")


@pytest.mark.parametrize(
    ("formula", "part"), [("log(x)", "log(x)"), ("sqrt(x - 0.5)*y", "sqrt(x - 0.5)")]
)
def test_roots_and_logarithms_are_named(formula, part):
    assert f"y: left the domain of {part} at t = " in told("-1", formula)


def test_growth_beyond_all_numbers_is_no_matter_of_domains():
    assert told("x^2", "y", stop=0.9) == ""
    assert told("x^3", "0", stop=2.0) == ""
