from __future__ import annotations

import numpy as np
import pytest

from engines.errors import FlowError
from engines.numerics.diffusion.generation import Sampler
from engines.numerics.diffusion.path import Trig, VariancePreserving
from engines.systems.clouds.gaussian_mixture import circle, mixture
from engines.systems.clouds.probability_flow import ProbabilityFlow, box_around
from engines.systems.pairs.clouds import CLOUDS
from engines.systems.pairs.exact_bridge import ExactBridge

X = np.random.default_rng(0).standard_normal((9, 2))
BOX = box_around(5.0)
NOISE = mixture([[0.0, 0.0]], 1.0)


@pytest.mark.parametrize("path", [None, Trig(), VariancePreserving()])
def test_from_noise_it_is_the_probability_flow_of_the_path(path):
    bridge, flow = ExactBridge(NOISE, circle(), BOX, path), ProbabilityFlow(circle(), path)
    for t in (0.1, 0.6):
        np.testing.assert_allclose(bridge.velocity(X, t), flow.velocity(X, t), rtol=1e-9)
        np.testing.assert_allclose(bridge.jacobian(X, t), flow.jacobian(X, t), rtol=1e-7)


def test_two_clouds_cross_without_crossing():
    """The clouds above end above: the flow swaps partners where segments cross."""
    left, right = (CLOUDS[f"two on the {side}"].mixture for side in ("left", "right"))
    flow = ExactBridge(left, right, BOX, None, Sampler("RK4", 50, "time"))
    begin = flow.noise(200, np.random.default_rng(1))
    end = flow.advance(begin, 0.0, 1.0)
    assert (np.sign(begin[:, 1]) == np.sign(end[:, 1])).all()
    assert ((end - begin) ** 2).sum(axis=1).mean() == pytest.approx(36.0, abs=0.5)


def test_the_density_at_the_end_is_that_of_the_last_cloud():
    flow = ExactBridge(NOISE, circle(), BOX)
    np.testing.assert_allclose(flow.log_density(X, 1.0), circle().log_density(X), rtol=1e-9)


def test_clouds_of_other_dimensions_are_refused():
    with pytest.raises(FlowError, match="2 coordinates and one in 1"):
        ExactBridge(NOISE, mixture([[0.0]], 1.0), BOX)
