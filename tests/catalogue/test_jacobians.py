"""Symbolic Jacobians of the catalogue: against differences, and against those dysts has by hand."""

from __future__ import annotations

import numpy as np
import pytest
from dysts.base import BaseDyn

from engines.equations import to_numba


def differences(system, states, values, spread):
    """df_i/dx_j by central differences of fourth order, shape (n, d, d)."""
    d = system.equations.dimension
    found = np.empty((len(states), d, d))
    for j in range(d):
        step = np.zeros(d)
        step[j] = 1e-5 * spread[j]

        def rates(shift, step=step):
            return system.equations.evaluate(states + shift * step, 0.0, values)

        near, far = rates(1) - rates(-1), rates(2) - rates(-2)
        found[:, :, j] = (8.0 * near - far) / (12.0 * step[j])
    return found


def test_symbolic_jacobians_are_those_of_differences(pairs):
    far = {}
    for seed, (id, pair) in enumerate(pairs.items()):
        system = pair.system
        if not system.equations.smooth or system.kind == "dde":
            continue
        states, values = pair.states(np.random.default_rng(seed), wrapped=True), pair.values()
        found = system.equations.evaluate_jacobian(states, 0.0, values)
        # in units of the states, so that small and large ones weigh alike
        scale = pair.spread[None, None, :] / pair.spread[None, :, None]
        wanted = differences(system, states, values, pair.spread) * scale
        size = np.abs(wanted).max() or 1.0  # one flow depends on the time alone
        worst = np.abs(found * scale - wanted).max() / size
        if not worst < 1e-5:
            far[id] = worst
    assert far == {}


def test_symbolic_jacobians_are_those_that_dysts_has(pairs, off):
    far, number = {}, 0
    for seed, (id, pair) in enumerate(pairs.items()):
        if pair.system.kind == "map" or type(pair.theirs)._jac is BaseDyn._jac:
            continue
        number += 1
        states, values = pair.states(np.random.default_rng(seed)), pair.values()
        found = pair.system.equations.evaluate_jacobian(states, 0.0, values)
        d = pair.system.equations.dimension
        theirs = [pair.theirs._jac(*state, 0.0, *pair.theirs.param_list) for state in states]
        wanted = np.array(theirs, float)
        worst = off(found.reshape(-1, d * d), wanted.reshape(-1, d * d))
        if not worst < 1e-9:
            far[id] = worst
    assert number >= 60
    assert far == {}


@pytest.mark.parametrize("id", ["lorenz-1963", "hyper-qi", "double-pendulum", "macarthur"])
def test_machine_code_has_the_same_jacobian(pairs, id):
    system, values = pairs[id].system, pairs[id].values()
    d = system.equations.dimension
    state = pairs[id].start
    found = to_numba.jacobian(system.equations)(*state, 0.0, *values.values())
    wanted = system.equations.evaluate_jacobian(state[None], 0.0, values)[0]
    assert np.reshape(found, (d, d)) == pytest.approx(wanted, rel=1e-12, abs=1e-12)
