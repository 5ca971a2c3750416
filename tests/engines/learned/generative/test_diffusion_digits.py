from __future__ import annotations

import numpy as np
import pytest

from engines.learned.generative.diffusion_digits import DigitsFlow, DigitsModel, digits_shapes
from engines.learned.nets.denoiser import HEADS

DRAW = np.random.default_rng(0)
ARRAYS = {
    n: (0.1 * DRAW.standard_normal(s)).astype(np.float32) for n, s in digits_shapes((8,)).items()
}


@pytest.mark.parametrize("head", HEADS)
def test_every_head_carries_noise_to_pictures(head):
    flow = DigitsFlow(ARRAYS, 0.5, head)
    made = flow.advance(flow.noise(3, DRAW), 0.0, 1.0)
    pictures = flow.decode(made)
    assert pictures.shape == (3, 8, 8)
    assert pictures.min() >= 0.0
    assert pictures.max() <= 1.0
    assert flow.refined().sampler.steps == 80


def test_the_mean_picture_stands_in_the_middle():
    flow = DigitsFlow(ARRAYS, 0.5)
    expected = np.clip(0.5 * (ARRAYS["mean"] + 1.0), 0, 1).reshape(1, 8, 8)
    np.testing.assert_allclose(flow.decode(np.zeros((1, 64))), expected, atol=1e-7)


def test_sizes_that_make_no_network_are_refused():
    assert DigitsModel.shapes({"hidden": [8], "spread": 0.5}) == digits_shapes((8,))
    with pytest.raises(ValueError, match="hidden"):
        DigitsModel.shapes({"hidden": [0], "spread": 0.5})
    with pytest.raises(ValueError, match="spread"):
        DigitsModel.shapes({"hidden": [8], "spread": 0.0})
