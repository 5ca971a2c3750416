from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.continuation.normal_forms import first_lyapunov


@pytest.mark.parametrize("s", [-1.0, 1.0, 0.4])
def test_the_normal_form_has_the_coefficient_it_was_given(family, s):
    """z' = i w z + s z |z|^2: with q = (1, -i)/sqrt(2) the cubic term is 2 s, so l1 = 2 s / w.

    In coordinates scaled by sides of 4 it is 16 times as large.
    """
    w = 1.7
    square = "(x^2 + y^2)"
    rates = {"x": f"-{w}*y + s*x*{square}", "y": f"{w}*x + s*y*{square}"}
    flow = family(rates, s=(s, -2.0, 2.0))
    found = first_lyapunov(flow, np.zeros(2), np.array([4.0, 4.0]))
    assert found == pytest.approx(32.0 * s / w, rel=1e-5)


def test_quadratic_terms_count_too(family):
    """Kuznetsov's example: x' = y, y' = -x + x y has l1 = 0, + x^2 y shifts its sign."""
    flow = family({"x": "y", "y": "-x + x*y + c*x^2*y"}, c=(-0.5, -1.0, 1.0))
    sides = np.array([4.0, 4.0])
    assert first_lyapunov(flow, np.zeros(2), sides) < -1e-3
    assert first_lyapunov(flow.at({"c": 0.0}), np.zeros(2), sides) == pytest.approx(0.0, abs=1e-6)
    assert first_lyapunov(flow.at({"c": 0.5}), np.zeros(2), sides) > 1e-3


def test_lorenz_is_subcritical(shipped):
    there = shipped("lorenz-1963", rho=470.0 / 19.0)
    far = np.sqrt(8.0 / 3.0 * (470.0 / 19.0 - 1.0))
    place = np.array([far, far, 470.0 / 19.0 - 1.0])
    assert first_lyapunov(there, place, np.subtract(there.box.high, there.box.low)) > 0.0
