from __future__ import annotations

import numpy as np
import pytest

from engines.errors import UnfitError
from engines.experiments.generative.rectified_flow import EXPERIMENT
from engines.instruments.portrait.tracers import TracerInstrument
from engines.instruments.portrait.tracks import TrackInstrument
from engines.instruments.transport.ftle import FtleField
from engines.layers.series import Series
from engines.learned.generative.rectified.backward import BackwardFlow
from engines.learned.weights import card_of, open_model
from engines.protocols.experiment import Learning
from engines.protocols.gesture import Gesture
from engines.protocols.recipe import Recipe, Snapshot
from engines.running.ticket import Ticket

SMALL = {"nx": 12, "ny": 12, "samples": 100, "paths": 8, "number": 10, "joined": 100}


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


def ids(experiment, **values):
    return [view.id for view in experiment.views(experiment.parameters(**values))]


def test_paths_field_pairs_and_cost_stand_beside_each_other(experiment):
    views = experiment.views(experiment.parameters())
    assert [v.id for v in views] == ["portrait", "ftle", "budget", "theorems"]
    assert "ftle" not in views[0].layers
    assert "ftle" in views[1].layers
    assert ids(experiment, velocity="exact") == ["portrait", "ftle", "budget", "theorems"]
    assert ids(experiment, velocity="exact", path="VP") == ["portrait", "ftle", "theorems"]
    assert ids(experiment, below="pairs, cost")[2:] == ["pairs", "budget"]
    assert ids(experiment, below="cost, training")[2:] == ["budget", "loss"]


def test_the_field_of_the_first_round_stands_beside_that_of_a_later_one(experiment):
    assert ids(experiment, k="2") == ["portrait", "ftle", "ftle_first", "theorems"]
    assert "ftle_first" not in ids(experiment, k="2", velocity="exact")
    frame = list(experiment.frames(experiment.parameters(**SMALL, k="2"), Ticket()))[-1]
    first, second = (frame.layers[name].values for name in ("ftle_first", "ftle"))
    # reflow keeps the map of the first round: the same walls, by straighter paths
    assert np.corrcoef(first.ravel(), second.ravel())[0, 1] > 0.7


def test_all_layers_arrive_and_the_walls_are_where_noise_decides(experiment):
    frame = list(experiment.frames(experiment.parameters(**SMALL), Ticket()))[-1]
    wanted = {"ftle", "paths", "samples", "tracks", "theorems"}
    assert wanted | {"budget_0", "budget_1", "budget_2", "budget_bound"} <= set(frame.layers)
    assert "pairs" not in frame.layers
    assert frame.progress == 1.0
    assert not frame.notes


def test_paths_are_coloured_by_how_they_bend(experiment):
    for k, most in (("1", 8.0), ("2", 1.0)):
        values = experiment.parameters(**SMALL, k=k, paths_by="bend")
        paths = list(experiment.frames(values, Ticket()))[-1].layers["paths"]
        assert 0.0 <= paths.values.max() < most
    assert paths.unit == "bend"


def test_any_cloud_becomes_any_other(experiment):
    values = experiment.parameters(**SMALL, begins="moons", ends="checkerboard")
    frame = list(experiment.frames(values, Ticket()))[-1]
    assert experiment.heading(values)[1].startswith("from pairs")
    assert np.abs(frame.layers["samples"].positions).max() < 5.0


def test_one_step_of_round_one_is_one_dot_and_of_round_two_eight(experiment):
    spreads = []
    for k in ("1", "2"):
        values = experiment.parameters(**SMALL, k=k, sampling_steps=1, t=1.0)
        frame = list(experiment.frames(values, Ticket()))[-1]
        spreads.append(frame.layers["samples"].positions.std(axis=0).max())
    assert spreads[0] < 0.25
    assert spreads[1] > 2.0


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


def test_theorems_follow_round_and_clouds(experiment):
    said = {}
    for chosen in ({}, {"k": "2"}, {"begins": "ellipse", "ends": "ellipse, turned", "k": "2"}):
        values = experiment.parameters(
            **SMALL, velocity="exact" if len(chosen) > 1 else "learned", **chosen
        )
        frame = list(experiment.frames(values, Ticket()))[-1]
        rows = frame.layers["theorems"].rows
        assert len(rows) == 6
        assert not [row.title for row in rows if row.verdict == "fails"]
        said[str(chosen)] = [row.measured for row in rows]
    assert len({tuple(words) for words in said.values()}) == 3


def test_the_number_of_steps_measures_no_field_and_no_cost_anew(experiment):
    one, two = (
        list(experiment.frames(experiment.parameters(**SMALL, sampling_steps=n), Ticket()))[-1]
        for n in (20, 1)
    )
    for name in ("ftle", "budget_1", "theorems"):
        assert two.layers[name] is one.layers[name]
    assert not np.allclose(two.layers["paths"].positions, one.layers["paths"].positions)


def test_a_click_launches_a_path(experiment):
    values = experiment.respond(experiment.parameters(), Gesture("launch", "ftle", (1.0, 2.0)))
    assert values.starts[-1] == (1.0, 2.0)


def test_sliders_that_mean_nothing_say_why(experiment):
    assert experiment.unfit(experiment.parameters())["radius"] == "fixed by the training"
    assert "k" in experiment.unfit(experiment.parameters(velocity="exact"))
    assert "h" not in experiment.unfit(experiment.parameters(velocity="from pairs"))


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


def test_what_learns_is_seen_by_the_steps_and_the_way_that_are_chosen(experiment):
    flow = experiment.flow(experiment.parameters())
    one = experiment.parameters(sampling_steps=1)
    seen = experiment.watched(flow, one)
    assert seen.sampling_steps == 1
    assert experiment.watched(flow, one) is seen  # or its cloud would be carried anew
    back = experiment.parameters(begins="eight Gaussians", ends="noise")
    assert isinstance(experiment.watched(flow, back), BackwardFlow)
    assert experiment.trains(back) == "rectified-flow"
    with pytest.raises(UnfitError, match="no recipe joins these clouds"):
        experiment.trains(experiment.parameters(begins="moons", ends="checkerboard"))


def test_beside_a_training_no_view_stays_empty(experiment):
    values = experiment.to_watch(experiment.parameters(**SMALL, velocity="exact"))
    last = list(experiment.training_frames(Slide(experiment), values, Ticket()))[-1]
    views = experiment.views(values)
    assert [view.id for view in views] == ["portrait", "ftle", "loss"]
    assert all(set(view.layers) & set(last.layers) for view in views)
