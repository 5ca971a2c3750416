from __future__ import annotations

import numpy as np
import pytest

from engines.learned.generative.figures import FiguresFlow, FiguresModel, figures_shapes
from engines.numerics.diffusion.generation import Sampler

DRAW = np.random.default_rng(0)
ARRAYS = {
    n: (0.1 * DRAW.standard_normal(s)).astype(np.float32)
    for n, s in figures_shapes(6, (8,)).items()
}


def test_pictures_have_the_side_of_their_mean():
    flow = FiguresFlow(ARRAYS, 0.5, "x")
    made = flow.advance(flow.noise(3, DRAW), 0.0, 1.0)
    assert flow.decode(made).shape == (3, 6, 6)
    assert len(flow.box.low) == 36
    middle = np.clip(0.5 * (ARRAYS["mean"] + 1.0), 0, 1).reshape(1, 6, 6)
    np.testing.assert_allclose(flow.decode(np.zeros((1, 36))), middle, atol=1e-7)


def test_a_network_that_always_says_one_picture_leads_all_noise_to_it():
    arrays = {name: np.zeros_like(array) for name, array in ARRAYS.items()}
    said = DRAW.standard_normal(36).astype(np.float32)
    arrays[max(n for n in arrays if arrays[n].shape == (36,) and n != "mean")] = said
    flow = FiguresFlow(arrays, 0.5, "x")
    again = flow.followed_by(Sampler("DDIM", 7))
    for one in (flow, again, flow.along(flow.path, again.sampler)):
        made = one.advance(one.noise(2, DRAW), 0.0, 1.0)
        np.testing.assert_allclose(made, np.tile(0.5 * said, (2, 1)), atol=1e-5)


@pytest.mark.parametrize(
    ("name", "value"), [("side", 1), ("side", 28.0), ("hidden", [0]), ("spread", 0.0)]
)
def test_sizes_that_make_no_network_are_refused(name, value):
    sizes = {"side": 6, "hidden": [8], "spread": 0.5}
    assert FiguresModel.shapes(sizes) == figures_shapes(6, (8,))
    with pytest.raises(ValueError, match=name):
        FiguresModel.shapes({**sizes, name: value})
