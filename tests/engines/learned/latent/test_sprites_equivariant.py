from __future__ import annotations

import numpy as np
import pytest

from engines.errors import ParameterError
from engines.learned.latent.sprites_equivariant import CODES, SAMPLE, every_shape
from engines.learned.weights import card_of, open_model
from engines.parameters.declare import parameters_model


@pytest.fixture(scope="module")
def model():
    return open_model(card_of("sprites-equivariant"))


@pytest.fixture(scope="module")
def values(model):
    return parameters_model("p", model.declared)


def test_the_file_is_no_larger_than_that_of_the_frozen_autoencoder_and_a_little():
    numbers = sum(int(np.prod(shape)) for shape in every_shape().values())
    assert 4 * numbers < 1.5 * 2**20


def test_known_codes_are_those_of_their_pictures(model):
    assert model.codes.shape == (SAMPLE, CODES)
    made = model.decode(model.codes[:4])
    again = model.decode(model.encode(made))
    assert np.abs(made - again).mean() < 0.02


def test_steps_are_those_of_the_flow(model, values):
    flow = model.flow(values(sprite=3, way=4)).whole
    start = model.codes[3:4]
    np.testing.assert_allclose(flow.advance(start, 0.0, 4.0), model.moved(start, 3, 4), atol=1e-9)
    np.testing.assert_array_equal(model.moved(start, 3, 0), start)


def test_the_plane_passes_through_the_code_of_the_chosen_sprite(model, values):
    for axes in ("principal", "codes"):
        plane = model.flow(values(sprite=17, axes=axes, vertical_axis=5))
        np.testing.assert_allclose(plane.whole.box.start, model.codes[17], atol=1e-9)


def test_what_cannot_be_shown_is_refused(model, values):
    with pytest.raises(ParameterError, match="vertical_axis = 3, must differ"):
        model.flow(values(horizontal_axis=3, vertical_axis=3))
    with pytest.raises(ParameterError, match="allowed two coordinates"):
        model.flow(values(handle=((1.0, 2.0, 3.0),)))


def test_other_sizes_are_refused(model):
    sizes = {"codes": 12, "width": 33, "count": 5, "sample": SAMPLE}
    with pytest.raises(ValueError, match="width = 33, allowed 32"):
        type(model).shapes(sizes)


def test_coordinates_keep_their_names_whichever_axes_span_the_plane(model, values):
    # Instruments choose a coordinate by its name, and must find it again.
    planes = [
        model.flow(values(arm=arm, horizontal_axis=axis))
        for arm in ("learned", "random")
        for axis in (1, 3)
    ]
    assert {plane.states for plane in planes} == {("a", "b")}
    assert planes[1].box.symbols == ("p_{3}", "p_{2}")
