from __future__ import annotations

import numpy as np
import pytest

from engines.errors import FlowError
from engines.learned.generative.rectified.velocity_flow import VelocityFlow, Walk
from engines.learned.weights import card_of, open_model
from engines.numerics.diffusion.generation import Sampler
from engines.protocols.capabilities import Box

POINTS = np.random.default_rng(1).standard_normal((7, 2))
BOX = Box((-1.0,) * 2, (1.0,) * 2, (False,) * 2, ("a", "b"), ("a", "b"), ("", ""), (0.0, 0.0))


class Turning:
    """v = t J x."""

    J = np.array([[0.0, -1.0], [1.0, 0.0]])

    def value(self, x, time):
        return time * x @ self.J.T

    def pushed(self, x, tangents, time):
        return self.value(x, time), time * tangents @ self.J.T


class Turned(VelocityFlow):
    def walked(self, walk):
        return Turned(self._exact, self._quick, BOX, walk)

    def tex(self):
        return ()


@pytest.fixture
def flow():
    return Turned(Turning(), Turning(), BOX, Walk("RK4", 20, 1e-8))


def test_it_carries_as_the_equation_says(flow):
    half = np.array([[np.cos(0.5), -np.sin(0.5)], [np.sin(0.5), np.cos(0.5)]])
    np.testing.assert_allclose(flow.advance(POINTS, 0.0, 1.0), POINTS @ half.T, atol=1e-7)
    _, gradients = flow.advance_tangent(POINTS, 0.0, 1.0)
    np.testing.assert_allclose(gradients, np.broadcast_to(half, (7, 2, 2)), atol=1e-6)


def test_outside_its_time_the_velocity_is_that_at_the_nearer_end(flow):
    np.testing.assert_array_equal(flow.velocity(POINTS, 4.0), flow.velocity(POINTS, 1.0))
    np.testing.assert_array_equal(flow.jacobian(POINTS, -1.0), np.zeros((7, 2, 2)))


def test_it_can_be_followed_otherwise(flow):
    assert flow.refined().sampling_steps == 40
    euler = flow.followed_by(Sampler("Euler", 3, "time"))
    assert (euler.scheme.name, euler.sampling_steps) == ("Euler", 3)
    assert Walk("Euler", 800).finer().steps == 1000


@pytest.mark.parametrize("steps", [0, 1001])
def test_steps_have_bounds(steps):
    with pytest.raises(FlowError, match=rf"N = {steps}, N must be 1\.\.1000"):
        Walk("Euler", steps)


def test_any_solver_follows_it_to_the_same_ends():
    flow = open_model(card_of("rectified-flow")).stage("1", "RK4", 60)
    begin = np.random.default_rng(0).standard_normal((40, 2))
    ends = flow.advance(begin, 0.0, 1.0)
    other = flow.followed_by(Sampler("DPM++2M", 60, "time"))
    assert (other.sampler.solver, other.sampling_steps) == ("DPM++2M", 60)
    np.testing.assert_allclose(other.advance(begin, 0.0, 1.0), ends, atol=0.05)
    np.testing.assert_allclose(other.record(begin, np.array([0.0, 1.0]))[:, 1], ends, atol=0.05)
    assert other.integrator.startswith("DPM++2M, 60 steps")
    assert flow.followed_by(Sampler("Euler", 3, "time")).walk.steps == 3
    assert flow.sampler.solver == "RK4"
