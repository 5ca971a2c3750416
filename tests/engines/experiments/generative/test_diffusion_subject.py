from __future__ import annotations

import numpy as np
import pytest

from engines.errors import UnfitError
from engines.experiments.generative.chosen.formulae import EIGHT, MIXTURES
from engines.experiments.generative.diffusion_subject import (
    FREE,
    LEARNED,
    MAPS,
    DiffusionSubject,
)
from engines.learned.generative.diffusion import DiffusionFlow
from engines.learned.generative.jumping import JumpingFlow
from engines.learned.weights import card_of, open_model
from engines.parameters.declare import parameters_model
from engines.protocols.capabilities import Shaded
from engines.systems.clouds.guided_flow import GuidedFlow
from engines.systems.clouds.own_gaussians import GAUSSIANS, NAMES
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
    assert ("schedule" in unfit) == (name in FREE)


@pytest.mark.parametrize("data", MIXTURES)
def test_mixtures_have_a_formula_and_no_network(subject, values, data):
    assert isinstance(subject.flow(values(data=data)), Shaded)
    assert "velocity" not in subject.unfit(values(data=data))  # a few points by heart are known too
    with pytest.raises(UnfitError, match="has no network"):
        subject.learned(values(data=data))


def test_gaussians_of_ones_own_are_a_formula_and_its_weights_are_said(subject, values):
    rows = ((0.0, 0.0, 1.0, 0.5, 0.5, 0.0), (3.0, 0.0, 3.0, 0.2, 0.4, 0.0))
    p = values(data=GAUSSIANS, gaussians=rows)
    flow = subject.flow(p)
    np.testing.assert_allclose(flow.mixture.weights, [0.25, 0.75])
    assert flow.note == "weights sum to 4, normalised to 1"
    assert subject.unfit(p)["own_turn"] == "drag a Gaussian to take it in hand"
    assert not set(NAMES) & set(subject.unfit(values(data=GAUSSIANS, in_hand=1)))
    with pytest.raises(UnfitError, match="has a formula and no recipe"):
        subject.trains(p)


@pytest.mark.parametrize("data", ["checkerboard", EIGHT, "two Gaussians", GAUSSIANS])
def test_a_field_known_by_heart_ends_in_what_it_knows_and_says_so(subject, values, data):
    flow = subject.flow(values(data=data, velocity="empirical", by_heart=12))
    assert flow.note.startswith("empirical: 12 points by heart")
    ends = flow.advance(flow.noise(40, np.random.default_rng(0)), 0.0, 1.0)
    gaps = np.linalg.norm(ends[:, None] - flow.mixture.means, axis=2).min(axis=1)
    assert gaps.max() < 0.05


def test_an_ancestral_sampler_has_its_own_noise(subject, values):
    assert subject.unfit(values(solver="ancestral"))["churn"] == "draws what DDPM draws"


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
    own = dict.fromkeys(NAMES, "belongs to your Gaussians")
    assert exact == own | {
        "by_heart": "belongs to the empirical field",
        "guidance": "needs a class",
        "jumps": "belongs to a map",
        "hand_spread": "Shift and drag to draw your own",
    }
