from __future__ import annotations

import numpy as np

from engines.learned.generative.jumping import JumpingFlow
from engines.numerics.diffusion.conversions import Field
from engines.numerics.diffusion.generation import Sampler
from engines.numerics.diffusion.path import Linear
from engines.protocols.capabilities import Box

X = np.random.default_rng(0).standard_normal((30, 2))


class Bending(JumpingFlow):
    """Each jump adds its length times the sine of the other coordinate."""

    dimension = 2
    states = ("x", "y")
    box = Box((-1, -1), (1, 1), (False, False), ("x", "y"), ("x", "y"), ("", ""), (0, 0))

    def __init__(self, jumps):
        field = Field(Linear(), "v", lambda x, t: np.sin(x[:, ::-1]))
        super().__init__(field, Sampler("Euler", jumps, "time"))

    def followed_by(self, sampler):
        return Bending(sampler.steps)

    def pushed(self, states, tangents, time):
        return np.sin(states[:, ::-1]), np.cos(states[:, ::-1]) * tangents[..., ::-1]

    def jump(self, states, tangents, t, until):
        value, rates = self.pushed(states, tangents, t)
        return states + (until - t) * value, tangents + (until - t) * rates


def test_one_jump_is_one_jump_and_many_are_many():
    one, many = Bending(1), Bending(50)
    np.testing.assert_allclose(one.advance(X, 0.0, 1.0), X + np.sin(X[:, ::-1]))
    assert np.abs(one.advance(X, 0.0, 1.0) - many.advance(X, 0.0, 1.0)).max() > 0.05
    assert one.evaluations == 1
    assert "1 jump," in one.integrator
    assert "50 jumps" in many.integrator


def test_tangents_are_derivatives_of_the_jumps_themselves():
    for jumps in (1, 3):
        flow, h = Bending(jumps), 1e-6
        ends, gradients = flow.advance_tangent(X, 0.0, 1.0)
        np.testing.assert_allclose(ends, flow.advance(X, 0.0, 1.0))
        for axis, shift in enumerate(h * np.eye(2)):
            moved = flow.advance(X + shift, 0, 1) - flow.advance(X - shift, 0, 1)
            np.testing.assert_allclose(gradients[:, :, axis], moved / (2 * h), atol=1e-8)


def test_no_time_is_no_jump():
    ends, gradients = Bending(2).advance_tangent(X, 1.0, 4.0)
    np.testing.assert_array_equal(ends, X)
    np.testing.assert_array_equal(gradients, np.broadcast_to(np.eye(2), (30, 2, 2)))


def test_a_few_displacements_become_what_the_gradients_make_of_them():
    flow, moves = Bending(3), np.random.default_rng(1).standard_normal((len(X), 2, 1))
    ends, gradients = flow.advance_tangent(X, 0.0, 1.0)
    there, carried = flow.advance_displaced(X, moves, 0.0, 1.0)
    np.testing.assert_array_equal(there, ends)
    np.testing.assert_allclose(carried, gradients @ moves)
