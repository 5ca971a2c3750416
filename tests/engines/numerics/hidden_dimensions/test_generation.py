from __future__ import annotations

import math

import numpy as np
import pytest

from engines.errors import FlowError
from engines.numerics.diffusion.conversions import Field
from engines.numerics.diffusion.generation import Sampler
from engines.numerics.diffusion.path import Scaled, VarianceExploding
from engines.numerics.hidden_dimensions.generation import ChargedGeneration, checked_shaking


class Still(ChargedGeneration):
    """Data at the origin: every state is noise, and all of it is taken away."""

    dimension = 2
    states = ("x", "y")

    def __init__(self, hidden=math.inf, alpha=0.0, sampler=None):
        self.hidden, self.alpha = hidden, alpha
        path = Scaled(VarianceExploding(0.01, 40.0))
        field = Field(path, "x", lambda x, t: np.zeros_like(x))
        super().__init__(field, sampler or Sampler("Heun", 18, "time"))

    def followed_by(self, sampler):
        return type(self)(self.hidden, self.alpha, sampler)

    def pushed(self, states, tangents, time):
        m = self.path.at(time)
        return m.ds / m.s * states, m.ds / m.s * tangents


def test_noise_has_the_tails_of_its_dimensions():
    radii = np.linalg.norm(Still(2.0).noise(20_000, np.random.default_rng(0)), axis=1)
    assert np.quantile(radii, 0.99) == pytest.approx(14.071, rel=0.1)
    normal = np.linalg.norm(Still().noise(20_000, np.random.default_rng(0)), axis=1)
    assert np.quantile(normal, 0.99) == pytest.approx(3.035, rel=0.05)


def test_a_cloud_that_is_shaken_ends_with_all_the_shakes_it_had_left():
    """Each shake alpha s_i z is carried on as all noise is: to s_end alpha z, from every node."""
    begin = np.zeros((20_000, 2))
    calm = Still().sampled(begin, np.array([0.0, 1.0]))[:, -1]
    np.testing.assert_array_equal(calm, 0.0)
    flow = Still(alpha=0.5, sampler=Sampler("DDIM", 9, "time"))
    shaken = flow.sampled(begin, np.array([0.0, 1.0]))[:, -1]
    assert shaken.std() == pytest.approx(0.5 * math.sqrt(9.0) * flow.path.at(1.0).s, rel=0.02)


def test_a_state_is_shaken_as_its_place_in_the_cloud_says_and_paths_are_not():
    flow, times = Still(8.0, 0.3), np.array([0.0, 0.5, 1.0])
    begin = flow.noise(30, np.random.default_rng(1))
    whole = flow.sampled(begin, times)
    np.testing.assert_array_equal(flow.sampled(begin[10:], times, first=10), whole[10:])
    np.testing.assert_array_equal(flow.sampled(begin, times), whole)
    calm = Still(8.0).record(begin, times)
    np.testing.assert_array_equal(flow.record(begin, times), calm)
    assert (whole != calm).any()
    assert "shaken by 0.3" in flow.integrator
    assert "shaken" not in Still().integrator


@pytest.mark.parametrize("alpha", [-0.1, math.nan, math.inf])
def test_shaking_that_cannot_be_is_refused(alpha):
    with pytest.raises(FlowError, match="alpha = "):
        checked_shaking(alpha)
