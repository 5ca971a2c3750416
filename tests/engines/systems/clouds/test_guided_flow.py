from __future__ import annotations

import numpy as np
import pytest

from engines.errors import FlowError
from engines.systems.clouds.gaussian_mixture import circle
from engines.systems.clouds.guided_flow import GuidedFlow
from engines.systems.clouds.probability_flow import flow_to

PLAIN = flow_to(circle())
POINTS = np.random.default_rng(0).uniform(-4.0, 4.0, (20, 2))


def test_without_weight_it_is_the_flow_to_one_cloud():
    made = GuidedFlow(PLAIN, 2, 0.0).advance(POINTS, 0.0, 1.0)
    np.testing.assert_allclose(made, circle().means[2] + 0.3 * POINTS, atol=0.02)


def test_weight_pushes_beyond_the_cloud():
    reach = [
        np.linalg.norm(GuidedFlow(PLAIN, 0, w).advance(POINTS, 0.0, 1.0), axis=1).mean()
        for w in (0.0, 1.0, 3.0)
    ]
    assert reach[0] < reach[1] < reach[2]


def test_the_jacobian_is_the_derivative_of_the_velocity():
    flow, h = GuidedFlow(PLAIN, 1, 2.0), 1e-6
    slopes = [
        (flow.velocity(POINTS + s, 0.6) - flow.velocity(POINTS - s, 0.6)) / (2 * h)
        for s in h * np.eye(2)
    ]
    np.testing.assert_allclose(flow.jacobian(POINTS, 0.6), np.stack(slopes, axis=2), atol=1e-5)


def test_a_refined_flow_has_the_same_wish():
    finer = GuidedFlow(PLAIN, 1, 2.0).refined()
    assert (finer.part, finer.w, finer.sampler.steps) == (1, 2.0, 80)
    assert r"\live{guidance}{2}" in " ".join(finer.tex())


def test_wishes_that_cannot_be_had_are_refused():
    with pytest.raises(FlowError, match="class = 9, allowed 1 to 8"):
        GuidedFlow(PLAIN, 8, 1.0)
    with pytest.raises(FlowError, match="guidance w = 30"):
        GuidedFlow(PLAIN, 0, 30.0)
