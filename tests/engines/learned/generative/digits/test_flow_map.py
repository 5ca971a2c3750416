from __future__ import annotations

import numpy as np
import pytest

from engines.learned.generative.digits.flow_map import (
    HIDDEN,
    MODEL,
    FlowMapDigits,
    every_shape,
)

DRAW = np.random.default_rng(0)
ARRAYS = {n: 0.1 * DRAW.standard_normal(s) for n, s in every_shape((24,)).items()}
X = DRAW.standard_normal((3, 64))


def test_one_jump_follows_the_mean_velocity_and_carries_small_moves_with_it():
    flow = FlowMapDigits(ARRAYS, 0.5)
    assert flow.evaluations == 1
    assert flow.dimension == 64
    end = flow.advance(X, 0.0, 1.0)
    np.testing.assert_allclose(end, X + flow.mean(X, 1.0, 0.0), atol=1e-5)
    moves, h = DRAW.standard_normal((3, 64, 1)), 1e-3
    _, carried = flow.advance_displaced(X, moves, 0.0, 1.0)
    apart = [flow.advance(X + side * h * moves[..., 0], 0.0, 1.0) for side in (1.0, -1.0)]
    np.testing.assert_allclose(carried[..., 0], (apart[0] - apart[1]) / (2 * h), atol=2e-3)


def test_pictures_are_ink_on_eight_by_eight_pixels():
    pictures = FlowMapDigits(ARRAYS, 0.5).decode(4.0 * X)
    assert pictures.shape == (3, 8, 8)
    assert (pictures.min(), pictures.max()) == (0.0, 1.0)


def test_other_sizes_are_refused():
    for sizes in ({"hidden": [3], "spread": 1.0}, {"hidden": list(HIDDEN), "spread": -1.0}):
        with pytest.raises(ValueError, match="hidden|spread"):
            MODEL.shapes(sizes)
