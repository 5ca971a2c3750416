from __future__ import annotations

import numpy as np
import pytest

from engines.errors import ParameterError
from engines.instruments.disentanglement.factor_vae import factor_vae_score

FEW = {"learned": 800, "tested": 400}


def test_a_code_that_is_the_factors_is_never_mistaken(factors):
    assert factor_vae_score(factors, factors, **FEW) >= 0.95


def test_a_random_code_is_no_better_than_chance(factors, noise):
    assert factor_vae_score(noise, factors, **FEW) < 0.3


def test_two_factors_turned_by_an_eighth_are_confused(rotated):
    assert factor_vae_score(*rotated, **FEW) < 0.65


def test_a_dead_coordinate_has_no_vote(factors):
    dead = np.column_stack([factors, 1e-3 * factors[:, 0]])
    assert factor_vae_score(dead, factors, **FEW) >= 0.95


def test_a_code_that_never_changes_is_refused(factors):
    with pytest.raises(ParameterError, match="codes never change"):
        factor_vae_score(np.ones((10_000, 3)), factors)
