from __future__ import annotations

import numpy as np
import pytest

from engines.learned.generative.flow_map import FlowMap, FlowMapModel, shapes

DRAW = np.random.default_rng(0)
X = DRAW.uniform(-2.0, 2.0, (12, 2))
ARRAYS = {n: (0.4 * DRAW.standard_normal(s)).astype(np.float32) for n, s in shapes((16,)).items()}
STILL = {name: np.zeros_like(array) for name, array in ARRAYS.items()}


def test_before_it_has_learned_it_is_the_map_of_normal_data():
    for jumps in (1, 3):
        end = FlowMap(STILL, 0.6, jumps).advance(X, 0.0, 1.0)
        np.testing.assert_allclose(end, 0.6 * X, atol=1e-12)


def test_a_jump_goes_by_the_mean_velocity_between_any_two_moments():
    flow = FlowMap(ARRAYS, 1.5)
    for t, until in ((0.0, 1.0), (0.2, 0.7)):
        wanted = X + (until - t) * flow.mean(X, until, t)
        np.testing.assert_allclose(flow.advance(X, t, until), wanted, rtol=1e-5, atol=1e-5)


def test_the_mean_over_no_time_is_the_velocity():
    flow, h = FlowMap(ARRAYS, 1.5), 1e-6
    np.testing.assert_allclose(flow.velocity(X, 0.3), flow.mean(X, 0.3, 0.3))
    for axis, shift in enumerate(h * np.eye(2)):
        slope = (flow.velocity(X + shift, 0.3) - flow.velocity(X - shift, 0.3)) / (2 * h)
        np.testing.assert_allclose(flow.jacobian(X, 0.3)[:, :, axis], slope, atol=1e-6)


def test_a_refined_flow_jumps_twice_as_often():
    flow = FlowMap(ARRAYS, 1.5, 2)
    assert flow.refined().sampler.steps == 4
    assert r"\live{jumps}{2}" in " ".join(flow.tex())


def test_sizes_that_make_no_network_are_refused():
    sizes = {"hidden": [16], "spread": 1.0, "reach": 5.0}
    assert FlowMapModel.shapes(sizes) == shapes((16,))
    with pytest.raises(ValueError, match="hidden"):
        FlowMapModel.shapes({**sizes, "hidden": []})
