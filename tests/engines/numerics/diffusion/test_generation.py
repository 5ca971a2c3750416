from __future__ import annotations

import numpy as np
import pytest

from engines.errors import FlowError
from engines.numerics.diffusion.conversions import Field
from engines.numerics.diffusion.generation import EvenClock, GenerationFlow, Sampler
from engines.numerics.diffusion.path import PATHS, Linear, VariancePreserving
from engines.protocols.capabilities import Box

X = np.linspace(-2.0, 2.0, 9)[:, None]


class NormalFlow(GenerationFlow):
    dimension = 1
    states = ("x",)
    box = Box((-1.0,), (1.0,), (False,), ("x",), ("x",), ("",), (0.0,))

    def __init__(self, field, sampler):
        super().__init__(field, sampler)

    def pushed(self, states, tangents, time):
        m = self.path.at(time)
        slope = (m.a * m.da * 0.49 + m.sds) / (m.a**2 * 0.49 + m.s**2)
        return self.field.velocity(states, time), slope * tangents

    def followed_by(self, sampler):
        return NormalFlow(self.field, sampler)


def test_a_flow_rests_beyond_its_ends_and_goes_back(normal_data):
    flow = NormalFlow(normal_data(Linear()), Sampler(steps=100))
    there = flow.advance(X, 0.0, 1.0)
    np.testing.assert_allclose(there, 0.5 + 0.7 * X, atol=2e-3)
    np.testing.assert_array_equal(flow.advance(X, 1.0, 3.0), X)
    np.testing.assert_allclose(flow.advance(there, 1.0, 0.0), X, atol=5e-3)


@pytest.mark.parametrize("path", PATHS.values(), ids=lambda p: p.name)
def test_tangents_of_every_path_are_those_of_the_exact_map(path, normal_data, carried_normal):
    flow = NormalFlow(normal_data(path), Sampler(tolerance=1e-6))
    ends, gradients = flow.advance_tangent(X, 0.0, 1.0)
    np.testing.assert_allclose(ends, carried_normal(path, X), atol=1e-5)
    slope = np.diff(carried_normal(path, X)[:2, 0]) / np.diff(X[:2, 0])
    np.testing.assert_allclose(gradients[:, 0, 0], slope[0], rtol=1e-4)
    rates = flow.pushed(X, np.ones((1, 9, 1)), 0.5)[1]
    np.testing.assert_allclose(flow.jacobian(X, 0.5), rates.transpose(1, 2, 0))


def test_the_even_clock_is_that_of_the_linear_path():
    clock, h = EvenClock(VariancePreserving()), 1e-6
    for even in (0.2, 0.5, 0.9):
        t, rate = clock.read(even)
        assert clock.of(t) == pytest.approx(even)
        assert rate == pytest.approx((clock.read(even + h)[0] - clock.read(even - h)[0]) / (2 * h))
    assert clock.read(1.0)[0] == pytest.approx(1.0)


def test_a_noisy_cloud_is_the_same_cloud_whenever_it_is_looked_at(normal_data):
    flow = NormalFlow(normal_data(Linear()), Sampler(steps=30, scale=1.0, seed=4))
    x = np.random.default_rng(0).standard_normal((3000, 1))
    path = flow.sampled(x, flow._nodes)
    np.testing.assert_allclose(path[:, -1], flow.sampled(x, np.array([0.0, 1.0]))[:, -1])
    np.testing.assert_allclose(path[:70], flow.sampled(x[:70], flow._nodes))
    assert path[:, -1].std() == pytest.approx(0.7, abs=0.04)
    still = flow.record(x, np.array([0.0, 1.0]))[:, -1]
    assert np.abs(path[:, -1] - still).mean() > 0.2


def test_an_ancestral_sampler_draws_its_noise_and_keeps_the_law(normal_data):
    flow = NormalFlow(normal_data(Linear()), Sampler("ancestral", 200))
    x = np.random.default_rng(1).standard_normal((4000, 1))
    made = flow.sampled(x, np.array([0.0, 1.0]))[:, -1]
    assert made.std() == pytest.approx(0.7, abs=0.05)
    assert abs(np.corrcoef(made[:, 0], x[:, 0])[0, 1]) < 0.1  # what it began as is forgotten
    assert "noise of its own" in flow.integrator


def test_a_refined_flow_takes_smaller_steps(normal_data):
    flow = NormalFlow(normal_data(Linear()), Sampler("Heun", 10, scale=0.5))
    assert flow.integrator.startswith("Heun, 10 steps, 20 NFE, noise 0.5")
    assert flow.refined().sampler.steps == 20
    assert flow.refined().sampler.tolerance < flow.sampler.tolerance
    with pytest.raises(FlowError, match="steps must be 1"):
        Sampler(steps=0)


@pytest.mark.parametrize("path", PATHS.values(), ids=lambda p: p.name)
def test_a_few_displacements_become_what_the_gradients_make_of_them(path, normal_data):
    flow = NormalFlow(normal_data(path), Sampler(tolerance=1e-6))
    ends, gradients = flow.advance_tangent(X, 0.0, 1.0)
    there, carried = flow.advance_displaced(X, np.full((len(X), 1, 1), 0.5), 0.0, 1.0)
    np.testing.assert_allclose(there, ends, atol=1e-9)
    np.testing.assert_allclose(carried, 0.5 * gradients, rtol=1e-6)


def test_of_many_coordinates_the_density_is_guessed_by_a_few_displacements():
    """Independent coordinates: random signs give the divergence exactly."""

    class Wide(GenerationFlow):
        dimension = 12
        states = tuple("abcdefghijkl")
        box = Box((-1.0,) * 12, (1.0,) * 12, (False,) * 12, states, states, ("",) * 12, (0.0,) * 12)
        spreads = np.linspace(0.5, 2.0, 12)

        def __init__(self):
            super().__init__(Field(Linear(), "v", self._rate), Sampler(steps=100))

        def _slope(self, t):
            m = self.path.at(t)
            return (m.a * m.da * self.spreads**2 + m.sds) / ((m.a * self.spreads) ** 2 + m.s**2)

        def _rate(self, x, t):
            return self._slope(t) * x

        def pushed(self, states, tangents, time):
            return self._rate(states, time), self._slope(time) * tangents

        def followed_by(self, sampler):
            return Wide()

    flow, x = Wide(), np.random.default_rng(0).standard_normal((6, 12))
    known = -0.5 * (x / Wide.spreads) ** 2 - np.log(Wide.spreads) - 0.5 * np.log(2.0 * np.pi)
    np.testing.assert_allclose(flow.log_density(x, 1.0), known.sum(axis=1), atol=0.02)
