from __future__ import annotations

import numpy as np
import pytest

from engines.errors import FlowError
from engines.numerics.diffusion.conversions import KINDS
from engines.numerics.diffusion.guidance import guided, guided_push, tilted
from engines.numerics.diffusion.path import Linear, Trig

X = np.linspace(-2.0, 2.0, 5)[:, None]


def test_guidance_is_linear_in_the_score_whatever_the_fields_are_made_of(normal_data):
    wished, plain = normal_data(Linear(), 1.5, 1.0), normal_data(Linear(), 0.0, 2.0)
    score = 3.0 * wished.score(X, 0.4) - 2.0 * plain.score(X, 0.4)
    for kind in KINDS:
        wished.kind = kind
        np.testing.assert_allclose(guided(wished, plain, 2.0).score(X, 0.4), score, atol=1e-12)


def test_without_weight_one_gets_what_one_wished(normal_data):
    wished, plain = normal_data(Linear(), 1.5, 1.0), normal_data(Linear(), 0.0, 2.0)
    found = guided(wished, plain, 0.0).velocity(X, 0.4)
    np.testing.assert_allclose(found, wished.velocity(X, 0.4))


def test_a_tilted_score_is_the_sum_of_two_slopes(normal_data):
    plain = normal_data(Linear())
    found = tilted(plain, lambda x, t: np.ones_like(x), 2.0).score(X, 0.4)
    np.testing.assert_allclose(found, plain.score(X, 0.4) + 2.0)


def test_weights_and_paths_have_to_fit(normal_data):
    with pytest.raises(FlowError, match="guidance w = -1, allowed 0 to 20"):
        guided(normal_data(Linear()), normal_data(Linear()), -1.0)
    with pytest.raises(FlowError, match="one path"):
        guided(normal_data(Linear()), normal_data(Trig()), 1.0)


def test_guided_displacements_are_combined_like_the_velocities():
    def push(rate):
        return lambda x, moves, t: (rate * x + t, rate * moves)

    x, moves = np.array([[1.0, 2.0]]), np.array([[[0.5, -1.0]]])
    velocity, rates = guided_push(push(3.0), push(1.0), 0.5)(x, moves, 0.25)
    np.testing.assert_allclose(velocity, 4.0 * x + 0.25)
    np.testing.assert_allclose(rates, 4.0 * moves)
