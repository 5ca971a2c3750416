from __future__ import annotations

import numpy as np
import pytest

from engines.learned.latent.potentials.measures import measured, obedience


def stemmed(arrays):
    return {f"wave.{name}": array for name, array in arrays.items()}


def test_random_potentials_miss_every_equation(arrays):
    codes = np.random.default_rng(0).standard_normal((3, 20, 5))
    for equation in ("wave", "heat", "hamilton-jacobi"):
        missed = obedience(stemmed(arrays), "wave.", equation, codes, bounded=True)
        assert 0.05 < missed < 10.0


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
