from __future__ import annotations

import numpy as np
import pytest

from engines.errors import ParameterError, UnfitError
from engines.learned.generative.noise.subject import DRAWN, PictureSubject
from engines.parameters.declare import parameters_model, real, whole
from engines.protocols.subject import Subject


class Pictured(Subject):
    id, title, source = "pictured", "Pictured", "by hand"
    declared = (real("rate", 1.0, 0.0, 2.0),)

    def __init__(self, flow):
        self.made, self._flow = 0, flow

    def flow(self, parameters):
        self.made += 1
        return self._flow


SEEN = (whole("seed", 0, 0, 9), real("t", 1.0, 0.0, 1.0))


@pytest.fixture
def subject(growing):
    return PictureSubject(Pictured(growing), lambda shape: np.ones((3, *shape)))


def values(subject, **given):
    return parameters_model("p", (*subject.declared, *SEEN))(**given)


def test_the_flow_is_made_once_while_only_a_hand_moves(subject):
    first = subject.flow(values(subject))
    second = subject.flow(values(subject, handle=((0.2, 0.1),), first_noise=5, t=0.5))
    assert first.whole is second.whole
    assert subject.model.made == 1
    assert (second.box.start, second.spanned, second.moment) == ((0.2, 0.1), (4, 1), 0.5)
    subject.flow(values(subject, rate=0.5))
    assert subject.model.made == 2


def test_another_seed_is_other_noise_and_known_pictures_come_by_their_shape(subject):
    one, other = (subject.flow(values(subject, seed=seed)) for seed in (0, 1))
    assert one.drawn.shape == (DRAWN, 4)
    assert np.abs(one.drawn - other.drawn).max() > 0.1
    assert one.known.shape == (3, 2, 2)
    assert PictureSubject(subject.model).flow(values(subject)).known.shape == (0, 2, 2)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"first_noise": 4, "second_noise": 4}, "second_noise = 4, must differ from first_noise"),
        ({"handle": ((1.0, 2.0, 3.0),)}, "handle = .* allowed two coordinates"),
        ({"drawing": ((1.0,),)}, "drawing = .* allowed two coordinates"),
    ],
)
def test_bad_values_are_refused_in_a_sentence(subject, given, sentence):
    with pytest.raises(ParameterError, match=sentence):
        subject.flow(values(subject, **given))


def test_a_model_without_pictures_is_refused(saddle):
    subject = PictureSubject(Pictured(saddle()))
    with pytest.raises(UnfitError, match="needs a flow from noise to pictures"):
        subject.flow(values(subject))
