from __future__ import annotations

import numpy as np

from engines.instruments.portrait.tracks import INSTRUMENT, spoken, verdict
from engines.layers.points import Points
from engines.parameters.declare import parameters_model


def test_a_launched_path_runs_through_its_start_in_both_directions(measured, rotation):
    frames = measured(INSTRUMENT, rotation(), starts=((1.0, 0.0),), duration=5.0, past=2.0)
    track = frames[-1].layers["tracks"]
    np.testing.assert_allclose(track.times[[0, -1]], [-2.0, 5.0])
    assert np.all(np.diff(track.times) > 0)
    exact = np.stack([np.cos(track.times), np.sin(track.times)], axis=1)
    np.testing.assert_allclose(track.positions[0], exact, atol=1e-10)
    np.testing.assert_allclose(frames[-1].layers["starts"].positions, [[1.0, 0.0]])


def test_the_picture_is_coarse_first(measured, rotation):
    frames = measured(INSTRUMENT, rotation())
    lengths = [frame.layers["tracks"].times.size for frame in frames]
    assert lengths[0] < lengths[-1]
    assert frames[-1].progress == 1.0


def test_a_path_that_leaves_the_picture_is_no_trouble(measured, saddle):
    frame = measured(INSTRUMENT, saddle(), starts=((0.1, 0.0),), duration=10.0)[-1]
    assert frame.notes == ()
    assert frame.readings["tracks"].text == "launched, left the picture"


def test_one_of_many_that_left_is_counted(measured, saddle):
    starts = ((0.1, 0.0), (0.0, 0.1))
    frame = measured(INSTRUMENT, saddle(), starts=starts, duration=10.0)[-1]
    assert (frame.readings["tracks"].value, frame.readings["tracks"].text) == (
        2,
        "launched, 1 left",
    )


def test_a_path_that_blows_up_says_when(measured, saddle):
    class Blowing(saddle):
        def record(self, states, times, ticket=None):
            path = super().record(states, times, ticket)
            path[:, times > 2.0] = np.nan
            return path

    frame = measured(INSTRUMENT, Blowing(), starts=((0.1, 0.0),), duration=3.0)[-1]
    assert frame.notes == ("A path grew beyond all numbers at t = 2 s.",)


def test_paths_of_an_unsteady_flow_begin_at_the_start_time(measured, drift):
    frame = measured(INSTRUMENT, drift(), starts=((0.0, 1.0),), start=1.0, duration=3.0)[-1]
    track = frame.layers["tracks"]
    assert track.times[0] == 1.0
    exact = np.sin(track.times) - np.sin(1.0)
    np.testing.assert_allclose(track.positions[0, :, 0], exact, atol=1e-12)


def test_iterates_of_a_map_are_points_and_not_a_line(measured, henon):
    frame = measured(INSTRUMENT, henon(), starts=((0.0, 0.0),), duration=3)[-1]
    assert isinstance(frame.layers["tracks"], Points)
    np.testing.assert_allclose(
        frame.layers["tracks"].positions, [[0, 0], [1, 0], [-0.4, 0.3], [1.076, -0.12]]
    )


def test_a_path_in_space_is_drawn_in_space(measured, lorenz):
    frame = measured(INSTRUMENT, lorenz(), duration=0.5)[-1]
    track = frame.layers["tracks"]
    assert track.positions.shape[2] == 3
    assert track.memory == lorenz.duration / 10


def test_without_a_start_there_is_nothing_to_draw(measured, rotation):
    assert [dict(f.layers) for f in measured(INSTRUMENT, rotation(), starts=())] == [{}]


def test_half_the_step_tells_how_far_a_path_is_trusted(measured, pendulum):
    trust = measured(INSTRUMENT, pendulum(), duration=5.0, past=0.0)[-1].trust
    assert trust.level == "good"
    assert trust.path == ("CPU, float64", "RK4, step 0.02")


def test_a_path_that_changes_with_the_step_is_trusted_only_until_then():
    trust = verdict(1.0, 2.0, 1.0, "s", "RK4")
    assert trust.level == "warn"
    assert trust.sentence == "Trusted until t = 2 s: later a finer step gives another path."


