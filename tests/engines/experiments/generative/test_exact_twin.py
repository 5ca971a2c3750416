from __future__ import annotations

from engines.experiments.generative.exact_twin import TARGET, ExactTwin
from engines.learned.generative.rectified_flow import RectifiedFlow
from engines.learned.weights import card_of, open_model
from engines.parameters.declare import parameters_model
from engines.systems.samples.mixtures import CircleOfGaussians


def test_the_choice_decides_between_network_and_formula():
    twin = ExactTwin(open_model(card_of("rectified-flow")))
    values = parameters_model("p", twin.declared)
    assert isinstance(twin.flow(values()), RectifiedFlow)
    exact = twin.flow(values(velocity="exact", radius=3.0, sampling_steps=7))
    assert isinstance(exact, CircleOfGaussians)
    assert (exact.radius, exact.sampling_steps) == (3.0, 7)


def test_what_means_nothing_says_why():
    twin = ExactTwin(open_model(card_of("rectified-flow")))
    values = parameters_model("p", twin.declared)
    assert set(twin.unfit(values())) == {d.name for d in TARGET}
    assert twin.unfit(values(velocity="exact")) == {"k": "exact needs no training"}
