from __future__ import annotations

import numpy as np
import pytest

from engines.learned.generative.figures.denoiser import (
    SETTLED,
    FiguresFlow,
    FiguresModel,
    Settling,
    figures_shapes,
)
from engines.learned.nets.denoiser import Denoiser
from engines.numerics.diffusion.generation import Sampler
from engines.numerics.diffusion.path import Trig

DRAW = np.random.default_rng(0)
ARRAYS = {
    n: (0.3 * DRAW.standard_normal(s)).astype(np.float32)
    for n, s in figures_shapes(6, 5, (8,)).items()
}
SIZES = {"side": 6, "directions": 5, "hidden": [8], "spread": 0.5}


def test_pictures_have_the_side_of_their_mean_and_states_the_directions():
    flow = FiguresFlow(ARRAYS, 0.5)
    made = flow.advance(flow.noise(3, DRAW), 0.0, 1.0)
    assert made.shape == (3, 5)
    assert flow.decode(made).shape == (3, 6, 6)
    assert len(flow.box.low) == flow.dimension == 5


def test_a_network_that_always_says_one_picture_leads_all_noise_to_it():
    arrays = {name: np.zeros_like(array) for name, array in ARRAYS.items()}
    said = DRAW.standard_normal(5).astype(np.float32)
    arrays["1.bias"] = said
    flow = FiguresFlow(arrays, 0.5)
    again = flow.followed_by(Sampler("DDIM", 7))
    for one in (flow, again, flow.along(flow.path, again.sampler)):
        made = one.advance(one.noise(2, DRAW), 0.0, 1.0)
        # to within the noise below which a place is believed
        np.testing.assert_allclose(made, np.tile(0.5 * said, (2, 1)), atol=3.0 * SETTLED * 0.5)


def test_near_the_data_the_place_is_believed_and_far_away_the_network():
    net, plain = (kind(ARRAYS, 0.5, "x") for kind in (Settling, Denoiser))
    x, path = DRAW.standard_normal((4, 5)), Trig()
    noisy, even, clean = (path.at(t) for t in (0.0, float(path.time_of(-np.log(0.01))), 1.0))
    np.testing.assert_array_equal(net.data(x, noisy), plain.data(x, noisy))
    np.testing.assert_allclose(net.data(x, clean), x / clean.a)
    between = 0.5 * (plain.data(x, even) + x / even.a)  # noise of b: both are as sure
    np.testing.assert_allclose(net.data(x, even), between)
    # so that there is a velocity at the end, where the network would pull at 1 / s
    assert np.abs(FiguresFlow(ARRAYS, 0.5).velocity(x, 1.0)).max() < 10.0


@pytest.mark.parametrize("ends", [(0.0, 1.0), (0.8, 0.1)])
def test_tangents_are_those_of_the_pictures_that_are_shown(ends):
    flow = FiguresFlow(ARRAYS, 0.5, sampler=Sampler(steps=6))
    states = flow.noise(3, DRAW)
    end, gradient = flow.advance_tangent(states, *ends)
    np.testing.assert_allclose(end, flow.advance(states, *ends), atol=1e-5)
    aside = 1e-2 * np.eye(5)[1]
    known = (flow.advance(states + aside, *ends) - flow.advance(states - aside, *ends)) / 2e-2
    np.testing.assert_allclose(gradient[..., 1], known, atol=5e-3)
    moved = flow.advance_displaced(states, np.broadcast_to(aside[:, None], (3, 5, 1)), *ends)[1]
    np.testing.assert_allclose(moved[..., 0], gradient @ aside, atol=1e-6)
    assert "tangents by its steps" in flow.integrator


@pytest.mark.parametrize("name", ["hidden", "spread"])
def test_sizes_that_make_no_network_are_refused(name):
    assert FiguresModel.shapes(SIZES) == figures_shapes(6, 5, (8,))
    with pytest.raises(ValueError, match=name):
        FiguresModel.shapes({**SIZES, name: [0] if name == "hidden" else 0.0})
