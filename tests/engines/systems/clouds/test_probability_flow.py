from __future__ import annotations

import math

import numpy as np
import pytest

from engines.errors import FlowError
from engines.numerics.diffusion.generation import Sampler
from engines.numerics.diffusion.path import PATHS, Scaled, Trig, VarianceExploding
from engines.protocols.capabilities import Shaded
from engines.systems.clouds.gaussian_mixture import circle, mixture
from engines.systems.clouds.probability_flow import (
    PlanarProbabilityFlow,
    box_around,
    flow_to,
    reach_of,
)

POINTS = np.random.default_rng(3).uniform(-5.0, 5.0, (40, 2))


@pytest.mark.parametrize("path", PATHS.values(), ids=lambda p: p.name)
def test_the_jacobian_is_the_derivative_of_the_velocity(path):
    flow, h = flow_to(circle(), path), 1e-5
    for t in (0.0, 0.4, 1.0):
        differences = [
            (flow.velocity(POINTS + s, t) - flow.velocity(POINTS - s, t)) / (2 * h)
            for s in h * np.eye(2)
        ]
        exact = flow.jacobian(POINTS, t)
        atol = 1e-5 * max(1.0, np.abs(exact).max())
        np.testing.assert_allclose(exact, np.stack(differences, axis=2), atol=atol)


def test_the_ridge_between_two_clouds_is_the_same_on_every_path():
    data = mixture([[-2.0], [2.0]], 0.25)
    exact = math.log(0.5) + 2.0**2 / (2 * 0.5**2)
    for path in (*(PATHS[name] for name in ("linear", "trig")), Scaled(VarianceExploding())):
        flow = flow_to(data, path, Sampler(tolerance=1e-4))
        _, gradients = flow.advance_tangent(np.zeros((1, 1)), 0.0, 1.0)
        assert math.log(gradients[0, 0, 0]) == pytest.approx(exact, abs=2e-3)


def test_a_cloud_of_noise_becomes_the_data():
    flow = flow_to(circle(), Trig())
    made = flow.advance(flow.noise(3000, np.random.default_rng(0)), 0.0, 1.0)
    nearest = np.linalg.norm(made[:, None] - circle().means, axis=2).min(axis=1)
    assert math.sqrt((nearest**2).mean() / 2) == pytest.approx(0.3, abs=0.02)


def test_density_is_that_of_noise_at_first_and_of_the_data_at_last():
    flow = flow_to(circle())
    noise = -0.5 * (POINTS**2).sum(axis=1) - math.log(2 * math.pi)
    np.testing.assert_allclose(flow.log_density(POINTS, 0.0), noise)
    np.testing.assert_allclose(flow.log_density(POINTS, 1.0), circle().log_density(POINTS))


def test_a_refined_flow_is_the_same_flow_with_more_steps():
    flow = flow_to(circle(), sampler=Sampler("Heun", 10), live={"radius": 4.0})
    assert isinstance(flow.refined(), PlanarProbabilityFlow)
    assert flow.refined().sampler.steps == 20
    assert flow.refined().live == {"radius": 4.0}
    assert r"\live{radius}{4}" in " ".join(flow.refined().tex())


def test_only_what_a_card_can_hold_is_shaded():
    assert isinstance(flow_to(circle()), Shaded)
    assert not isinstance(flow_to(mixture([[0.0], [1.0]], 1.0)), Shaded)
    assert not isinstance(flow_to(circle(17)), Shaded)
    with pytest.raises(FlowError, match="up to 16 in the plane"):
        PlanarProbabilityFlow(circle(17))


def test_the_picture_holds_noise_and_data():
    assert reach_of(circle()) == 6.0
    assert reach_of(mixture([[0.0, 0.0]], 0.01)) == 4.0
    assert box_around(4.0, 4).symbols == ("x_1", "x_2", "x_3", "x_4")
