from __future__ import annotations

import numpy as np
import pytest

from engines.evidence.generative import kinetic_optimal_paths
from engines.evidence.running import measured

CLAIMS = kinetic_optimal_paths.CLAIMS


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda c: c.check)
def test_schedules_of_least_energy_are_those_of_the_mathematics(claim):
    check = measured(claim)
    assert check.passed, f"{check.measured}, must be {check.must}"
    assert check.source


def test_another_number_would_be_noticed():
    found, known = np.array([0.46, 0.98]), np.array([0.45912, 0.98240])
    assert not kinetic_optimal_paths._told(found, known, np.array([1e-4, 0.02]))[1]
    assert kinetic_optimal_paths._told(found, known, np.array([1e-2, 0.02]))[1]
