from __future__ import annotations

import math

import numpy as np
import pytest

from engines.errors import UnfitError
from engines.experiments.generative.charges.subject import (
    NOTHING,
    OTHER,
)
from engines.experiments.generative.pfgm_plus_plus import EXPERIMENT
from engines.learned.weights import card_of, open_model
from engines.parameters.reading import changed
from engines.protocols.gesture import Gesture
from engines.protocols.recipe import Recipe, Snapshot, Transferable
from engines.running.ticket import Ticket
from engines.systems.clouds.charged import FAMILY
from engines.systems.clouds.hand_drawn import OWN

SMALL = {"nx": 12, "ny": 12, "samples": 50, "paths": 4, "charges": 16, "lowest": 0.5,
         "probability_columns": 20, "data": "two points"}  # fmt: skip


@pytest.fixture(scope="module")
def experiment():
    return EXPERIMENT(open_model(card_of("pfgm-eight-gaussians")))


def last(experiment, **values):
    parameters = changed(experiment.parameters(), {**SMALL, **values})
    return list(experiment.frames(parameters, Ticket()))[-1]


def test_only_networks_with_hidden_dimensions_will_do():
    with pytest.raises(UnfitError, match="needs networks with hidden dimensions"):
        EXPERIMENT(FAMILY())


def test_at_first_walls_of_three_numbers_of_dimensions_stand_beside_the_cloud(experiment):
    values = experiment.parameters()
    assert [view.id for view in experiment.views(values)] == ["portrait", "wall_0", "wall_1", "wall_2"]  # fmt: skip
    frame = last(experiment)
    assert {"samples", "probability", "wall_0", "wall_1", "wall_2"} <= set(frame.layers)
    assert "ftle" not in frame.layers
    assert frame.progress == 1.0


@pytest.mark.parametrize(
    ("beside", "views", "layers"),
    [
        (OTHER, ["portrait", "other", "ftle", "other_walls"], {"other_samples", "other_ftle"}),
        (NOTHING, ["portrait", "ftle"], {"ftle"}),
    ],
)
def test_something_else_may_stand_beside_it(experiment, beside, views, layers):
    values = changed(experiment.parameters(), {**SMALL, "beside": beside})
    assert [view.id for view in experiment.views(values)] == views
    frame = last(experiment, beside=beside)
    assert layers <= set(frame.layers)
    drawn = {name for view in experiment.views(values) for name in view.layers}
    assert layers <= drawn


def test_walls_stay_while_only_the_cloud_moves(experiment):
    early, late = (last(experiment, t=t, hidden=d) for t, d in ((0.2, 3.0), (0.9, 5.0)))
    assert early.layers["wall_1"] is late.layers["wall_1"]
    assert (early.layers["samples"].positions != late.layers["samples"].positions).any()


def test_what_looks_at_one_moment_sees_the_field_of_that_moment(experiment):
    values = {"beside": NOTHING, "fixed_points": True, "infinite": True, "lowest": 0.1}
    flow = experiment.flow(changed(experiment.parameters(), {**SMALL, **values}))
    marks = []
    for sigma in (3.0, 1.0):  # charges at +-2
        t = float(flow.path.time_of(-math.log(sigma)))
        found = last(experiment, t=t, **values).layers["fixed_points"]
        marks.append(sorted(found.mark))
    assert marks == [["stable"], ["saddle", "stable", "stable"]]
    assert not {"fixed_points", "manifolds"} & set(experiment.unfit(experiment.parameters()))


def test_exponents_are_told_by_the_pace_of_ln_sigma(experiment):
    values = changed(experiment.parameters(), {**SMALL, "beside": NOTHING})
    frame = list(experiment.frames(values, Ticket()))[-1]
    assert frame.layers["ftle"].unit == "1/ln σ"
    assert experiment.views(values)[1].subtitle == "σ from 80 to 0.5"


def test_ways_are_coloured_by_the_hidden_distance(experiment):
    ways = last(experiment, hidden=4.0, beside=NOTHING).layers["paths"]
    assert ways.unit == "log |z|"
    assert ways.values[0, 0] == pytest.approx(2.204, abs=1e-3)  # 80 sqrt(4)
    assert ways.values[0, -1] == pytest.approx(0.0, abs=1e-9)  # 0.5 sqrt(4)


