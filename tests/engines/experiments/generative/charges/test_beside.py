from __future__ import annotations

import math

import pytest

from engines.experiments.generative.charges.beside import Beside, beside_key
from engines.experiments.generative.charges.subject import (
    ACROSS,
    NOTHING,
    OTHER,
    POSTERIOR,
    RADII,
    SIDE,
    WALLS,
    ChargedSubject,
)
from engines.experiments.generative.pfgm_plus_plus import EXPERIMENT
from engines.experiments.remembered import Remembered
from engines.learned.weights import card_of, open_model
from engines.parameters.reading import changed
from engines.protocols.views import Axis, ViewSpec
from engines.running.ticket import Ticket

MAIN = ViewSpec("portrait", "plane", "", ("tracks",), axes=(Axis("x", high=3.0), Axis("y")))
FIELD, LAST = (ViewSpec(name, "plane", name, (name,)) for name in ("ftle", "loss"))


@pytest.fixture(scope="module")
def experiment():
    return EXPERIMENT(open_model(card_of("pfgm-eight-gaussians")))


@pytest.fixture(scope="module")
def beside():
    model = open_model(card_of("pfgm-eight-gaussians"))
    return Beside(ChargedSubject(model), Remembered())


def values_of(experiment, **values):
    rest = {"data": "two points", "nx": 8, "ny": 8, "samples": 20, "lowest": 0.5}
    return changed(experiment.parameters(), {**rest, **values})


@pytest.mark.parametrize(
    ("chosen", "ids"),
    [
        (WALLS, ["wall_0", "wall_1", "wall_2", "ftle", "loss"]),
        (ACROSS, ["ftle", "across", "loss"]),
        (POSTERIOR, ["ftle", "posterior", "loss"]),
        (OTHER, ["other", "ftle", "other_walls", "loss"]),
        (SIDE, ["ftle", "side", "loss"]),
        (RADII, ["ftle", "radii", "loss"]),
        (NOTHING, ["ftle", "loss"]),
    ],
)
def test_what_is_chosen_stands_behind_the_field(experiment, beside, chosen, ids):
    values = values_of(experiment, beside=chosen)
    flow = experiment.flow(values)
    found = beside.views(MAIN, [FIELD, LAST], flow, values)
    assert [view.id for view in found] == ids
    shown = set().union(*(frame.layers for frame in beside.frames(flow, values, Ticket())))
    drawn = {name for view in found for name in view.layers}
    assert shown <= drawn
    assert bool(shown) == (chosen != NOTHING)


def test_the_end_of_the_slider_of_the_other_d_is_infinity(experiment, beside):
    values = values_of(experiment, beside=OTHER, another=1e6)
    cloud, *_ = beside.views(MAIN, [FIELD], experiment.flow(values), values)
    assert cloud.subtitle == "D → ∞"
    some = changed(values, {"another": 50.0})
    cloud, *_ = beside.views(MAIN, [FIELD], experiment.flow(some), some)
    assert cloud.subtitle == "D = 50"


def test_only_what_depends_on_the_moment_is_made_anew_with_it(experiment):
    def moved(chosen, **change):
        values = values_of(experiment, beside=chosen)
        return beside_key(values) != beside_key(changed(values, change))

    for chosen in (WALLS, ACROSS, SIDE, RADII):
        assert not moved(chosen, t=0.3)
    assert moved(POSTERIOR, t=0.3)
    assert moved(OTHER, t=0.3)
    assert not moved(WALLS, hidden=3.0)  # they have their own
    assert moved(ACROSS, hidden=3.0)
    assert not moved(RADII, alpha=0.2)
    assert moved(SIDE, alpha=0.2)
    assert math.isinf(experiment.flow(values_of(experiment, infinite=True)).hidden)
