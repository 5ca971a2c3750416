"""The table of functions is complete and says the same to every printer."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from engines.equations import to_numba, to_torch
from engines.equations.equations import read_equations
from engines.equations.functions import CONSTANTS, FUNCTIONS, RESERVED
from engines.equations.parse import parse


def test_the_functions_promised_to_users_are_there():
    promised = "sin cos tan asin acos atan atan2 sinh cosh tanh sech exp log sqrt abs sign min max"
    assert set(promised.split()) <= set(FUNCTIONS)
    assert {"floor", "mod", "heaviside", "step"} <= set(FUNCTIONS)
    assert {"pi": math.pi, "e": math.e} == CONSTANTS
    assert {"t", "pi", "e", "sin"} <= RESERVED


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda f: f.name)
def test_each_entry_can_be_printed_everywhere(function):
    libraries = {"math": math, "numpy": np}
    if function.numba:
        library, _, attribute = function.numba.partition(".")
        assert callable(getattr(libraries[library], attribute))
    if function.numpy:
        assert callable(getattr(np, function.numpy))
        assert callable(getattr(torch, function.torch))
    else:
        assert not function.numba
        parse(function.expansion, ("a", "b"))
    assert function.glsl or function.expansion
    assert not function.glsl_text or f"float {function.glsl}(" in function.glsl_text
    assert function.tex
    for rule in function.derivatives:
        parse(rule, ("a", "b"))
    assert function.arity in (1, 2)


def test_step_is_zero_at_zero_on_every_machine_of_the_processor():
    equations = read_equations({"x": "step(x)", "y": "step(-y) + heaviside(y)"}, ())
    states = np.array([[-2.0, -3.0], [0.0, 0.0], [2.0, 3.0], [5e-324, -5e-324]])
    wanted = np.stack([np.heaviside(states[:, 0], 0.0), [1.0, 0.5, 1.0, 1.0]], axis=1)
    np.testing.assert_array_equal(equations.evaluate(states, 0.0, {}), wanted)
    scalar = to_numba.rates(equations)
    np.testing.assert_array_equal([scalar(*state, 0.0) for state in states], wanted)
    tensor = to_torch.rates(equations)(torch.from_numpy(states), 0.0, {})
    np.testing.assert_array_equal(tensor.numpy(), wanted)
