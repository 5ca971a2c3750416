from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engines.errors import UnfitError
from engines.experiments.generative.diffusion_principles import EXPERIMENT
from engines.learned.weights import card_of, open_model
from engines.numerics.diffusion.frozen import FrozenFlow
from engines.parameters.reading import changed
from engines.protocols.recipe import Recipe, Snapshot
from engines.running.ticket import Ticket

SMALL = {"nx": 12, "ny": 12, "samples": 200, "paths": 8, "probability_columns": 20}


@pytest.fixture(scope="module")
def experiment():
    return EXPERIMENT(open_model(card_of("diffusion-eight-gaussians")))


def last(experiment, **values):
    parameters = changed(experiment.parameters(), {**SMALL, **values})
    return list(experiment.frames(parameters, Ticket()))[-1]


def test_time_runs_from_noise_to_data(experiment):
    values = experiment.parameters()
    clock = experiment.clock(values)
    assert (clock.parameter, clock.low, clock.high) == ("t", 0.0, 1.0)
    assert (values.horizon, values.start) == (1.0, 0.0)


def test_the_cloud_and_its_density_stand_beside_the_borders(experiment):
    views = experiment.views(experiment.parameters())
    assert [view.id for view in views] == ["portrait", "ftle", "loss"]
    assert {"probability", "samples"} <= set(views[0].layers)
    assert "ftle" in views[1].layers
    exact = experiment.views(experiment.parameters(velocity="exact"))
    assert [view.id for view in exact] == ["portrait", "ftle"]


def test_all_layers_arrive(experiment):
    frame = last(experiment, t=0.5)
    assert {"ftle", "samples", "probability", "tracks", "loss_before"} <= set(frame.layers)
    assert frame.progress == 1.0
    assert not frame.notes
    exact = last(experiment, velocity="exact")
    assert {"ftle", "ftle_live", "samples", "probability"} <= set(exact.layers)


def test_noise_on_the_way_moves_points_and_no_borders(experiment):
    still, wild = (last(experiment, velocity="exact", churn=g) for g in (0.0, 1.0))
    moved = still.layers["samples"].positions - wild.layers["samples"].positions
    assert np.abs(moved).max() > 1.0
    np.testing.assert_array_equal(still.layers["ftle"].values, wild.layers["ftle"].values)


def test_only_what_depends_on_the_moment_is_measured_again(experiment):
    early, late = (last(experiment, velocity="exact", t=t) for t in (0.2, 0.9))
    assert early.layers["ftle"] is late.layers["ftle"]
    assert early.layers["samples"] is not late.layers["samples"]


def test_a_field_that_is_held_has_places_of_rest(experiment):
    frame = last(experiment, velocity="exact", frozen=True, t=0.5, fixed_points=True)
    assert frame.readings["fixed_points"].value == 17.0  # 8 sinks, 8 saddles, the middle
    values = experiment.parameters(velocity="exact", frozen=True, t=0.5)
    flow = experiment.flow(values)
    assert isinstance(flow, FrozenFlow)
    assert experiment.flow(values) is flow
    assert "held at t = 0.50" in experiment.heading(values)[1]


def test_the_heading_says_what_it_costs(experiment):
    values = experiment.parameters(velocity="exact", schedule="VP", solver="Heun")
    assert experiment.heading(values) == ("Eight Gaussians", "exact, VP, 80 NFE")
    jumping = experiment.parameters(velocity="mean flow", jumps=3)
    assert experiment.heading(jumping)[1].startswith("mean flow")


def test_training_shows_the_flow_as_it_is_then(experiment):
    class Two(Recipe):
        def fit(self, seed, steps, ticket):
            flow = experiment.flow(experiment.parameters())
            for step in (1, 2):
                yield Snapshot(step, 2, 1.0 / step, flow)

        def save(self, weights, card):
            raise NotImplementedError

    values = changed(experiment.parameters(), SMALL)
    frames = list(experiment.training_frames(Two(), values, Ticket()))
    assert [frame.progress for frame in frames] == [0.5, 1.0]
    assert len(frames[-1].layers["loss"].x) == 2
    assert "ftle" in frames[-1].layers


