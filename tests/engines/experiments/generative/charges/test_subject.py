from __future__ import annotations

import math
import re

import numpy as np
import pytest

from engines.errors import SeparatrixError
from engines.experiments.generative.charges.subject import LEARNED, ChargedSubject
from engines.learned.generative.pfgm import PfgmFlow
from engines.learned.nets.quantised import quantised
from engines.learned.weights import card_of, open_model
from engines.parameters.declare import parameters_model
from engines.parameters.reading import validated
from engines.systems.clouds.charged_flow import ChargedFlow
from engines.systems.clouds.charges import Charges
from engines.training.diffusion.perturbing import Perturbation

ONE = np.zeros((1, 2))


@pytest.fixture(scope="module")
def subject():
    return ChargedSubject(open_model(card_of("pfgm-eight-gaussians")))


@pytest.fixture
def values(subject):
    model = parameters_model("Values", subject.declared)
    return lambda **given: validated(model, given)


def test_charges_and_networks_share_their_sliders(subject, values):
    exact = subject.flow(values(hidden=3.0, alpha=0.2))
    assert isinstance(exact, ChargedFlow)
    assert (exact.hidden, exact.alpha) == (3.0, 0.2)
    learned = subject.flow(values(velocity="learned", trained="8", alpha=0.2, lowest=0.1))
    assert isinstance(learned, PfgmFlow)
    assert (learned.hidden, learned.alpha, learned.low) == (8.0, 0.2, 0.1)


@pytest.mark.parametrize("data", LEARNED)
def test_every_network_opens(subject, values, data):
    flow = subject.flow(values(velocity="learned", data=data))
    assert isinstance(flow, PfgmFlow)


def test_where_no_network_is_the_formula_is_shown(subject, values):
    two = values(velocity="learned", data="two points")
    assert subject.exact(two)
    assert isinstance(subject.flow(two), ChargedFlow)
    assert "no network" in subject.unfit(two)["velocity"]


def test_another_d_is_exact_or_the_nearest_that_was_trained(subject, values):
    assert subject.with_hidden(values(), 32.0).hidden == 32.0
    assert math.isinf(subject.with_hidden(values(), math.inf).hidden)
    learned = values(velocity="learned")
    assert subject.with_hidden(learned, 100.0).hidden == 128.0
    assert math.isinf(subject.with_hidden(learned, math.inf).hidden)


def test_rounded_weights_move_the_flow(subject, values):
    states = [[0.5, 0.3]]
    full, few = (
        subject.flow(values(velocity="learned", bits=bits)).velocity(states, 0.6)
        for bits in (17, 4)
    )
    assert (full != few).any()


def test_what_means_nothing_says_why(subject, values):
    assert {"trained", "bits", "another"} <= set(subject.unfit(values()))
    assert "hidden" in subject.unfit(values(infinite=True))
    assert {"hidden", "infinite"} <= set(subject.unfit(values(velocity="learned")))
    assert "another" not in subject.unfit(values(beside="another D"))


@pytest.mark.parametrize(
    "given",
    [{"hidden": 0.0}, {"hidden": -3.0}, {"hidden": 2e7}, {"alpha": -0.1}, {"bits": 1},
     {"lowest": 90.0}, {"trained": "7"}],
)  # fmt: skip
def test_values_that_cannot_be_are_refused_in_one_sentence(values, given):
    with pytest.raises(SeparatrixError) as caught:
        values(**given)
    assert str(caught.value)


@pytest.mark.parametrize(
    ("attempt", "words"),
    [
        (lambda: Charges(ONE, 0.0), "D = 0, D must be > 0 or inf"),
        (lambda: Charges(ONE, -2.0), "D = -2, D must be > 0 or inf"),
        (lambda: Charges(ONE, 2e7), "use D = inf"),
        (lambda: ChargedFlow(Charges(ONE), low=2.0, high=2.0), "must fall"),
        (lambda: ChargedFlow(Charges(ONE), alpha=-0.1), "alpha = -0.1, allowed 0 and above"),
        (lambda: quantised({}, 1), "bits = 1, allowed 2 and above"),
        (lambda: Perturbation("even", 0.0).noise(1, 2, None), "D must be > 0 or inf"),
        (lambda: Charges(np.array([[math.nan, 0.0]])), "point 1 is not finite"),
    ],
    ids=["D 0", "D below 0", "D too large", "sigma", "alpha", "bits", "training", "points"],
)
def test_bad_input_is_refused_where_it_is_used(attempt, words):
    with pytest.raises(SeparatrixError, match=re.escape(words)):
        attempt()


def test_what_is_trained_is_what_is_chosen(subject, values):
    assert subject.trains(values(data="moons")) == "pfgm-moons"
    drawn = values(data="your own", points=((0.0, 0.0),))
    assert subject.trains(drawn) == "pfgm-eight-gaussians"
    with pytest.raises(SeparatrixError, match="data = 'two points' has no recipe, allowed: "):
        subject.trains(values(data="two points"))
    assert subject.taken(values(data="two points")) is None
    assert subject.showing() == {"data": "eight Gaussians", "velocity": "learned"}
    assert subject.exact(drawn)
    assert subject.unfit(drawn)["velocity"] == "train it to see a network"
