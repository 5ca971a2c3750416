from __future__ import annotations

import numpy as np
import pytest

from engines.learned.generative.interpolants.least import LeastBridge, shapes
from engines.numerics.interpolants.bridging import Shaking
from engines.numerics.interpolants.interpolant import Interpolant

DRAW = np.random.default_rng(0)
FIRST, LAST, Z = (DRAW.standard_normal((6, 2)) for _ in range(3))


def bridge(**how):
    arrays = {
        name: (0.3 * DRAW.standard_normal(shape)).astype(np.float32)
        for name, shape in shapes(2, (8,), (8,)).items()
    }
    arrays |= {"sources": FIRST, "targets": LAST}
    return LeastBridge(arrays, 1.5, Interpolant("linear", "Brownian", 1.0), Shaking(**how))


def test_the_forward_drift_is_what_was_learned_and_the_score_follows():
    flow = bridge(noise=0.5)
    for t in (1e-4, 0.4, 1.0 - 1e-4):
        ahead, drift, score = flow.tilted(FIRST, t, 0.5), flow.drift(FIRST, t), flow.score(FIRST, t)
        np.testing.assert_allclose(drift + 0.5 * score, ahead, atol=1e-6)
        np.testing.assert_allclose(flow.field("b_F", FIRST, t), ahead, atol=1e-6)
        np.testing.assert_allclose(flow.tilted(FIRST, t, 0.2), drift + 0.2 * score, atol=1e-6)
    assert not flow.one_sided
    assert "I_" in flow.tex()[1]
    assert type(flow.followed_by(Shaking())) is LeastBridge


def test_ways_are_bent_and_keep_their_ends():
    flow = bridge()
    ways = flow.between(FIRST, LAST, Z, np.array([0.0, 0.5, 1.0]))
    np.testing.assert_allclose(ways[:, 0], FIRST)
    np.testing.assert_allclose(ways[:, 2], LAST)
    straight = 0.5 * (FIRST + LAST + Z)
    assert np.abs(ways[:, 1] - straight).max() > 0.01


@pytest.mark.parametrize("eps", [0.0, 0.5, 1.0])
def test_any_diffusion_can_be_chosen(eps):
    assert np.isfinite(bridge(noise=eps, steps=20).sampled(FIRST, np.array([0.0, 1.0]))).all()
