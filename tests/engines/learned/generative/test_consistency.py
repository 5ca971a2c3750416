from __future__ import annotations

import numpy as np
import pytest

from engines.learned.generative.consistency import ConsistencyFlow, ConsistencyModel, renewed
from engines.learned.nets.denoiser import shapes
from engines.numerics.diffusion.path import PATHS

DRAW = np.random.default_rng(0)
X = DRAW.uniform(-2.0, 2.0, (12, 2))
ARRAYS = {
    n: (0.3 * DRAW.standard_normal(s)).astype(np.float32) for n, s in shapes(2, (16,)).items()
}


def test_at_the_end_every_place_is_its_own_end():
    for name in ("linear", "trig", "VP"):
        flow = ConsistencyFlow(ARRAYS, 2.0, PATHS[name])
        np.testing.assert_allclose(flow.field.denoiser(X, 1.0), X, atol=1e-6)
        np.testing.assert_array_equal(flow.jump(X, np.zeros((2, 12, 2)), 1.0, 1.0)[0], X)


def test_one_jump_leads_to_what_the_network_says():
    flow = ConsistencyFlow(ARRAYS, 2.0)
    np.testing.assert_allclose(
        flow.advance(X, 0.0, 1.0), flow.field.denoiser(X, 0.0), rtol=1e-5, atol=1e-5
    )
    np.testing.assert_array_equal(renewed(flow, X, DRAW), flow.field.denoiser(X, 0.0))


def test_a_jump_that_stops_early_lies_on_the_chord():
    flow = ConsistencyFlow(ARRAYS, 2.0)
    half = flow.advance(X, 0.0, 0.5)
    np.testing.assert_allclose(half, 0.5 * X + 0.5 * flow.advance(X, 0.0, 1.0), atol=1e-5)
    np.testing.assert_allclose(X + 0.5 * flow.velocity(X, 0.0), half, atol=1e-5)


def test_tangents_are_derivatives_of_the_jumps():
    flow, h = ConsistencyFlow(ARRAYS, 2.0, None, 3), 1e-2
    _, gradients = flow.advance_tangent(X, 0.0, 1.0)
    for axis, shift in enumerate(h * np.eye(2)):
        moved = flow.advance(X + shift, 0, 1) - flow.advance(X - shift, 0, 1)
        np.testing.assert_allclose(gradients[:, :, axis], moved / (2 * h), atol=5e-3)


def test_a_refined_flow_jumps_twice_as_often():
    flow = ConsistencyFlow(ARRAYS, 2.0, PATHS["VP"], 2)
    assert flow.refined().sampler.steps == 4
    assert flow.refined().path == PATHS["VP"]
    assert r"\live{jumps}{2}" in " ".join(flow.tex())


def test_sizes_that_make_no_network_are_refused():
    sizes = {"hidden": [16], "spread": 2.0, "reach": 5.0}
    assert ConsistencyModel.shapes(sizes) == shapes(2, (16,))
    with pytest.raises(ValueError, match="spread"):
        ConsistencyModel.shapes({**sizes, "spread": -1.0})
