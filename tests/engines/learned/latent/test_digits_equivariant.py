from __future__ import annotations

import numpy as np
import pytest

from engines.learned.latent.digits_equivariant import SAMPLE, every_shape
from engines.learned.latent.digits_vae import inked
from engines.learned.weights import card_of, open_model
from engines.parameters.declare import parameters_model


@pytest.fixture(scope="module")
def model():
    return open_model(card_of("digits-equivariant"))


@pytest.fixture(scope="module")
def values(model):
    return parameters_model("p", model.declared)


def test_the_file_is_small():
    assert 4 * sum(int(np.prod(shape)) for shape in every_shape().values()) < 1_000_000


def test_a_code_that_is_decoded_and_encoded_again_shows_the_same(model):
    made = model.decode(model.codes[:8])
    assert made.shape == (8, 3, 16, 16)
    assert np.abs(made - model.decode(model.encode(made))).mean() < 0.03


def test_steps_are_those_of_the_flow(model, values):
    flow = model.flow(values(digit=3, way=2)).whole
    start = model.codes[3:4]
    ends = flow.advance(start, 0.0, 4.0)
    np.testing.assert_allclose(ends, model.moved(start, 1, 4), atol=1e-9)
    np.testing.assert_allclose(flow.decode(ends), inked(model.decode(ends)), atol=1e-5)


def test_other_sizes_are_refused(model):
    sizes = {"codes": 10, "width": 33, "count": 3, "sample": SAMPLE}
    with pytest.raises(ValueError, match="width = 33, allowed 32"):
        type(model).shapes(sizes)
