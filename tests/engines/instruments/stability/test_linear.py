from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.stability.linear import gradients, kind_of
from engines.protocols.capabilities import Differentiable


@pytest.mark.parametrize(
    ("values", "mark", "words"),
    [
        ((-1.0, -2.0), "stable", "stable node"),
        ((1.0, 2.0), "unstable", "unstable node"),
        ((1.0, -2.0), "saddle", "saddle"),
        ((-0.1 + 1j, -0.1 - 1j), "stable", "stable spiral"),
        ((0.1 + 1j, 0.1 - 1j), "unstable", "unstable spiral"),
        ((1j, -1j), "centre", "centre"),
        ((0.0, -1.0), "dot", "degenerate"),
        ((1.0, -0.1 + 1j, -0.1 - 1j), "saddle", "saddle spiral"),
    ],
)
def test_eigenvalues_name_the_kind_of_rest(values, mark, words):
    assert kind_of(np.array(values, complex)) == (mark, words)


@pytest.mark.parametrize(
    ("multipliers", "mark"),
    [((0.5, -0.5), "stable"), ((2.0, 0.5), "saddle"), ((1j, -1j), "centre"), ((2, 3), "unstable")],
)
def test_multipliers_of_a_map_are_measured_against_one(multipliers, mark):
    assert kind_of(np.array(multipliers, complex), discrete=True)[0] == mark


def test_differences_agree_with_the_exact_jacobian(lorenz):
    flow = lorenz()
    states = np.array([[1.0, -2.0, 20.0], [-10.0, 3.0, 30.0]])

    class Blind:
        dimension = 3
        velocity = staticmethod(flow.velocity)

    assert not isinstance(Blind(), Differentiable)
    np.testing.assert_allclose(gradients(Blind(), states), flow.jacobian(states, 0.0), atol=1e-7)
