from __future__ import annotations

import pytest

from engines.errors import UnfitError
from engines.experiments.generative.diffusion_subject import (
    LEARNED,
    MAPS,
    MIXTURES,
    DiffusionSubject,
)
from engines.learned.generative.diffusion import DiffusionFlow
from engines.learned.generative.jumping import JumpingFlow
from engines.learned.weights import card_of, open_model
from engines.parameters.declare import parameters_model
from engines.protocols.capabilities import Shaded
from engines.systems.clouds.guided_flow import GuidedFlow
from engines.systems.clouds.probability_flow import ProbabilityFlow


@pytest.fixture(scope="module")
def subject():
    return DiffusionSubject(open_model(card_of("diffusion-eight-gaussians")))


@pytest.fixture(scope="module")
def values(subject):
    return parameters_model("p", subject.declared)


@pytest.mark.parametrize("data", LEARNED)
def test_every_shape_has_a_network(subject, values, data):
    flow = subject.flow(values(data=data, schedule="trig", sampling_steps=7))
    assert isinstance(flow, DiffusionFlow)
    assert (flow.path.name, flow.sampler.steps) == ("trig", 7)


@pytest.mark.parametrize("name", MAPS)
def test_maps_jump(subject, values, name):
    flow = subject.flow(values(velocity=name, jumps=2))
    assert isinstance(flow, JumpingFlow)
    assert flow.evaluations == 2
    unfit = subject.unfit(values(velocity=name))
    assert unfit["solver"] == unfit["churn"] == "a map jumps"
    assert "jumps" not in unfit
    assert ("schedule" in unfit) == (name == "mean flow")


@pytest.mark.parametrize("data", MIXTURES)
def test_mixtures_have_a_formula_and_no_network(subject, values, data):
    assert isinstance(subject.flow(values(data=data)), Shaded)
    assert subject.unfit(values(data=data))["velocity"] == "only a formula is known"
    with pytest.raises(UnfitError, match="has no network"):
        subject.learned(values(data=data))


def test_a_wish_guides_and_a_wish_for_what_is_not_there_does_not(subject, values):
    guided = subject.flow(values(velocity="exact", wished=3, guidance=2.0))
    assert isinstance(guided, GuidedFlow)
    assert (guided.part, guided.w) == (2, 2.0)
    plain = subject.flow(values(velocity="exact", modes=4, wished=5))
    assert isinstance(plain, ProbabilityFlow)
    assert len(plain.mixture.weights) == 4


def test_what_means_nothing_says_why(subject, values):
    learned = subject.unfit(values())
    assert learned["radius"] == "fixed by the training"
    assert learned["wished"] == "the network knows no classes"
    exact = subject.unfit(values(velocity="exact"))
    assert exact == {
        "guidance": "needs a class",
        "jumps": "belongs to a map",
        "hand_spread": "Shift and drag to draw your own",
    }