def test_chaos_is_no_defect_of_the_integration():
    trust = verdict(1.0, 12.0, 4e4, "", "RK4")
    assert trust.level == "good"
    assert trust.sentence == "Trusted until t = 12: the flow has magnified differences 4.0e4 times."


def test_small_numbers_are_spoken_with_a_true_minus():
    assert spoken(7.62e-9) == "7.6e\N{MINUS SIGN}9"
    assert spoken(0.0) == "0"


def test_a_few_paths_in_space_are_told_apart_by_colour(measured, lorenz):
    starts = ((1.0, 1.0, 20.0), (1.0001, 1.0, 20.0))
    track = measured(INSTRUMENT, lorenz(), starts=starts, duration=0.5)[-1].layers["tracks"]
    assert track.scale == "kinds"
    np.testing.assert_array_equal(np.unique(track.values[0]), [0.5])
    np.testing.assert_array_equal(np.unique(track.values[1]), [1.5])


def test_on_a_plane_colour_is_left_to_stable_and_unstable(measured, rotation):
    starts = ((1.0, 0.0), (0.5, 0.0))
    assert measured(INSTRUMENT, rotation(), starts=starts)[-1].layers["tracks"].values is None


def test_the_beginning_of_each_path_is_there_before_anything_is_compiled(measured, rotation):
    starts = {"starts": ((1.0, 0.0), (0.0, 0.5))}
    values = parameters_model(INSTRUMENT.name, INSTRUMENT.declared(rotation()))(**starts)
    early = INSTRUMENT(rotation()).at_once(values)["tracks"]
    whole = measured(INSTRUMENT, rotation(), past=0.0, **starts)[0].layers["tracks"]
    known = len(early.times)
    assert known > 1
    np.testing.assert_array_equal(early.times, whole.times[:known])
    np.testing.assert_allclose(early.positions, whole.positions[:, :known], atol=1e-6)


def test_where_nothing_was_launched_nothing_is_there(rotation):
    values = parameters_model(INSTRUMENT.name, INSTRUMENT.declared(rotation()))(starts=())
    assert INSTRUMENT(rotation()).at_once(values) == {}


def test_paths_in_a_recording_end_with_it(measured, recording):
    values = {"starts": ((0.0, 0.5),), "start": 6.0, "duration": 4.0, "past": 5.0}
    times = measured(INSTRUMENT, recording(), **values)[-1].layers["tracks"].times
    assert (times[0], times[-1]) == (3.0, 8.0)
    rows = {d.name: d for d in INSTRUMENT.declared(recording())}
    assert (rows["start"].low, rows["start"].high, rows["start"].default) == (3.0, 8.0, 3.0)


def test_a_path_of_what_remembers_goes_forwards_only(measured, remembering):
    assert "past" not in {d.name for d in INSTRUMENT.declared(remembering)}
    frame = measured(INSTRUMENT, remembering, starts=((1.0, 1.0),), duration=2.0)[-1]
    track = frame.layers["tracks"]
    assert track.times[0] == 0.0
    np.testing.assert_allclose(track.positions[0, [0, -1]], [[1.0, 1.0], [-0.5, 0.0]], atol=1e-12)
    assert frame.trust.level == "good"


def test_a_path_that_leaves_the_domain_of_an_operation_says_of_which(measured, written):
    flow = written("-1", "sqrt(x)")
    frames = measured(INSTRUMENT, flow, starts=((1.0, 0.0),), duration=3.0, past=1.0)
    notes = [frame.notes for frame in frames[:-1]]
    assert all(note.startswith("y: left the domain of sqrt(x) at t = 1.0") for (note,) in notes)


def test_the_last_start_of_a_planar_flow_can_be_gripped(measured, rotation, lorenz):
    three = ((0.5, 0.0), (1.0, 0.2), (2.0, 0.0))
    marks = measured(INSTRUMENT, rotation(), starts=three)[0].layers["starts"].mark
    assert marks == ("start", "start", "handle")
    assert set(measured(INSTRUMENT, lorenz())[0].layers["starts"].mark) == {"start"}
