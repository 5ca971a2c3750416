from __future__ import annotations

import numpy as np
import pytest

from engines.errors import ParameterError, SeparatrixError, UnfitError
from engines.experiments.generative.chosen.bridge_subject import LEARNED
from engines.experiments.generative.stochastic_interpolants import EXPERIMENT
from engines.learned.weights import card_of, open_model
from engines.parameters.reading import validated
from engines.protocols.gesture import Gesture
from engines.protocols.recipe import Recipe, Snapshot
from engines.running.ticket import Ticket
from engines.systems.clouds.bridges import FAMILY

LEARNED_PAIRS = tuple(LEARNED)
SMALL = {"nx": 24, "ny": 24, "samples": 400, "paths": 8, "t": 0.5}


@pytest.fixture(scope="module")
def experiment():
    return EXPERIMENT(open_model(card_of("interpolants-moons-spiral")))


def last(experiment, **values):
    return list(experiment.frames(experiment.parameters(**SMALL, **values), Ticket()))[-1]


def test_cloud_density_and_ftle_stand_beside_each_other(experiment):
    views = experiment.views(experiment.parameters())
    assert [view.id for view in views] == ["portrait", "ftle"]
    frame = last(experiment)
    assert {"ftle", "samples", "probability", "tracks"} <= set(frame.layers)
    assert not frame.notes


def test_no_diffusion_moves_a_field_and_every_one_moves_the_cloud(experiment):
    plain, noisy = last(experiment), last(experiment, eps=2.0)
    for name in ("ftle", "probability"):
        assert noisy.layers[name].values == pytest.approx(plain.layers[name].values, nan_ok=True)
    one, two = (frame.layers["samples"].positions for frame in (plain, noisy))
    assert np.abs(one - two).max() > 0.5
    # but not its law
    assert two.mean(axis=0) == pytest.approx(one.mean(axis=0), abs=0.35)
    assert two.std(axis=0) == pytest.approx(one.std(axis=0), abs=0.25)


def test_four_clouds_nobody_asked_for_melt_in_the_latent_noise(experiment):
    def at_the_middle(amplitude):
        flow = experiment.flow(experiment.parameters(amplitude=amplitude))
        ghost, middle = np.array([[1.5, 1.5]]), np.array([[0.0, 0.0]])
        return float(flow.log_density(ghost, 0.5)[0] - flow.log_density(middle, 0.5)[0])

    assert at_the_middle(0.0) > 10.0
    assert at_the_middle(4.0) < 1.5


def test_sliders_that_mean_nothing_say_why(experiment):
    assert "amplitude" in experiment.unfit(experiment.parameters(gamma="none"))
    assert "first" in experiment.unfit(experiment.parameters(shape="mirror"))
    assert not {"amplitude", "first"} & set(experiment.unfit(experiment.parameters()))


def test_the_heading_says_which_sampler_runs(experiment):
    assert experiment.heading(experiment.parameters(eps=0.5))[1].endswith("diffusion 0.5")
    assert experiment.clock(experiment.parameters()).parameter == "t"


def test_a_learned_bridge_has_the_curve_of_its_training(experiment):
    spiral = LEARNED_PAIRS[1]
    views = experiment.views(experiment.parameters(pair=spiral))
    assert [view.id for view in views] == ["portrait", "ftle", "loss"]
    frame = last(experiment, pair=spiral, sampling_steps=20, ftle=False)
    assert {"samples", "loss_before"} <= set(frame.layers)
    assert "probability" not in frame.layers
    assert not frame.notes
    assert experiment.model == "interpolants-moons-spiral"
    heading = experiment.heading(experiment.parameters(pair=spiral, eps=0.5, profile="fading"))
    assert heading == ("Moons to spiral", "learned, diffusion 0.5, fading")


def test_what_is_shown_is_what_is_trained(experiment):
    experiment.flow(experiment.parameters(pair=LEARNED_PAIRS[0]))
    assert experiment.model == "interpolants-checkerboard"
    experiment.flow(experiment.parameters(pair=LEARNED_PAIRS[1]))
    assert experiment.model == "interpolants-moons-spiral"


def test_the_weights_in_use_are_those_of_the_pair(experiment):
    named = open_model(card_of("interpolants-moons-spiral"))
    chosen = [experiment.parameters(pair=pair) for pair in LEARNED_PAIRS]
    assert [experiment.in_use(p, named).id for p in chosen] == list(LEARNED.values())
    assert experiment.in_use(experiment.parameters(), named) is None


def test_the_cloud_moves_with_the_networks_while_they_learn(experiment):
    values = experiment.parameters(**SMALL, ftle=False, probability=False, pair=LEARNED_PAIRS[1])
    shown = experiment.flow(values)
    fresh = shown.followed_by(type(shown.shaking)(steps=12, error=0.5))

    class Two(Recipe):
        def fit(self, seed, steps, ticket):
            yield Snapshot(1, 2, 4.0, shown, "Training")
            yield Snapshot(2, 2, 3.0, fresh, "Training")

        def save(self, weights, card):
            raise AssertionError

    frames = list(experiment.training_frames(Two(), values, Ticket()))
    clouds = [frame.layers["samples"].positions for frame in frames]
    assert np.abs(clouds[1] - clouds[0]).max() > 0.05
    assert len(frames[-1].layers["loss"].x) == 2


def test_instruments_of_bridges_are_offered(experiment):
    frame = last(experiment, fields=True, spaghetti=True, shown_field="s", ftle=False)
    assert {"fields", "spaghetti"} <= set(frame.layers)
    moved = last(experiment, fields=True, shown_field="s", ftle=False, **{})
    assert moved.layers["fields"].u == pytest.approx(frame.layers["fields"].u)


def test_a_subject_without_a_bridge_is_refused():
    with pytest.raises(UnfitError, match="needs a trained bridge"):
        EXPERIMENT(FAMILY())


def test_a_stroke_draws_the_last_cloud_whatever_was_shown(experiment):
    before = experiment.parameters(pair=LEARNED_PAIRS[0])
    after = experiment.respond(before, Gesture("brush", "portrait", (1.0, 2.0)))
    assert (after.pair, after.last) == ("clouds below, exact", "your own")
    assert after.points == ((1.0, 2.0),)
    frame = list(experiment.frames(after.model_copy(update={**SMALL, "ftle": False}), Ticket()))[-1]
    assert "hand_drawn" in frame.layers
    gone = experiment.respond(after, Gesture("erase", "portrait", ()))
    assert (gone.points, gone.last) == ((), "two, up and down")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"eps": -0.5}, "eps"),
        ({"amplitude": 5.0}, "amplitude"),
        ({"sampling_steps": 0}, "sampling_steps"),
        ({"shape": "cubic"}, "shape"),
        ({"gamma": "white"}, "gamma"),
        ({"profile": "wild"}, "profile"),
        ({"coupling": "optimal"}, "coupling"),
        ({"wrong": float("nan")}, "wrong"),
    ],
)
def test_values_that_make_no_bridge_are_refused_by_name(experiment, typed, words):
    with pytest.raises(ParameterError, match=words) as refused:
        validated(experiment.parameters, typed)
    assert str(refused.value).count("\n") == 0


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"shape": "trig", "gamma": "sine", "amplitude": 2.0}, "A must be <= 1 for trig"),
        ({"last": "your own"}, "your own is empty"),
    ],
)
def test_values_that_do_not_go_together_are_refused_in_words(experiment, typed, words):
    with pytest.raises(SeparatrixError, match=words):
        experiment.flow(experiment.parameters(**typed))