def test_something_else_is_refused():
    with pytest.raises(UnfitError, match="needs a trained denoiser"):
        EXPERIMENT(open_model(card_of("rectified-flow")))


class Shown(Recipe):
    """Hands out a flow once."""

    def __init__(self, flow):
        self.flow = flow

    def fit(self, seed, steps, ticket):
        yield Snapshot(1, 1, 0.5, self.flow, "Training, your own")

    def save(self, weights, card):
        raise NotImplementedError


def test_points_of_a_hand_are_learned_and_seen_as_they_are_set(experiment):
    points = ((1.0, 1.0), (-2.0, 0.5))
    drawn = changed(
        experiment.parameters(),
        {**SMALL, "data": "your own", "points": points, "velocity": "exact", "frozen": True},
    )
    assert experiment.trains(drawn) == "diffusion-eight-gaussians"
    assert [view.id for view in experiment.views(drawn)] == ["portrait", "ftle"]
    watched = experiment.to_watch(drawn)
    assert experiment.views(watched)[-1].id == "loss"
    assert experiment.unfit(watched)["velocity"] == "train it to see a network"
    seen = changed(watched, {"fixed_points": True, "schedule": "VP", "t": 0.5})
    known = open_model(card_of("diffusion-moons"))
    frames = experiment.training_frames(Shown(known.flow(experiment.parameters())), seen, Ticket())
    frame = list(frames)[-1]
    assert {"samples", "loss", "hand_drawn", "fixed_points"} <= set(frame.layers)
    assert frame.task == "Training, your own 1 of 1, loss 0.5"
    flow = experiment.watched(known.flow(experiment.parameters()), seen)
    assert (flow.moment, flow.inner.path.name) == (0.5, "VP")


def test_what_is_trained_is_what_is_chosen(experiment):
    values = experiment.parameters
    assert experiment.trains(values(data="moons")) == "diffusion-moons"
    assert experiment.trains(values(velocity="mean flow")) == "meanflow-eight-gaussians"
    with pytest.raises(UnfitError, match="data = 'two Gaussians' has a formula and no recipe"):
        experiment.trains(values(data="two Gaussians"))
    assert experiment.in_use(values(data="moons"), experiment.subject).id == "diffusion-moons"
    assert experiment.in_use(values(data="two Gaussians"), experiment.subject) is None


def test_another_training_stands_in_for_the_shipped_one(tmp_path):
    known = open_model(card_of("diffusion-moons"))
    other = type(known)(replace(known.card, path=tmp_path / "mine.toml", id="mine"), known.arrays)
    found = EXPERIMENT(other)
    assert found.showing() == {"data": "moons", "velocity": "learned"}
    moons = changed(found.parameters(), {"data": "moons"})
    assert found.in_use(moons, other) is other
    assert found.in_use(found.parameters(), other).id == "diffusion-eight-gaussians"


def test_networks_that_know_the_points_of_a_hand_are_seen_until_these_change(tmp_path):
    known, points = open_model(card_of("diffusion-moons")), ((1.0, 1.0), (-2.0, 0.5))
    told = {**known.card.training, "points": [1.0, 1.0, -2.0, 0.5], "hand_spread": 0.25}
    card = replace(known.card, path=tmp_path / "own.toml", id="own", training=told)
    found = EXPERIMENT(type(known)(card, known.arrays))
    shown = changed(found.parameters(), {**SMALL, **found.showing()})
    assert (shown.data, shown.points) == ("your own", points)
    assert "learned" in found.heading(shown)[1]
    assert "velocity" not in found.unfit(shown)
    assert found.views(shown)[-1].subtitle == "loss, before and live"
    at = np.array([[0.3, -0.4]])
    np.testing.assert_allclose(
        found.flow(changed(shown, {"schedule": "VP"})).velocity(at, 0.5),
        known.flow(changed(shown, {"schedule": "VP"})).velocity(at, 0.5),
    )
    more = changed(shown, {"points": (*points, (3.0, 3.0))})
    assert "untrained" in found.heading(more)[1]
    assert "exact" in found.heading(changed(shown, {"velocity": "exact"}))[1]
