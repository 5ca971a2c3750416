from __future__ import annotations

import numpy as np
import pytest

from engines.errors import UnfitError
from engines.experiments.generative.rectified_flow import EXPERIMENT
from engines.instruments.portrait.tracers import TracerInstrument
from engines.instruments.portrait.tracks import TrackInstrument
from engines.instruments.transport.ftle import FtleField
from engines.layers.series import Series
from engines.learned.weights import card_of, open_model
from engines.protocols.experiment import Learning
from engines.protocols.gesture import Gesture
from engines.protocols.recipe import Recipe, Snapshot
from engines.running.ticket import Ticket

SMALL = {"nx": 12, "ny": 12, "samples": 100, "paths": 8, "straightness_paths": 20, "number": 10}


@pytest.fixture(scope="module")
def experiment():
    return EXPERIMENT(open_model(card_of("rectified-flow")))


def test_the_instruments_are_those_of_every_other_flow(experiment):
    assert {TrackInstrument, FtleField, TracerInstrument} <= set(experiment.shelf)
    on = experiment.on(experiment.parameters(tracers=True))
    assert {TrackInstrument, FtleField, TracerInstrument} <= set(on)


def test_time_runs_from_noise_to_data(experiment):
    values = experiment.parameters()
    clock = experiment.clock(values)
    assert (clock.parameter, clock.low, clock.high) == ("t", 0.0, 1.0)
    assert (values.horizon, values.duration, values.start) == (1.0, 1.0, 0.0)


def test_paths_and_ftle_stand_beside_each_other(experiment):
    views = experiment.views(experiment.parameters())
    assert [v.id for v in views] == ["portrait", "ftle", "straightness", "loss"]
    assert "ftle" not in views[0].layers
    assert "ftle" in views[1].layers
    exact = experiment.views(experiment.parameters(velocity="exact"))
    assert [v.id for v in exact] == ["portrait", "ftle", "straightness"]


def test_all_layers_arrive_and_the_walls_are_where_noise_decides(experiment):
    frame = list(experiment.frames(experiment.parameters(**SMALL), Ticket()))[-1]
    assert {"ftle", "paths", "samples", "tracks", "straightness", "loss_before"} <= set(
        frame.layers
    )
    assert frame.progress == 1.0
    assert not frame.notes
    assert frame.readings["straightness"].value == pytest.approx(2.8, abs=0.6)


def test_an_exact_velocity_comes_with_a_live_field(experiment):
    values = experiment.parameters(**SMALL, velocity="exact")
    frame = list(experiment.frames(values, Ticket()))[-1]
    assert frame.layers["ftle"].live_twin == "ftle_live"


def test_only_the_carried_noise_is_computed_anew_while_the_clock_runs(experiment):
    one, two = (
        list(experiment.frames(experiment.parameters(**SMALL, t=t), Ticket()))[-1]
        for t in (0.0, 1.0)
    )
    assert two.layers["ftle"] is one.layers["ftle"]
    assert not np.allclose(two.layers["samples"].positions, one.layers["samples"].positions)


def test_a_click_launches_a_path(experiment):
    values = experiment.respond(experiment.parameters(), Gesture("launch", "ftle", (1.0, 2.0)))
    assert values.starts[-1] == (1.0, 2.0)


def test_sliders_that_mean_nothing_say_why(experiment):
    assert experiment.unfit(experiment.parameters())["radius"] == "fixed by the training"
    assert "k" in experiment.unfit(experiment.parameters(velocity="exact"))


def test_a_system_without_network_is_refused(subject, saddle):
    with pytest.raises(UnfitError, match="needs a trained model"):
        EXPERIMENT(subject(saddle))


class Slide(Recipe):
    """Two stages of a flow that goes from the second round to the first."""

    def __init__(self, experiment):
        self.flows = [
            experiment.flow(experiment.parameters(k=k, scheme="RK4", sampling_steps=4))
            for k in ("2", "1")
        ]

    def fit(self, seed, steps, ticket):
        yield Snapshot(1, 4, 5.0, self.flows[0])
        yield Snapshot(2, 4, 3.0, None)
        ticket.check()
        yield Snapshot(4, 4, 1.0, self.flows[1], "Training, reflow 1")

    def save(self, weights, card):
        raise NotImplementedError


def test_field_and_tracks_change_while_the_loss_falls(experiment):
    assert isinstance(experiment, Learning)
    values = experiment.parameters(**SMALL)
    frames = list(experiment.training_frames(Slide(experiment), values, Ticket()))
    assert [len(f.layers["loss"].x) for f in frames] == [1, 2, 3]
    assert isinstance(frames[0].layers["loss"], Series)
    assert frames[1].layers["ftle"] is frames[0].layers["ftle"]
    assert not np.allclose(frames[2].layers["ftle"].values, frames[0].layers["ftle"].values)
    assert frames[-1].progress == 1.0
    assert frames[-1].task == "Training, reflow 1 4 of 4, loss 1"


def test_a_value_moved_while_training_is_seen_in_the_next_picture(experiment):
    first = experiment.parameters(**SMALL)
    moved = first.model_copy(update={"horizon": 0.4})
    values = iter((first, moved, moved))
    frames = list(
        experiment.training_frames(Slide(experiment), first, Ticket(), lambda: next(values))
    )
    # the second snapshot brings no new flow: only the hand has changed anything
    before, after = (f.layers["ftle"].values for f in frames[:2])
    assert not np.allclose(before, after)
