import math

import numpy as np
import pytest

from engines.errors import FlowError
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


@pytest.mark.parametrize("hidden", [2.0, math.inf])
def test_the_closed_density_is_the_one_that_the_flow_carries(hidden):
    """Up to what one charge in place of three is at the beginning."""
    flow = ChargedFlow(Charges(PAIR, hidden))
    states = np.random.default_rng(6).standard_normal((5, 2))
    carried = super(ChargedFlow, flow).log_density(states, 0.6)
    assert flow.log_density(states, 0.6) == pytest.approx(carried, abs=0.02)


def test_a_cloud_is_shaken_and_still_falls_on_the_charges():
    """The exact field heals what is injected: nothing of it is left at the end."""
    begin = ChargedFlow(Charges(PAIR, 8.0)).noise(60, np.random.default_rng(4))
    calm, shaken = (
        ChargedFlow(Charges(PAIR, 8.0), alpha=alpha).sampled(begin, np.array([0.0, 1.0]))[:, -1]
        for alpha in (0.0, 0.5)
    )
    assert (calm != shaken).any()
    far = np.linalg.norm(shaken[:, None] - PAIR[None], axis=2).min(axis=1)
    assert np.median(far) < 0.02


def test_lines_that_come_from_very_far_are_straight_in_sigma():
    """With one charge in the middle nothing bends: any step leads to it, however far away."""
    flow = ChargedFlow(Charges(np.zeros((1, 2)), 1.0))
    begin = np.array([[3.0, 4.0], [1e6, -1e6]])
    end = flow.advance(begin, 0.0, 1.0)
    share = flow.path.at(1.0).s / flow.path.at(0.0).s
    np.testing.assert_allclose(end, share * begin, rtol=1e-9)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"alpha": -0.1}, "alpha = -0.1"),
        ({"low": 2.0, "high": 1.0}, "must fall"),
        ({"low": -1.0}, "must fall"),
    ],
)
def test_values_that_cannot_be_are_refused(values, words):
    with pytest.raises(FlowError, match=words):
        ChargedFlow(Charges(PAIR, 8.0), **values)


def test_a_refined_copy_keeps_the_charges():
    flow = ChargedFlow(Charges(PAIR, 8.0), Sampler("Heun", 18, "time"))
    assert flow.refined().charges is flow.charges
    assert flow.refined().sampler.steps == 36
    assert "8" in flow.tex()[0]
    assert "infty" in ChargedFlow(Charges(PAIR)).tex()[0]
