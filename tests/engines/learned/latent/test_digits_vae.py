from __future__ import annotations

import numpy as np
import pytest

from engines.errors import ParameterError
from engines.learned.latent.digits_vae import CODES, KNOWN, SAMPLE, every_shape
from engines.learned.latent.pictured import shown
from engines.learned.weights import card_of, open_model
from engines.parameters.declare import parameters_model


@pytest.fixture(scope="module")
def model():
    return open_model(card_of("digits-vae"))


@pytest.fixture(scope="module")
def values(model):
    return parameters_model("p", model.declared)


def test_the_file_is_small():
    assert 4 * sum(int(np.prod(shape)) for shape in every_shape().values()) < 1_000_000


def test_known_digits_come_with_their_factors(model):
    assert model.factors.shape == (SAMPLE, len(KNOWN))
    assert set(np.unique(model.factors[:, 0])) == set(range(10))
    assert np.degrees(model.factors[:, 3]).min() >= 179.9


def test_a_code_that_is_decoded_and_encoded_again_shows_the_same(model):
    made = model.decode(model.codes[:8])
    assert made.shape == (8, 3, 16, 16)
    again = model.decode(model.encode(made))
    assert np.abs(made - again).mean() < 0.03


def test_the_plane_passes_through_the_code_of_the_chosen_digit(model, values):
    plane = model.flow(values(digit=17, ways="random"))
    np.testing.assert_allclose(plane.whole.box.start, model.codes[17], atol=1e-9)
    seen = plane.decode(np.array([plane.box.start]))
    np.testing.assert_allclose(seen, shown(model.decode(model.codes[17:18])), atol=1e-5)


def test_what_cannot_be_shown_is_refused(model, values):
    with pytest.raises(ParameterError, match="vertical_axis = 3, must differ"):
        model.flow(values(horizontal_axis=3, vertical_axis=3))
    with pytest.raises(ParameterError, match="allowed two coordinates"):
        model.flow(values(handle=((1.0, 2.0, 3.0),)))


def test_other_sizes_are_refused(model):
    with pytest.raises(ValueError, match=f"allowed {CODES} and {SAMPLE}"):
        type(model).shapes({"codes": 11, "sample": SAMPLE})
