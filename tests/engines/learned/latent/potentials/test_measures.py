from __future__ import annotations

import numpy as np
import pytest
import torch

from engines.learned.latent.potentials.derivatives import derivatives, of_time
from engines.learned.latent.potentials.landscape import Landscapes
from engines.learned.latent.potentials.measures import measured, obedience


def stemmed(arrays):
    return {f"wave.{name}": array for name, array in arrays.items()}


def test_random_potentials_miss_every_equation(arrays):
    codes = np.random.default_rng(0).standard_normal((3, 20, 5))
    for equation in ("wave", "heat", "hamilton-jacobi"):
        missed = obedience(stemmed(arrays), "wave.", equation, codes, bounded=True)
        assert 0.05 < missed < 10.0


def test_the_published_operator_is_held_against_row_sums_of_second_derivatives(arrays):
    codes = np.random.default_rng(0).standard_normal((3, 20, 5))
    missed = size = 0.0
    weights = {n: torch.tensor(a, dtype=torch.float64) for n, a in arrays.items()}
    for t in range(5):
        moment = of_time(weights, float(t))
        at = derivatives(weights, torch.from_numpy(codes), moment, True, published_operator=True)
        sums = Landscapes(arrays).curvatures(codes, float(t)).sum(axis=-1)
        near, far = at.second_rate.numpy()[..., None], arrays["speed"][:, None, None] ** 2 * sums
        missed += ((near - far) ** 2).mean()
        size += (near**2 + far**2).mean()
    found = obedience(
        stemmed(arrays), "wave.", "wave", codes, bounded=True, published_operator=True
    )
    assert found == pytest.approx(missed / size, rel=1e-6)


def test_a_potential_that_is_flat_is_not_said_to_obey(arrays):
    still = stemmed(arrays) | {"wave.join.weight": np.zeros_like(arrays["join.weight"])}
    codes = np.random.default_rng(0).standard_normal((3, 20, 5))
    assert obedience(still, "wave.", "wave", codes, bounded=True) == float("inf")


def test_steps_and_stalls_are_told_for_each_potential(arrays):
    lively = measured(stemmed(arrays), "wave.", "wave", bounded=True, each=50)
    assert lively.steps.shape == lively.stalled.shape == (3,)
    quiet = dict(arrays)
    quiet["log_amplitude"] = arrays["log_amplitude"] - np.array([0.0, 12.0, 0.0], np.float32)
    found = measured(stemmed(quiet), "wave.", "none", bounded=True, each=50)
    assert found.stalled[1] == pytest.approx(1.0)
    assert found.steps[1] < 1e-3 < found.steps[0]
