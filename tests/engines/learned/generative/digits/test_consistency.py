from __future__ import annotations

import numpy as np
import pytest

from engines.learned.generative.digits.consistency import (
    HIDDEN,
    MODEL,
    ConsistencyDigits,
    every_shape,
)

DRAW = np.random.default_rng(0)
ARRAYS = {n: 0.1 * DRAW.standard_normal(s) for n, s in every_shape((24,)).items()}
X = DRAW.standard_normal((3, 64))


def test_at_the_end_a_picture_is_itself():
    flow = ConsistencyDigits(ARRAYS, 0.5)
    np.testing.assert_array_equal(flow.jump(X, np.empty((0, 3, 64)), 1.0, 1.0)[0], X)
    near = flow.field.denoiser(X, 1.0 - 1e-6)
    np.testing.assert_allclose(near, X, atol=1e-4)


def test_one_jump_leads_to_the_end_and_keeps_what_it_does_to_small_moves():
    flow = ConsistencyDigits(ARRAYS, 0.5, jumps=1)
    assert flow.evaluations == 1
    moves, h = DRAW.standard_normal((3, 64, 1)), 1e-3
    _, carried = flow.advance_displaced(X, moves, 0.0, 1.0)
    apart = [flow.advance(X + side * h * moves[..., 0], 0.0, 1.0) for side in (1.0, -1.0)]
    np.testing.assert_allclose(carried[..., 0], (apart[0] - apart[1]) / (2 * h), atol=2e-3)


def test_pictures_are_ink_on_eight_by_eight_pixels():
    pictures = ConsistencyDigits(ARRAYS, 0.5).decode(4.0 * X)
    assert pictures.shape == (3, 8, 8)
    assert (pictures.min(), pictures.max()) == (0.0, 1.0)


def test_other_sizes_are_refused():
    for sizes in ({"hidden": [3], "spread": 1.0}, {"hidden": list(HIDDEN), "spread": -1.0}):
        with pytest.raises(ValueError, match="hidden|spread"):
            MODEL.shapes(sizes)
