"""Tensors against NumPy, over every system file, and gradients through them."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from engines.equations.equations import read_equations
from engines.equations.functions import FUNCTIONS
from engines.equations.to_torch import jacobian, rates


def test_tensors_agree_with_numpy(system, sample, close):
    equations = system.equations
    for moved in (False, True):
        taken = sample(system, seed=4, moved=moved)
        states = torch.tensor(taken.states)
        given = (taken.time, taken.parameters)
        found = rates(equations)(states, *given).numpy()
        close(found, equations.evaluate(taken.states, *given), 1e-12)
        found = jacobian(equations)(states, *given).numpy().reshape(100, -1)
        wanted = equations.evaluate_jacobian(taken.states, *given).reshape(100, -1)
        close(found, wanted, 1e-12)


def test_automatic_derivatives_agree_with_symbolic_ones(system, sample, close):
    taken = sample(system, seed=6)
    field = rates(system.equations)

    def at(state):
        return field(state[None], taken.time, taken.parameters)[0]

    states = torch.tensor(taken.states[:10])
    found = torch.stack([torch.autograd.functional.jacobian(at, s) for s in states]).numpy()
    wanted = system.equations.evaluate_jacobian(taken.states[:10], taken.time, taken.parameters)
    close(found.reshape(10, -1), wanted.reshape(10, -1), 1e-10)


def test_parameters_can_be_fitted():
    equations = read_equations({"x": "-k*x", "y": "k*y + t"}, ("k",))
    k = torch.tensor(2.0, dtype=torch.float64, requires_grad=True)
    states = torch.tensor([[1.0, 1.0], [2.0, 3.0]], dtype=torch.float64)
    rates(equations)(states, 0.5, {"k": k}).sum().backward()
    assert k.grad is not None
    assert float(k.grad) == pytest.approx(-3.0 + 4.0)


def test_single_precision_stays_single():
    equations = read_equations({"x": "2", "y": "sin(x)/3"}, ())
    found = rates(equations)(torch.zeros(5, 2), 0.0, {})
    assert found.dtype == torch.float32
    assert found.shape == (5, 2)


def test_every_function_means_what_numpy_means(close):
    states = np.random.default_rng(0).uniform(0.05, 0.95, (20, 2))
    for name, function in FUNCTIONS.items():
        inner = "x" if function.arity == 1 else "x, y"
        equations = read_equations({"x": f"{name}({inner})", "y": "x^y + x^-2 + y^0.5"}, ())
        found = rates(equations)(torch.tensor(states), 0.0, {}).numpy()
        close(found, equations.evaluate(states, 0.0, {}), 1e-12)