def test_networks_are_shown_with_their_training(experiment):
    values = {"data": "eight Gaussians", "velocity": "learned", "beside": NOTHING}
    frame = last(experiment, **values, probability=False)
    assert "loss_before" in frame.layers
    shown = experiment.views(changed(experiment.parameters(), values))
    assert [view.id for view in shown] == ["portrait", "ftle", "loss"]
    told = experiment.heading(changed(experiment.parameters(), values))[1]
    assert told == "learned, D = 2, σ = 0.05"


def test_the_heading_tells_the_dimensions_and_idle_sliders_say_why(experiment):
    values = experiment.parameters(hidden=32.0, alpha=0.2)
    title, told = experiment.heading(values)
    assert (title, told) == ("Field lines", "D = 32, shaken by 0.2, σ = 0.05")
    infinite = experiment.parameters(infinite=True, data="two points")
    assert experiment.heading(infinite)[1].startswith("D → ∞")
    assert {"hidden", "charges", "drawn"} <= set(experiment.unfit(infinite))
    assert not {"hidden", "charges", "drawn"} & set(experiment.unfit(values))


def test_a_training_is_watched(experiment):
    model = open_model(card_of("pfgm-eight-gaussians"))

    class Stub(Recipe):
        def fit(self, seed, steps, ticket):
            yield Snapshot(1, 2, 1.0, model.made(2.0))
            yield Snapshot(2, 2, 0.5, model.made(8.0))

        def save(self, weights, card):
            raise AssertionError

    values = {**SMALL, "data": "eight Gaussians", "velocity": "learned", "beside": NOTHING}
    parameters = changed(experiment.parameters(), values)
    frames = list(experiment.training_frames(Stub(), parameters, Ticket()))
    assert frames[-1].progress == 1.0
    assert {"loss", "loss_before", "samples"} <= set(frames[-1].layers)


def test_a_hand_sets_charges_and_field_lines_lead_to_them(experiment):
    values = changed(experiment.parameters(), {**SMALL, "t": 1.0, "beside": NOTHING})
    before = experiment.views(values)[0].axes
    for place in ((3.0, 0.0), (-3.0, 1.0)):
        values = experiment.respond(values, Gesture("brush", "portrait", place))
    assert values.data == OWN
    np.testing.assert_allclose(
        values.points, np.sqrt(1.25) * np.array([[3, 0], [-3, 1]]), atol=1e-4
    )
    assert experiment.heading(values)[0] == "Your own, 2 points"
    assert experiment.views(values)[0].axes == before
    np.testing.assert_array_equal(experiment.flow(values).charges.points, values.points)
    frame = list(experiment.frames(values, Ticket()))[-1]
    assert not frame.notes
    np.testing.assert_allclose(
        frame.layers["hand_drawn"].positions, [[3.0, 0.0], [-3.0, 1.0]], atol=1e-4
    )
    unfit = experiment.unfit(values)
    assert unfit["charges"] == "they are your own"
    assert unfit["velocity"] == "train it to see a network"
    with pytest.raises(UnfitError, match="your own is empty"):
        experiment.views(changed(values, {"points": ()}))


def test_a_network_learns_the_points_themselves(experiment):
    asked = []

    class About(Recipe, Transferable):
        def about(self, points, spread):
            asked.append((points, spread))
            return self

        def fit(self, seed, steps, ticket):
            yield Snapshot(1, 1, 0.5, experiment.flow(experiment.parameters()))

        def save(self, weights, card):
            raise NotImplementedError

    points = ((1.0, 1.0), (-2.0, 0.5))
    values = changed(experiment.parameters(), {**SMALL, "data": OWN, "points": points})
    taught = experiment.about(About(), values)
    frame = list(experiment.training_frames(taught, values, Ticket()))[-1]
    np.testing.assert_array_equal(asked[0][0], points)
    assert asked[0][1] < 0.01
    assert {"samples", "loss", "hand_drawn"} <= set(frame.layers)
