from __future__ import annotations

import numpy as np

from engines.instruments.portrait.paths import declared_paths, followed, in_view, release
from engines.parameters.declare import parameters_model
from engines.protocols.capabilities import Box, Refinable
from engines.running.ticket import Ticket


def test_a_path_ends_where_it_leaves_the_surroundings_of_the_box(saddle):
    times = np.linspace(0.0, 10.0, 1001)
    states, ended, lost = followed(saddle(), np.array([[0.1, 0.5]]), times, Ticket())
    # x = 0.1 e^t leaves 1 + 2*2 = 5 at t = ln 50.
    assert ended[0] == np.searchsorted(times, np.log(50.0))
    assert lost[0] == len(times)  # it is far away, not lost
    assert np.all(np.isnan(states[0, ended[0] :]))
    assert np.all(np.isfinite(states[0, : ended[0]]))


def test_a_path_that_stays_ends_with_the_last_sample(rotation):
    times = np.linspace(0.0, 10.0, 101)
    _, ended, _ = followed(rotation(), np.array([[1.0, 0.0]]), times, Ticket())
    assert ended[0] == len(times)


def test_only_an_unsteady_flow_asks_when_to_start(drift, rotation):
    assert "start" in {d.name for d in declared_paths(drift())}
    assert "start" not in {d.name for d in declared_paths(rotation())}
    model = parameters_model("test", declared_paths(drift()))
    assert release(drift(), model(start=2.0)) == 2.0
    assert release(rotation(), model(start=2.0)) == 0.0


def test_the_duration_of_a_map_is_counted(henon):
    kinds = {d.name: d.kind for d in declared_paths(henon())}
    assert kinds["duration"] == "whole"


def test_a_path_that_goes_round_is_broken_where_it_jumps():
    names = ("x", "y")
    box = Box((0.0, 0.0), (1.0, 1.0), (True, False), names, names, ("", ""), (0.0, 0.0))
    path = np.stack([np.linspace(0.0, 2.0, 9), np.zeros(9)], axis=1)[None]
    seen = in_view(path, box)
    np.testing.assert_allclose(
        seen[0, :, 0], [0.0, 0.25, 0.5, 0.75, np.nan, 0.25, 0.5, 0.75, np.nan]
    )


def test_a_box_that_does_not_repeat_leaves_paths_as_they_are(pendulum):
    path = np.full((1, 2, 2), 20.0)
    assert in_view(path, pendulum.box) is path


def test_a_path_that_only_equal_steps_break_is_followed_with_more_care(rotation):
    class Stiff(rotation, Refinable):
        integrator = "none"

        def record(self, states, times, ticket=None):
            return np.full((len(states), len(times), 2), np.nan)

        def refined(self):
            return rotation()

    times = np.linspace(0.0, 10.0, 101)
    starts = np.array([[1.0, 0.0]])
    states, ended, lost = followed(Stiff(), starts, times, Ticket())
    assert (ended[0], lost[0]) == (101, 101)
    np.testing.assert_array_equal(states, rotation().record(starts, times))
