from __future__ import annotations

import math

import numpy as np
import pytest

from engines.errors import ParameterError
from engines.systems.descent.methods import (
    METHODS,
    coefficients,
    exponents,
    immersed,
    method_of,
    modes,
    multipliers,
    slow_coefficients,
    spectral_radius,
    tuned,
)


def test_triple_momentum_has_the_numbers_of_its_paper():
    method = tuned("triple_momentum", (1.0, 25.0))
    rho = 0.8
    assert method.alpha == pytest.approx(1.8 / 25.0)
    assert method.beta == pytest.approx(rho**2 / (2 - rho))
    assert method.gamma == pytest.approx(rho**2 / ((1 + rho) * (2 - rho)))
    assert method.delta == pytest.approx(rho**2 / (1 - rho**2))


def test_heavy_ball_on_the_bent_parabola_has_alpha_one_ninth_and_beta_four_ninths():
    method = tuned("heavy_ball", (1.0, 25.0))
    assert (method.alpha, method.beta) == (pytest.approx(1 / 9), pytest.approx(4 / 9))
    assert method.gamma == method.delta == 0.0


@pytest.mark.parametrize("name", METHODS)
def test_a_round_bowl_needs_no_momentum(name):
    method = tuned(name, (2.0, 2.0))
    assert method.beta == method.gamma == method.delta == 0.0
    assert method.alpha == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("curvature", "factor", "words"),
    [
        ((0.0, 1.0), 1.0, "mu = 0, allowed above 0"),
        ((-1.0, 1.0), 1.0, "mu = -1, allowed above 0"),
        ((2.0, 1.0), 1.0, "kappa = L/mu = 0.5, allowed 1 to"),
        ((1.0, 2.0), 0.0, "step = 0, allowed 0.05 to 2.2"),
        ((1.0, 2.0), 2.3, "step = 2.3, allowed 0.05 to 2.2"),
        ((math.nan, 2.0), 1.0, "mu = nan"),
    ],
)
def test_numbers_that_make_no_method_are_refused(curvature, factor, words):
    with pytest.raises(ParameterError, match=words):
        tuned("nesterov", curvature, factor)


def test_an_unknown_method_is_refused_by_name():
    with pytest.raises(ParameterError, match="method = 'adam', allowed gradient_descent"):
        tuned("adam", (1.0, 2.0))


def test_the_flow_of_nesterov_is_damped_by_twice_the_root_of_mu():
    d, h, c = coefficients(tuned("nesterov", (0.01, 1.0)))
    assert (d, h, c) == (pytest.approx(0.2), pytest.approx(0.9), pytest.approx(1.1))


def test_for_vanishing_steps_heavy_ball_and_nesterov_are_the_same_flow():
    ball, nesterov = (tuned(name, (1.0, 1e6)) for name in ("heavy_ball", "nesterov"))
    assert slow_coefficients(ball, 1.0) == slow_coefficients(nesterov, 1.0) == (2.0, 0.0, 1.0)
    for method in (ball, nesterov, tuned("triple_momentum", (1.0, 1e6))):
        fine, slow = coefficients(method), slow_coefficients(method, 1.0)
        np.testing.assert_allclose(fine, slow, atol=4e-3)


def test_multipliers_are_those_of_the_matrix_of_a_step():
    method = tuned("triple_momentum", (0.1, 1.0))
    for lam in (0.1, 0.37, 1.0):
        a, b, g = method.alpha * lam, method.beta, method.gamma
        step = np.array([[1 + b - a * (1 + g), a * g - b], [1.0, 0.0]])
        found = np.sort_complex(multipliers(method, np.array([lam]))[0])
        np.testing.assert_allclose(found, np.sort_complex(np.linalg.eigvals(step)), atol=1e-7)


def test_exponents_are_those_of_the_matrix_of_the_flow():
    d, h, c, lam = 0.4, 1.0, 1.2, 0.25
    flow = np.array([[-h * lam, 1.0], [-(c - d * h) * lam, -d]])
    found = np.sort_complex(exponents(d, h, c, np.array([lam]))[0])
    np.testing.assert_allclose(found, np.sort_complex(np.linalg.eigvals(flow)), atol=1e-12)


def test_the_immersed_flow_has_no_defect_and_no_oscillation():
    d, h, c = immersed(0.04)
    assert c - d * h == pytest.approx(0.0, abs=1e-15)
    assert not exponents(d, h, c, modes((0.04, 1.0))).imag.any()


def test_too_long_a_step_of_gradient_descent_grows():
    assert spectral_radius(tuned("gradient_descent", (0.1, 1.0), 1.05), (0.1, 1.0)) < 1.0
    assert spectral_radius(tuned("gradient_descent", (0.1, 1.0), 2.0), (0.1, 1.0)) > 1.0


@pytest.mark.parametrize("name", ["heavy_ball", "nesterov", "triple_momentum"])
def test_the_numbers_of_a_flow_tell_its_method(name):
    method = tuned(name, (1.0, 25.0))
    found = method_of(*coefficients(method), 25.0)
    assert found.stepped
    for number in ("alpha", "beta", "gamma"):
        assert getattr(found, number) == pytest.approx(getattr(method, number))


@pytest.mark.parametrize("numbers", [(0.0, 0.0, 1.5), (1.0, 0.0, 1.0), (1.0, 0.0, 2.1)])
def test_some_flows_belong_to_no_method(numbers):
    found = method_of(*numbers, 4.0)
    assert not found.stepped
    assert found.alpha == 0.25
