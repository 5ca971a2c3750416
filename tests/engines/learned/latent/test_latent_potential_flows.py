from __future__ import annotations

import math

import numpy as np
import pytest

from engines.errors import ParameterError, WeightsError
from engines.learned.latent.latent_potential_flows import (
    GENERATOR,
    LatentPotentialFlowsModel,
    shapes,
)
from engines.learned.latent.potentials.layout import Layout
from engines.learned.latent.potentials.space import PotentialPlane
from engines.learned.latent.straight import CodePlane
from engines.learned.weights import card_of, open_model, read_card
from engines.parameters.declare import parameters_model
from engines.training.checkpoint import save

SIZES = {
    "codes": 12,
    "width": 64,
    "count": 6,
    "bounded": True,
    "potentials": ["wave", "heat"],
    "directions": ["linear"],
}


def written(folder, generator_sha256, sizes=SIZES):
    draw, arrays = np.random.default_rng(0), {}
    known = shapes(Layout(12, 64, 6), tuple(sizes["potentials"]), tuple(sizes["directions"]))
    for name, shape in known.items():
        fan = math.prod(shape[2:]) or 1
        arrays[name] = (draw.standard_normal(shape) / math.sqrt(fan)).astype(np.float32)
    card = folder / "potentials.toml"
    save(
        folder / "potentials.safetensors",
        card,
        arrays,
        {"title": "t", "class": "latent.latent_potential_flows", "source": "s", "data": "d"},
        {"sizes": sizes, "training": {"generator_sha256": generator_sha256}, "metrics": {}},
    )
    return card


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    sha = read_card(card_of(GENERATOR)).sha256
    found = open_model(written(tmp_path_factory.mktemp("model"), sha))
    assert isinstance(found, LatentPotentialFlowsModel)
    return found


@pytest.fixture(scope="module")
def values(model):
    return parameters_model("p", model.declared)


def test_potentials_give_planes_that_flow(model, values):
    plane = model.flow(values(arm="heat", way=3, scheme="Euler", speed=2.0))
    assert isinstance(plane, PotentialPlane)
    assert (plane.equation, plane.whole.way, plane.whole.speed) == ("heat", 2, 2.0)
    np.testing.assert_allclose(plane.whole.box.start, model.codes[154], atol=1e-9)


@pytest.mark.parametrize("arm", ["linear", "random", "principal"])
def test_straight_ways_give_planes_that_drift(model, values, arm):
    plane = model.flow(values(arm=arm, way=2))
    assert isinstance(plane, CodePlane)
    assert len(plane.whole.ways) == 6


def test_two_traversals_span_a_plane_that_holds_their_ends(model, values):
    plane = model.flow(values(axes="traversals", horizontal_axis=1, vertical_axis=4))
    ends = plane.whole.traversed(model.codes[154], np.array([5.0]))[[0, 3], 0]
    np.testing.assert_allclose(plane.lifted(plane.seen(ends)), ends, atol=1e-9)


def test_ways_that_the_weights_lack_are_refused_by_name(model, values):
    with pytest.raises(ParameterError, match="arm = 'none', potentials holds wave, heat, linear"):
        model.flow(values(arm="none"))


def test_equal_axes_and_crooked_handles_are_refused(model, values):
    with pytest.raises(ParameterError, match="vertical_axis = 3, must differ"):
        model.flow(values(horizontal_axis=3, vertical_axis=3))
    with pytest.raises(ParameterError, match="allowed two coordinates"):
        model.flow(values(handle=((1.0, 2.0, 3.0),)))


def test_potentials_of_another_decoder_are_refused(tmp_path):
    with pytest.raises(WeightsError, match="was trained on another sprites-vae"):
        open_model(written(tmp_path, "0" * 64))


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [("codes", 11, "codes = 11"), ("count", 40, "potentials = 40, allowed 2 to 32")],
)
def test_sizes_that_do_not_fit_are_refused(key, value, words):
    with pytest.raises(ValueError, match=words):
        LatentPotentialFlowsModel.shapes({**SIZES, key: value})
