from __future__ import annotations

from engines.experiments.generative.rectified.choices import BELOW, CHOICES, SHIPPED
from engines.learned.weights import known
from engines.parameters.declare import parameters_model
from engines.systems.pairs.clouds import CLOUDS


def test_what_the_hand_wants_first_stands_first():
    assert [d.name for d in CHOICES][:2] == ["k", "sampling_steps"]
    assert len({d.group for d in CHOICES if not d.hidden}) == 3


def test_every_choice_has_a_name_and_words_for_its_tooltip():
    for d in (*CHOICES, BELOW):
        assert d.hidden or (d.title and d.help.endswith("."))
    parameters_model("p", (*CHOICES, BELOW))()


def test_every_shipped_network_joins_clouds_that_are_offered():
    assert set(SHIPPED.values()) <= set(known())
    assert {name for pair in SHIPPED for name in pair} <= set(CLOUDS)
