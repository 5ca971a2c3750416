import numpy as np
import pytest

from engines.numerics.integrate import advanced, kicked
from engines.numerics.steppers import STEPPERS, SYMPLECTIC


def decaying(states, time):
    """Forced and nonlinear, with the exact solution 1/(1 + t^3)."""
    return -3.0 * time**2 * states**2


def slope(errors, steps):
    return np.polyfit(np.log(steps), np.log(errors), 1)[0]


@pytest.mark.parametrize("name", STEPPERS)
def test_the_error_falls_with_the_order_claimed(name):
    tableau = STEPPERS[name]
    steps = np.array([1 / 32, 1 / 48, 1 / 64, 1 / 96])
    errors = [
        abs(advanced(decaying, np.ones((1, 1)), 0.0, 1.5, step=h, tableau=tableau)[0, 0] - 8 / 35)
        for h in steps
    ]
    assert slope(errors, steps) == pytest.approx(tableau.order, abs=0.35)


@pytest.mark.parametrize("name", STEPPERS)
def test_a_tableau_is_consistent(name):
    tableau = STEPPERS[name]
    assert sum(tableau.b) == pytest.approx(1.0, abs=1e-15)
    np.testing.assert_allclose(tableau.matrix().sum(axis=1), tableau.c, atol=1e-14)


def pendulum_energy(method, step, stop):
    q, p = np.array([2.0]), np.array([0.0])
    energies = []
    for _ in range(int(stop / 10.0)):
        q, p = kicked(
            lambda p: p, lambda q, t: -np.sin(q), q, p, 0.0, 10.0, step=step, method=method
        )
        energies.append(0.5 * p[0] ** 2 - np.cos(q[0]))
    return np.array(energies) + np.cos(2.0)


@pytest.mark.parametrize("name", SYMPLECTIC)
def test_the_symplectic_ones_have_the_order_claimed(name):
    method = SYMPLECTIC[name]
    steps = np.array([0.1, 0.05, 0.025])
    errors = []
    for h in steps:
        q, p = kicked(
            lambda p: p, lambda q, t: -q, np.array([1.0]), np.array([0.0]), 0.0, 3.0,
            step=h, method=method,
        )  # fmt: skip
        errors.append(np.hypot(q[0] - np.cos(3.0), p[0] + np.sin(3.0)))
    assert slope(errors, steps) == pytest.approx(method.order, abs=0.3)


@pytest.mark.parametrize("name", SYMPLECTIC)
def test_the_energy_of_a_symplectic_stepper_stays_bounded(name):
    energies = pendulum_energy(SYMPLECTIC[name], 0.1, 1000.0)
    first, last = np.abs(energies[:20]).max(), np.abs(energies[-20:]).max()
    assert last < 2.0 * first
    assert last < 5e-3
