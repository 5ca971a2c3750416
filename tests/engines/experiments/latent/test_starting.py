from __future__ import annotations

import numpy as np
import pytest

from engines.errors import ParameterError
from engines.experiments.latent.starting import Starting, picture_of
from engines.parameters.declare import parameters_model


@pytest.fixture
def subject(untrained):
    return Starting(untrained)


@pytest.fixture
def values(subject):
    return parameters_model("p", subject.declared)


def rows(picture):
    return tuple(tuple(float(c) for c in row) for row in picture)


def test_the_plane_goes_through_the_known_picture(subject, values, untrained):
    p = values(sprite=7)
    np.testing.assert_array_equal(subject.start(p), untrained.codes[7])
    np.testing.assert_allclose(subject.flow(p).whole.box.start, untrained.codes[7], atol=1e-9)


def test_draws_from_the_prior_are_seeded(subject, values):
    one, again, other = (subject.start(values(start_from="prior", prior_seed=s)) for s in (3, 3, 4))
    np.testing.assert_array_equal(one, again)
    assert not np.allclose(one, other)


def test_a_drawing_begins_at_its_own_code(subject, values, untrained):
    picture = untrained.decode(untrained.codes[5:6])[0]
    p = values(start_from="drawing", drawing=rows(picture))
    code = subject.start(p)
    np.testing.assert_allclose(code, untrained.encoded(picture), atol=1e-5)
    again = untrained.decode(code[None])[0]
    assert np.abs(again - picture).mean() < 0.25 * picture.mean()


def test_without_a_drawing_the_known_picture_is_the_start(subject, values, untrained):
    np.testing.assert_array_equal(subject.start(values(start_from="drawing")), untrained.codes[154])


@pytest.mark.parametrize(
    ("drawing", "sentence"),
    [
        (rows(np.zeros((28, 28))), "drawing has 28 x 28 pixels, allowed 32 x 32"),
        (((0.0, 0.0), (0.0,)), "drawing has rows of unequal length, allowed 32 x 32"),
        (rows(np.full((32, 32), 1.5)), "ink beyond 0 to 1"),
    ],
)
def test_pictures_of_another_size_are_refused_in_one_sentence(drawing, sentence):
    with pytest.raises(ParameterError, match=sentence):
        picture_of(drawing)


def test_what_is_not_the_start_is_greyed_with_its_reason(subject, values):
    assert subject.unfit(values()) == {"prior_seed": "starts from a sprite"}
    assert subject.unfit(values(start_from="prior")) == {"sprite": "starts from a draw"}
    drawn = values(start_from="drawing", drawing=rows(np.zeros((32, 32))))
    assert set(subject.unfit(drawn)) == {"sprite", "prior_seed"}
