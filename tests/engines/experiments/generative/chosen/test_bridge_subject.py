from __future__ import annotations

import numpy as np
import pytest

from engines.experiments.generative.chosen.bridge_subject import (
    EXACT,
    LEARNED,
    OF_CLOUDS,
    BridgeSubject,
)
from engines.learned.generative.interpolants.flow import BridgeFromNoise, LearnedBridge
from engines.learned.generative.interpolants.least import LeastBridge
from engines.learned.weights import card_of, open_model
from engines.parameters.declare import parameters_model
from engines.systems.clouds.joined.bridge_flow import BridgeFlow

CHECKERBOARD, SPIRAL, LEAST, EIGHT, SCORED = LEARNED


@pytest.fixture(scope="module")
def subject():
    return BridgeSubject(open_model(card_of("interpolants-moons-spiral")))


@pytest.fixture(scope="module")
def values(subject):
    return parameters_model("p", subject.declared)


def test_each_pair_has_its_kind_of_bridge(subject, values):
    assert isinstance(subject.flow(values(amplitude=0.3)), BridgeFlow)
    assert isinstance(subject.flow(values(pair=CHECKERBOARD)), BridgeFromNoise)
    spiral = subject.flow(values(pair=SPIRAL, coupling="nearest in batch", eps=0.2))
    assert type(spiral) is LearnedBridge
    assert all(type(subject.flow(values(pair=pair))) is LeastBridge for pair in (LEAST, EIGHT))
    assert (spiral.coupling, spiral.shaking.noise) == ("nearest in batch", 0.2)


def test_a_pair_without_that_coupling_is_shown_all_the_same(subject, values):
    flow = subject.flow(values(pair=CHECKERBOARD, coupling="nearest in batch"))
    assert flow.coupling == "independent"


def test_what_means_nothing_says_why(subject, values):
    assert set(subject.unfit(values())) == {"coupling", "hand_spread", "score_by"}
    assert set(subject.unfit(values(pair=SPIRAL))) == {*OF_CLOUDS, "score_by"}
    assert set(subject.unfit(values(pair=LEAST))) == {*OF_CLOUDS, "coupling", "score_by"}
    assert set(subject.unfit(values(pair=CHECKERBOARD))) == {*OF_CLOUDS, "coupling", "score_by"}
    assert set(subject.unfit(values(pair=SCORED))) == {*OF_CLOUDS, "coupling"}
    assert subject.learned(values(pair=EXACT)) is None
    assert subject.learned(values(pair=SPIRAL)).id == "interpolants-moons-spiral"


def test_the_score_is_learned_in_both_ways_there_are(subject, values):
    """Near the middle of the way they nearly agree."""
    denoised, itself = (
        subject.flow(values(pair=SCORED, score_by=by)) for by in ("denoiser", "score")
    )
    x = denoised.between(
        *denoised.ends(400, np.random.default_rng(0)),
        np.random.default_rng(1).standard_normal((400, 2)),
        np.array([0.5]),
    )[:, 0]
    one, two = denoised.score(x, 0.5), itself.score(x, 0.5)
    off = float(np.linalg.norm(one - two) / np.linalg.norm(one))
    assert 0.0 < off < 0.3
