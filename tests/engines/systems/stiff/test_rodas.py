"""The numbers of the method belong together."""

from __future__ import annotations

import numpy as np
from scipy.integrate import solve_ivp

from engines.systems.stiff.rodas import GAMMA, TIMES, A, C, D, P, Q


def step(rate, jac, late, x, t, h):
    k = np.zeros(6)
    for i in range(6):
        y = x + A[i] @ k
        right = rate(y, t + TIMES[i] * h) + C[i] @ k / h + h * D[i] * late(x, t)
        k[i] = right / (1.0 / (GAMMA * h) - jac(x, t))
    return x + A[5] @ k + k[5], k


def test_it_is_of_fourth_order_and_its_estimate_of_third():
    def rate(x, t):
        return -x * x + np.cos(t)

    exact = solve_ivp(lambda t, x: rate(x, t), (0.0, 2.0), [0.3], "DOP853", rtol=1e-13, atol=1e-14)
    off, estimates = [], []
    for n in (8, 16, 32):
        x, h = 0.3, 2.0 / n
        for i in range(n):
            x, k = step(rate, lambda x, t: -2.0 * x, lambda x, t: -np.sin(t), x, i * h, h)
        off.append(abs(x - exact.y[0, -1]))
        estimates.append(abs(k[5]))
    assert off[0] / off[1] > 14.0
    assert off[1] / off[2] > 14.0
    assert estimates[0] / estimates[1] > 14.0  # of a single step: one order more


def test_what_dies_out_at_once_is_gone_after_one_long_step():
    x, _ = step(lambda x, t: -1e8 * x, lambda x, t: -1e8, lambda x, t: 0.0, 1.0, 0.0, 1.0)
    assert abs(x) < 1e-7


def test_between_its_ends_a_step_follows_the_solution():
    x, k = step(lambda x, t: -x, lambda x, t: -1.0, lambda x, t: 0.0, 1.0, 0.0, 0.1)
    for s in (0.0, 0.25, 0.5, 0.75, 1.0):
        found = (1 - s) + s * (x + (1 - s) * (P @ k + s * (Q @ k)))
        np.testing.assert_allclose(found, np.exp(-0.1 * s), atol=3e-8)
