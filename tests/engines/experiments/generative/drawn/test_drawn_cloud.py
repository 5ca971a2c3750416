from __future__ import annotations

import numpy as np
import pytest

from engines.errors import ParameterError, UnfitError
from engines.experiments.generative.diffusion_principles import EXPERIMENT
from engines.experiments.generative.drawn.drawn_cloud import HINT, LAYER, counted
from engines.learned.weights import card_of, open_model
from engines.parameters.reading import changed
from engines.protocols.gesture import Gesture
from engines.protocols.recipe import Recipe, Snapshot
from engines.running.ticket import Ticket
from engines.systems.clouds.hand_drawn import EMPTY, OWN

SMALL = {"nx": 12, "ny": 12, "samples": 400, "paths": 8, "probability_columns": 20}


@pytest.fixture(scope="module")
def experiment():
    return EXPERIMENT(open_model(card_of("diffusion-eight-gaussians")))


@pytest.fixture
def rest(experiment):
    return changed(experiment.parameters(), {**SMALL, "velocity": "exact", "t": 1.0})


def stroked(experiment, parameters, *places):
    for place in places:
        parameters = experiment.respond(parameters, Gesture("brush", "portrait", place))
    return parameters


def last(experiment, parameters):
    return list(experiment.frames(parameters, Ticket()))[-1]


def test_a_stroke_makes_the_data_those_of_the_hand(experiment, rest):
    drawn = stroked(experiment, rest, (2.0, 1.0), (2.01, 1.0), (-3.0, 0.0))
    assert (drawn.data, drawn.points) == (OWN, ((2.0, 1.0), (-3.0, 0.0)))
    frame = last(experiment, drawn)
    np.testing.assert_array_equal(frame.layers[LAYER].positions, drawn.points)
    gaps = frame.layers["samples"].positions[:, None] - np.array(drawn.points)
    near = np.linalg.norm(gaps, axis=2)
    assert near.min(axis=1).max() < 6.0 * drawn.hand_spread
    assert near.argmin(axis=1).mean() == pytest.approx(0.5, abs=0.1)
    main = experiment.views(drawn)[0]
    assert LAYER in main.layers
    assert main.title == "Your own, 2 points"
    assert experiment.unfit(rest)["hand_spread"] == HINT
    assert "hand_spread" not in experiment.unfit(drawn)


def test_the_sheet_stays_as_large_as_it_is_while_a_hand_draws_on_it(experiment, rest):
    few = stroked(experiment, rest, (0.5, 0.5))
    many = stroked(experiment, few, (5.9, -5.9))
    rested, *seen = (experiment.views(p)[0].axes for p in (rest, few, many))
    assert seen == [rested, rested]
    assert stroked(experiment, many, (6.1, 0.0)) is many
    assert stroked(experiment, rest, (0.0, -6.1)) is rest
    far = experiment.respond(rest, Gesture("draw", "", (20.0, 0.0)))
    assert experiment.views(far)[0].axes[0].high == 20.0
    small = changed(rest, {"radius": 2.0, "spread": 0.2})
    assert stroked(experiment, small, (0.5, 0.5)).sheet == 4.0


def test_the_same_points_give_the_same_cloud(experiment, rest):
    drawn = stroked(experiment, rest, (1.0, 1.0), (2.0, 2.0))
    again = changed(rest, {"data": OWN, "points": drawn.points})
    one, two = (last(experiment, p).layers["samples"].positions for p in (drawn, again))
    np.testing.assert_array_equal(one, two)


def test_a_whole_set_replaces_what_was_drawn(experiment, rest):
    drawn = stroked(experiment, rest, (1.0, 1.0))
    brought = experiment.respond(drawn, Gesture("draw", "", (0.0, 0.0, 2.0, -2.00004)))
    assert brought.points == ((0.0, 0.0), (2.0, -2.0))
    with pytest.raises(UnfitError, match=EMPTY):
        experiment.respond(rest, Gesture("draw", "", ()))
    with pytest.raises(ParameterError, match="allowed up to 100 from 0"):
        experiment.respond(rest, Gesture("draw", "", (0.0, float("nan"))))


def test_clearing_forgets_launched_paths_and_erasing_the_points(experiment, rest):
    drawn = stroked(experiment, rest, (1.0, 1.0))
    launched = experiment.respond(drawn, Gesture("launch", "portrait", (0.0, 0.0)))
    cleared = experiment.respond(launched, Gesture("clear", "", ()))
    assert (cleared.starts, cleared.points) == ((), drawn.points)
    gone = experiment.respond(launched, Gesture("erase", "", ()))
    assert (gone.data, gone.points) == ("eight Gaussians", ())
    assert gone.starts == launched.starts


def test_an_empty_cloud_is_refused_in_one_sentence(experiment, rest):
    with pytest.raises(UnfitError, match=EMPTY):
        experiment.views(changed(rest, {"data": OWN}))


def test_dye_that_is_switched_on_keeps_the_brush(experiment, rest):
    dyed = changed(rest, {"dye": True})
    after = experiment.respond(dyed, Gesture("brush", "portrait", (1.0, 1.0)))
    assert after.data == "eight Gaussians"
    assert len(after.drops) == 1


def test_strokes_in_other_views_draw_nothing(experiment, rest):
    assert experiment.respond(rest, Gesture("brush", "ftle", (1.0, 1.0))).data != OWN


def test_how_many_there_are_is_said():
    assert counted(((0.0, 0.0),)) == "Your own, 1 point"
    assert counted(()) == "Your own, 0 points"


class Stubborn(Recipe):
    def fit(self, seed, steps, ticket):
        yield Snapshot(1, 1, 1.0, None)

    def save(self, weights, card):
        raise NotImplementedError


def test_a_training_that_knows_its_own_data_only_is_refused(experiment, rest):
    drawn = stroked(experiment, rest, (1.0, 1.0))
    with pytest.raises(UnfitError, match="its training knows no data but its own"):
        experiment.about(Stubborn(), drawn)
    recipe = Stubborn()
    assert experiment.about(recipe, rest) is recipe
