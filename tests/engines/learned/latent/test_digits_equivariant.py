from __future__ import annotations

import numpy as np
import pytest

from engines.errors import ParameterError
from engines.learned.latent.digits_equivariant import SAMPLE, STEPS, WAYS, every_shape
from engines.learned.latent.pictured import shown
from engines.learned.latent.potentials.space import PotentialSpace
from engines.learned.weights import card_of, open_model
from engines.parameters.declare import parameters_model
from engines.systems.samples import digits


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
    np.testing.assert_allclose(flow.decode(ends), shown(model.decode(ends)), atol=1e-5)


def test_other_sizes_are_refused(model):
    sizes = {"codes": 10, "width": 33, "count": 3, "sample": SAMPLE}
    with pytest.raises(ValueError, match="width = 33, allowed 32"):
        type(model).shapes(sizes)


def test_a_step_is_as_long_as_in_the_sequences_that_were_learned():
    for name, values in zip(WAYS, (digits.SCALES, digits.TURNS, digits.HUES), strict=True):
        np.testing.assert_allclose(np.diff(values), STEPS[name])


@pytest.mark.parametrize("way", range(3))
def test_a_picture_is_altered_as_digits_change(model, way):
    """What is meant resembles the true picture; the potential makes it resemble what is meant."""
    digit = next(i for i, (_, *at) in enumerate(model.factors) if at[0] < 1.25 and at[2] < 4.0)
    here = model.codes[digit]
    space = model.space("learned", way, here)
    rest, meant = space.altered(way, here, np.array([0.0, 4.0]))
    np.testing.assert_allclose(rest, space.decode(here[None])[0], atol=1e-6)
    made = space.decode(model.moved(here[None], way, 4))[0]
    assert ((made - meant) ** 2).mean() < 0.5 * ((rest - meant) ** 2).mean()


def test_straight_ways_go_as_far_as_the_potentials_on_the_average(model, values):
    plane = model.flow(values(arm="straight", way=3, speed=2.0))
    ends = np.stack([plane.whole.traversed(code, np.array([5.0]))[2, 0] for code in model.codes])
    np.testing.assert_allclose((ends - model.codes).mean(axis=0), 10.0 * model.paces[2], atol=1e-9)
    moved = model.moved(model.codes, 2, int(PotentialSpace.reach)) - model.codes
    np.testing.assert_allclose(moved.mean(axis=0), 5.0 * model.paces[2], atol=1e-9)


def test_ways_without_a_meaning_are_straight_too(model, values):
    for arm in ("random", "principal"):
        space = model.flow(values(arm=arm)).whole
        assert space.paces.size == 0
        assert len(space.ways) == 3
    with pytest.raises(ParameterError, match="arm = 'bent', digits-equivariant holds learned"):
        model.space("bent", 0, model.codes[0])


def test_a_drawing_is_painted_and_becomes_a_code(model):
    ink = np.zeros((32, 32), np.float32)
    ink[8:24, 14:18] = 1.0
    code = model.encoded(ink)
    made = shown(model.decode(code[None]))[0]
    assert code.shape == (10,)
    assert made[..., 1:].sum() > 5.0 * made[..., 0].sum()
    assert made[5:11, 7:9, 1:].mean() > 0.4
