from __future__ import annotations

import math

import numpy as np
import pytest

from engines.errors import UnfitError
from engines.instruments.continuation.driven import DrivenProblem, period_over

LINEAR = {"alpha": 1.0, "beta": 0.0, "delta": 0.5, "gamma": 0.8, "omega": 1.3}


def response(omega):
    """Of x'' + 0.5 x' + x = 0.8 cos(omega t), as a complex amplitude."""
    return 0.8 / (1.0 - omega**2 + 1j * 0.5 * omega)


@pytest.fixture
def problem(shipped):
    return DrivenProblem(shipped("duffing", **LINEAR), "omega", 0.5, 2.0)


def test_the_period_of_a_frequency_and_of_what_is_none(shipped):
    flow = shipped("duffing", **LINEAR)
    over = period_over(flow, "omega", 0.5, 2.0)
    for omega in (0.5, 1.0, 1.9):
        assert over(omega) == pytest.approx(2.0 * math.pi / omega)
    same = period_over(flow, "gamma", 0.1, 1.0)
    assert same(0.2) == same(0.9) == pytest.approx(2.0 * math.pi / 1.3)


def test_a_period_that_is_no_power_of_the_parameter_is_said(from_text):
    text = """
    title = "Odd"
    [rates]
    x = "-x + cos((w + 1)*t)"
    [states]
    x = { low = -1.0, high = 1.0 }
    [parameters]
    w = { value = 0.3, low = 0.1, high = 0.7 }
    """
    with pytest.raises(UnfitError, match="no period of what drives the flow"):
        period_over(from_text(text), "w", 0.1, 0.7)


def test_the_linear_answer_solves_it_and_nothing_else_is_found(problem):
    for omega in (0.7, 1.3):
        (place,) = problem.answers(omega)
        exact = response(omega)
        np.testing.assert_allclose(place, [exact.real, (1j * omega * exact).real], atol=1e-7)
        u = np.append(place, omega)
        assert np.abs(problem.equations(u)).max() < 1e-7
        assert problem.stable(problem.spectrum(u))
        low, high = problem.extremes(u)
        np.testing.assert_allclose([low[0], high[0]], [-abs(exact), abs(exact)], rtol=1e-3)


def test_derivatives_are_differences(problem):
    u = np.array([0.3, -0.2, 1.1])
    found = problem.derivatives(u)
    for j in range(3):
        h = 1e-5 * np.eye(3)[j]
        wanted = (problem.equations(u + h) - problem.equations(u - h)) / 2e-5
        np.testing.assert_allclose(found[:, j], wanted, atol=1e-6)


def test_twice_as_long_is_the_same_twice(problem):
    twice = problem.doubled()
    assert isinstance(twice, DrivenProblem)
    assert twice.length(1.3) == pytest.approx(2.0 * problem.length(1.3))
    u = np.append(problem.answers(1.3)[0], 1.3)
    both = np.poly(twice.spectrum(u)), np.poly(problem.spectrum(u) ** 2)
    np.testing.assert_allclose(*both, atol=1e-6)
