"""Machine code against NumPy, over every system file."""

from __future__ import annotations

import ast
import math

import numba
import numpy as np
import pytest

from engines.equations.compiling import compiled
from engines.equations.equations import read_equations
from engines.equations.functions import FUNCTIONS
from engines.equations.to_numba import (
    jacobian,
    rates,
    rates_and_jacobian,
    signature,
    straight_line,
)


def test_machine_code_agrees_with_numpy(system, sample, close):
    equations, d = system.equations, system.equations.dimension
    fast = rates_and_jacobian(equations)
    for moved in (False, True):
        taken = sample(system, seed=3, moved=moved)
        found = np.array([fast(*taken.arguments(state)) for state in taken.states])
        given = (taken.states, taken.time, taken.parameters)
        close(found[:, :d], equations.evaluate(*given), 1e-12)
        close(found[:, d:], equations.evaluate_jacobian(*given).reshape(len(found), -1), 1e-12)


@pytest.fixture(scope="module")
def forced():
    return read_equations(
        {"x": "v", "v": "-delta*v - x^3 + gamma*cos(t)"}, ("delta", "gamma"), file="forced.toml"
    )


def test_arguments_are_states_then_time_then_parameters(forced):
    assert signature(forced) == ("x", "v", "t", "delta", "gamma")
    assert rates(forced)(2.0, 3.0, 0.0, 0.5, 7.0) == (3.0, -1.5 - 8.0 + 7.0)


def test_the_jacobian_comes_row_by_row(forced):
    assert jacobian(forced)(2.0, 3.0, 0.0, 0.5, 7.0) == (0.0, 1.0, -12.0, -0.5)
    both = rates_and_jacobian(forced)(2.0, 3.0, 0.0, 0.5, 7.0)
    assert both == (3.0, -2.5, 0.0, 1.0, -12.0, -0.5)


def test_whole_numbers_as_arguments_give_floats(forced):
    result = rates(forced)(2, 3, 0, 1, 7)
    assert result == (3.0, -4.0)
    assert all(type(value) is float for value in result)


def test_a_kernel_can_call_it_without_holding_the_interpreter(forced):
    inner = rates(forced)

    @numba.njit(nogil=True)
    def loop(x, v, steps):
        for _ in range(steps):
            a, b = inner(x, v, 0.0, 0.0, 0.0)
            x, v = x + 0.01 * a, v + 0.01 * b
        return x, v

    x, _ = loop(0.0, 1.0, 100)
    assert 0.9 < x < 1.0
    assert inner.targetoptions["nogil"]


def test_other_functions_can_be_put_in():
    text = "def fake(a): return 100.0 * a"
    definition = ast.parse(text).body[0]
    assert isinstance(definition, ast.FunctionDef)
    fake = compiled(definition, {}, key="fake")
    equations = read_equations({"x": "sin(x) + sech(x)"}, ())
    assert rates(equations, {"sin": fake})(0.0, 0.0) == (1.0,)
    assert rates(equations, {"sin": fake, "sech": fake})(2.0, 0.0) == (400.0,)
    assert rates(equations)(0.5, 0.0)[0] == pytest.approx(math.sin(0.5) + 1 / math.cosh(0.5))


def test_every_function_compiles_and_means_what_numpy_means(close):
    roots, names = [], ("x", "y")
    states = np.random.default_rng(0).uniform(0.05, 0.95, (20, 2)) * np.array([1.0, -1.0])
    for name, function in FUNCTIONS.items():
        inner = "x" if function.arity == 1 else "x, y"
        roots.append(read_equations({"x": f"{name}({inner})", "y": "0"}, ()).rates[0])
    roots.append(read_equations({"x": "x^2.5 + 2^x + y^7 + y^-3 + 1/y^0.5", "y": "0"}, ()).rates[0])
    fast = straight_line("all", roots[:-1], names)
    found = np.array([fast(*state) for state in states])
    equations = read_equations({"x": "x", "y": "y"}, ())
    from engines.equations.to_numpy import evaluated

    wanted = np.stack(evaluated(roots[:-1], equations.scope(states, 0.0, {})), axis=-1)
    close(found, wanted, 1e-12)
    assert math.isnan(straight_line("root", roots[-1:], names)(0.5, -0.5)[0])


def test_what_is_undefined_is_nan_or_infinity_and_never_an_exception():
    equations = read_equations({"x": "1/x", "y": "log(y)", "z": "sqrt(y)", "w": "x^-2"}, ())
    inverse, logarithm, root, power = rates(equations)(0.0, -1.0, 0.0, 0.0, 0.0)
    assert inverse == math.inf
    assert math.isnan(logarithm)
    assert math.isnan(root)
    assert power == math.inf


@pytest.mark.parametrize("name", ["float", "rates", "numpy", "math", "range", "print", "type"])
def test_a_state_may_bear_the_name_of_anything_in_the_language(name):
    equations = read_equations({name: f"-{name}*k", "y": f"sin({name})^2"}, ("k",))
    assert rates(equations)(2, 1, 0, 3) == pytest.approx((-6.0, math.sin(2.0) ** 2))
