from __future__ import annotations

import math

import numpy as np
import pytest

from engines.learned.generative.pfgm_digits import (
    DIMENSIONS,
    PfgmDigitsFlow,
    PfgmDigitsModel,
    digits_shapes,
    shipped,
    trained,
)
from engines.numerics.diffusion.generation import Sampler
from engines.parameters.declare import parameters_model


@pytest.fixture(scope="module")
def flow():
    draw = np.random.default_rng(0)
    wanted = digits_shapes((8,))
    arrays = {name: 0.1 * draw.standard_normal(shape) for name, shape in wanted.items()}
    return PfgmDigitsFlow(arrays, 0.5, 32.0, alpha=0.1)


def test_states_are_pictures_from_ground_to_ink(flow):
    pictures = flow.decode(flow.advance(flow.noise(3, np.random.default_rng(1)), 0.0, 1.0))
    assert pictures.shape == (3, 8, 8)
    assert 0.0 <= pictures.min() <= pictures.max() <= 1.0
    assert flow.decode(np.zeros((1, 64)))[0].ravel() == pytest.approx(
        np.clip(0.5 * (flow.mean + 1.0), 0.0, 1.0)
    )


def test_radii_of_the_noise_are_spread_as_few_dimensions_ask(flow):
    radii = np.linalg.norm(flow.noise(4000, np.random.default_rng(2)), axis=1)
    low, high = np.quantile(radii, [0.01, 0.99])
    assert high / low > 2.0  # 1.5 for normal noise


def test_a_copy_with_another_sampler_keeps_the_rest(flow):
    other = flow.followed_by(Sampler("Euler", 5, "time"))
    assert (other.hidden, other.alpha, other.sampler.steps) == (32.0, 0.1, 5)


def test_a_flow_may_be_shaken_and_knows_those_trained_like_it(flow):
    assert flow.shaken(0.4).alpha == 0.4
    assert (flow.hurried(5).sampler.steps, flow.hurried(5).alpha) == (5, 0.1)
    rough, states = flow.rounded(3), np.ones((1, 64))
    assert (rough.velocity(states, 0.5) != flow.velocity(states, 0.5)).any()
    np.testing.assert_array_equal(rough.mean, flow.mean)
    found = flow.siblings()
    assert list(found) == ["D = 32", "D = 64", "D = 128", "D = 2048", "D → ∞"]
    assert found["D = 32"] is flow
    assert [one.hidden for one in found.values()] == list(DIMENSIONS)


def test_a_model_opens_the_networks_of_its_siblings():
    model = trained(128.0)
    values = parameters_model("Values", model.declared)
    assert values().trained == "128"
    states = np.zeros((1, 64))
    few, rough = (model.flow(values(trained="32", bits=bits)) for bits in (17, 4))
    assert few.hidden == 32.0
    assert (few.velocity(states, 0.7) != rough.velocity(states, 0.7)).any()
    np.testing.assert_array_equal(few.mean, rough.mean)


def test_each_number_of_dimensions_has_a_model():
    assert shipped(2048.0) == "pfgm-digits-2048"
    assert shipped(math.inf) == "pfgm-digits-inf"


@pytest.mark.parametrize("dimensions", [[3.0], [32.0, 64.0], [-1.0]])
def test_a_card_of_dimensions_nobody_trains_is_refused(dimensions):
    sizes = {"hidden": [8], "dimensions": dimensions, "spread": 1.0, "reach": 4.0}
    with pytest.raises(ValueError, match=r"allowed one of|must be > 0"):
        PfgmDigitsModel.shapes(sizes)
