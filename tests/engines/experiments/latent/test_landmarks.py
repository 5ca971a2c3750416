from __future__ import annotations

import numpy as np
import pytest

from engines.experiments.latent.landmarks import landmarks, within_data
from engines.learned.weights import card_of, open_model
from engines.parameters.declare import parameters_model


@pytest.fixture(scope="module")
def model():
    return open_model(card_of("sprites-vae"))


@pytest.fixture
def plane(model):
    values = parameters_model("p", model.declared)
    return lambda **set_to: model.flow(values(**set_to))


def test_the_walk_begins_at_the_handle_and_goes_as_far_as_asked(model, plane):
    layers = landmarks(model, plane(way=1), -2.0, "none")
    handle, walk = layers["handle"].positions[0], layers["walk"].positions[0]
    np.testing.assert_allclose(walk[0], handle, atol=1e-12)
    np.testing.assert_allclose(walk[-1] - handle, [-2.0, 0.0], atol=1e-9)


def test_the_other_ways_are_all_there(model, plane):
    assert len(landmarks(model, plane(rows=5), 1.0, "none")["ways"].positions) == 4


@pytest.mark.parametrize(
    ("factor", "scale"), [("shape", "kinds"), ("turn", "cyclic"), ("scale", "amount")]
)
def test_each_factor_has_its_kind_of_colour(model, plane, factor, scale):
    layer = landmarks(model, plane(), 0.0, factor)["codes"]
    assert layer.scale == scale
    assert len(layer.values) == len(layer.positions) == len(model.codes)


def test_far_from_the_prior_is_not_trusted(plane):
    assert within_data(plane(), 0.0).level == "good"
    assert within_data(plane(), 50.0).level == "warn"
    assert within_data(plane(handle=((30.0, 0.0),)), 0.0).level == "warn"
