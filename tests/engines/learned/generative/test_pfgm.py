from __future__ import annotations

import math

import numpy as np
import pytest

from engines.errors import FlowError
from engines.learned.generative.pfgm import PfgmFlow, PfgmModel, chosen, shapes_of, stem, told
from engines.numerics.diffusion.generation import Sampler


@pytest.fixture(scope="module")
def arrays():
    draw = np.random.default_rng(0)
    wanted = shapes_of(2, (8,), (2.0, math.inf))
    return {name: 0.3 * draw.standard_normal(shape) for name, shape in wanted.items()}


def flow_of(arrays, hidden=2.0, **values):
    return PfgmFlow(arrays, 1.5, hidden, stem=stem(hidden), **values)


def test_the_velocity_is_what_the_denoiser_leaves_over(arrays):
    """dx/dsigma = (x - D)/sigma, seen at x / sqrt(1 + sigma^2)."""
    flow = flow_of(arrays)
    states, t = np.random.default_rng(1).standard_normal((5, 2)), 0.7
    m, h = flow.path.at(t), 1e-5
    sigma = m.s / m.a
    clean = flow.field.denoiser(states, t)
    x = states / m.a
    slope = (x - clean) / sigma
    later = flow.path.at(t + h)
    step = (later.s / later.a - sigma) * slope
    found = ((x + step) * later.a - states) / h
    assert flow.velocity(states, t) == pytest.approx(found, rel=1e-3, abs=1e-3)


def test_noise_and_network_are_of_one_number_of_dimensions(arrays):
    few, endless = flow_of(arrays), flow_of(arrays, math.inf)
    assert np.abs(few.noise(3000, np.random.default_rng(2))).max() > 10.0
    assert np.abs(endless.noise(3000, np.random.default_rng(2))).max() < 6.0
    states = np.ones((1, 2))
    assert (few.velocity(states, 0.6) != endless.velocity(states, 0.6)).any()
    assert "2" in few.tex()[0]
    assert "infty" in endless.tex()[0]


def test_a_copy_with_another_sampler_keeps_the_rest(arrays):
    flow = flow_of(arrays, alpha=0.2, low=0.1)
    other = flow.followed_by(Sampler("Euler", 5, "time"))
    assert (other.hidden, other.alpha, other.low, other.sampler.steps) == (2.0, 0.2, 0.1, 5)


def test_words_stand_for_dimensions():
    assert [told(d) for d in (2.0, 128.0, math.inf)] == ["2", "128", "infinite"]
    assert chosen((2.0, math.inf), "infinite") == math.inf


def test_scales_that_do_not_fall_and_shaking_below_zero_are_refused(arrays):
    with pytest.raises(FlowError, match="must fall"):
        flow_of(arrays, low=3.0, high=2.0)
    with pytest.raises(FlowError, match="alpha = -1"):
        flow_of(arrays, alpha=-1.0)


@pytest.mark.parametrize(
    ("sizes", "words"),
    [
        ({"dimensions": [0.0]}, "D must be > 0 or inf"),
        ({"dimensions": []}, "D must be > 0 or inf"),
        ({"hidden": [0]}, "whole numbers from 1 to 1024"),
        ({"spread": -1.0}, "spread"),
    ],
)
def test_a_card_with_sizes_that_cannot_be_is_refused(sizes, words):
    good = {"hidden": [8], "dimensions": [2.0], "spread": 1.0, "reach": 4.0}
    assert PfgmModel.shapes(good)
    with pytest.raises(ValueError, match=words):
        PfgmModel.shapes({**good, **sizes})
