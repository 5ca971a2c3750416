import math

import numpy as np
import pytest

from engines.numerics.diffusion.generation import Sampler
from engines.systems.clouds.charged_flow import ChargedFlow
from engines.systems.clouds.charges import Charges
from engines.systems.clouds.gaussian_mixture import mixture
from engines.systems.clouds.probability_flow import ProbabilityFlow

PAIR = np.array([[2.0, 0.0], [-2.0, 0.5], [0.0, 1.0]])


@pytest.mark.parametrize("hidden", [1.0, 8.0, math.inf])
def test_noise_ends_on_the_charges(hidden):
    flow = ChargedFlow(Charges(PAIR, hidden), Sampler("Heun", 40, "time"))
    begin = flow.noise(60, np.random.default_rng(0))
    end = flow.advance(begin, 0.0, 1.0)
    far = np.linalg.norm(end[:, None] - PAIR[None], axis=2).min(axis=1)
    assert np.median(far) < 0.02


@pytest.mark.parametrize("hidden", [2.0, math.inf])
def test_tangents_follow_the_velocity(hidden):
    flow, h = ChargedFlow(Charges(PAIR, hidden)), 1e-6
    states = np.random.default_rng(1).standard_normal((5, 2))
    for t in (0.3, 0.7, 0.9):
        slopes = flow.jacobian(states, t)
        for i, unit in enumerate(np.eye(2)):
            up, down = flow.velocity(states + h * unit, t), flow.velocity(states - h * unit, t)
            assert slopes[:, :, i] == pytest.approx((up - down) / (2 * h), rel=1e-4, abs=1e-4)


def test_with_infinitely_many_dimensions_it_is_diffusion_of_points():
    flow = ChargedFlow(Charges(PAIR))
    near = ProbabilityFlow(mixture(PAIR, 1e-8), flow.path, flow.sampler)
    states = np.random.default_rng(2).standard_normal((20, 2))
    for t in (0.2, 0.6, 0.8):
        assert flow.velocity(states, t) == pytest.approx(
            near.velocity(states, t), rel=1e-4, abs=1e-4
        )


def test_the_noise_of_few_dimensions_has_heavy_tails():
    heavy, light = (
        np.abs(ChargedFlow(Charges(PAIR, d)).noise(4000, np.random.default_rng(3))).max()
        for d in (1.0, math.inf)
    )
    assert heavy > 20.0 * light


def test_a_refined_copy_keeps_the_charges():
    flow = ChargedFlow(Charges(PAIR, 8.0), Sampler("Heun", 18, "time"))
    assert flow.refined().charges is flow.charges
    assert flow.refined().sampler.steps == 36
    assert "8" in flow.tex()[0]
    assert "infty" in ChargedFlow(Charges(PAIR)).tex()[0]
