from __future__ import annotations

import numpy as np
import pytest
import torch

from engines.learned.latent.potentials.derivatives import Derivatives, automatic
from engines.learned.latent.potentials.residuals import RESIDUALS, scale

A = torch.tensor(np.random.default_rng(0).standard_normal(12))
LENGTH = A.norm()
SPEED = 0.8
EXACT = {
    "wave": lambda z, t: torch.sin(A @ z - SPEED * LENGTH * t),
    "heat": lambda z, t: torch.exp(-(SPEED**2) * LENGTH**2 * t) * torch.sin(A @ z),
    "hamilton-jacobi": lambda z, t: (z**2).sum() / (2.0 * (t + 1.0)),
}


def measured(name, equation, published=False):
    codes = torch.tensor(np.random.default_rng(1).standard_normal((50, 12)))
    time = torch.tensor(0.3, dtype=torch.float64)
    at = automatic(EXACT[name], codes, time, published)
    speed = torch.tensor([SPEED], dtype=torch.float64)
    return RESIDUALS[equation](at, speed), scale(equation, at, speed)


@pytest.mark.parametrize("name", RESIDUALS)
def test_exact_solutions_leave_no_residual(name):
    residual, size = measured(name, name)
    assert float(residual.abs().max()) < 1e-8
    assert float(size.max()) > 1e-3


@pytest.mark.parametrize(
    ("name", "other"), [("wave", "heat"), ("heat", "wave"), ("hamilton-jacobi", "wave")]
)
def test_a_solution_of_one_equation_is_none_of_another(name, other):
    assert float(measured(name, other)[0].abs().max()) > 1e-2


def test_the_published_operator_is_another_equation():
    residual, size = measured("wave", "wave", published=True)
    assert residual.shape == size.shape == (1, 50, 12)
    assert float(residual.abs().max()) > 1e-2


def test_each_potential_has_a_speed_of_its_own():
    ones = torch.ones(2, 3)
    at = Derivatives(torch.ones(2, 3, 4), ones, ones, ones)
    found = RESIDUALS["wave"](at, torch.tensor([1.0, 2.0]))
    torch.testing.assert_close(found, torch.tensor([[0.0] * 3, [-3.0] * 3]))
