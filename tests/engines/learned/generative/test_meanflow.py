from __future__ import annotations

import numpy as np
import pytest

from engines.learned.generative.meanflow import MeanFlow, MeanFlowModel, shapes

DRAW = np.random.default_rng(0)
X = DRAW.uniform(-2.0, 2.0, (12, 2))
ARRAYS = {n: (0.4 * DRAW.standard_normal(s)).astype(np.float32) for n, s in shapes((16,)).items()}


def test_a_jump_goes_by_the_mean_velocity():
    flow = MeanFlow(ARRAYS)
    np.testing.assert_allclose(
        flow.advance(X, 0.0, 1.0), X + flow.mean(X, 1.0, 0.0), rtol=1e-5, atol=1e-5
    )
    part = flow.advance(X, 0.0, 0.5)
    np.testing.assert_allclose(part, X + 0.5 * flow.mean(X, 0.5, 0.0), rtol=1e-5, atol=1e-5)


def test_the_mean_over_no_time_is_the_velocity():
    flow, h = MeanFlow(ARRAYS), 1e-6
    np.testing.assert_allclose(flow.velocity(X, 0.3), flow.mean(X, 0.3, 0.3))
    for axis, shift in enumerate(h * np.eye(2)):
        slope = (flow.velocity(X + shift, 0.3) - flow.velocity(X - shift, 0.3)) / (2 * h)
        np.testing.assert_allclose(flow.jacobian(X, 0.3)[:, :, axis], slope, atol=1e-7)


def test_a_refined_flow_jumps_twice_as_often():
    flow = MeanFlow(ARRAYS, 2)
    assert flow.refined().sampler.steps == 4
    assert r"\live{jumps}{2}" in " ".join(flow.tex())


def test_sizes_that_make_no_network_are_refused():
    assert MeanFlowModel.shapes({"hidden": [16], "reach": 5.0}) == shapes((16,))
    with pytest.raises(ValueError, match="hidden"):
        MeanFlowModel.shapes({"hidden": [], "reach": 5.0})
