"""Trajectories of the catalogue: our rates and integrators beside scipy on the rates of dysts."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from engines.equations import to_numba
from engines.systems.ode import OdeFlow

PERIODS = 2.0
TOO_CHAOTIC = 3.0  # rounding grows by e^3 in a period
SMOOTH, NONSMOOTH = 1e-6, 1e-3


def reached(rates, start, span, stiff):
    """The state after `span`, by a solver of scipy with tight tolerances."""
    method = "Radau" if stiff else "DOP853"
    tight = 1e-8 if stiff else 1e-11
    with np.errstate(invalid="ignore"):  # a trial step may leave the domain of a power
        found = solve_ivp(rates, (0.0, span), start, method=method, rtol=tight, atol=tight * 1e-3)
    assert found.success
    return found.y[:, -1]


def quiet(pair):
    """Whether two solvers can agree after two periods."""
    said = pair.system.catalogued
    return pair.system.kind == "ode" and said.published.max_lyapunov * said.period < TOO_CHAOTIC


def test_two_periods_from_the_start_end_where_those_of_dysts_end(pairs):
    far, number = {}, 0
    for id, pair in pairs.items():
        if not quiet(pair):
            continue
        number += 1
        flags, span = pair.system.catalogued.flags, PERIODS * pair.system.catalogued.period
        compiled = to_numba.rates(pair.system.equations)
        values = tuple(pair.values().values())
        ours = reached(
            lambda t, x, f=compiled, p=values: f(*x, t, *p), pair.start, span, "stiff" in flags
        )
        theirs = reached(
            lambda t, x, f=pair.rates: f(x[None], t)[0], pair.start, span, "stiff" in flags
        )
        worst = np.abs((ours - theirs) / pair.spread).max()
        if not worst < (NONSMOOTH if "nonsmooth" in flags else SMOOTH):
            far[id] = worst
    assert number > 100
    assert far == {}


@pytest.mark.parametrize("id", ["sprott-f", "circadian-rhythm"])
def test_our_integrator_ends_where_scipy_ends_on_the_rates_of_dysts(pairs, id):
    """Two, as each compiles loops of its own for seconds; `verify --full` goes through all."""
    pair = pairs[id]
    span = PERIODS * pair.system.catalogued.period
    flow = OdeFlow(pair.system, pair.values(), None, "dormand_prince", 1e-11)
    ours = flow.advance(pair.start[None], 0.0, span)[0]
    theirs = reached(lambda t, x, f=pair.theirs.rhs: f(x, t), pair.start, span, False)
    assert np.abs((ours - theirs) / pair.spread).max() < SMOOTH
