from __future__ import annotations

import numpy as np
import pytest

from engines.evidence.shipped import system
from engines.experiments.portraits.acceleration_dynamics import AccelerationDynamics
from engines.parameters.reading import changed
from engines.protocols.gesture import Gesture
from engines.running.ticket import Ticket


@pytest.fixture(scope="module")
def bowl():
    return AccelerationDynamics(system("quadratic-bowl"))


@pytest.fixture(scope="module")
def mode():
    return AccelerationDynamics(system("single-mode"))


def test_the_landscape_is_the_first_view(bowl):
    p = bowl.parameters()
    views = bowl.views(p)
    assert [view.id for view in views] == ["descent", "rates", "dissipation"]
    assert views[0].kind == "plane"
    assert views[0].clicks
    assert views[0].equal
    assert views[0].equations
    assert views[0].title == "Quadratic bowl"


def test_paths_in_space_have_a_view_of_their_own(bowl):
    p = changed(bowl.parameters(), {"tracks": True, "modes": True})
    views = {view.id: view for view in bowl.views(p)}
    assert views["portrait"].kind == "space"
    assert views["modes"].equal
    assert not set(views["modes"].layers) & set(views["portrait"].layers)


def test_a_click_on_the_landscape_is_another_start_at_rest(bowl):
    p = bowl.parameters()
    launched = bowl.respond(p, Gesture("launch", "descent", (1.0, -0.5)))
    assert launched.starts[-1] == (1.0, -0.5, 0.0, 0.0)
    assert len(launched.starts) == 2
    assert not launched.tracks
    moved = bowl.respond(launched, Gesture("drag", "descent", (0.5, 0.5)))
    assert moved.starts == (p.starts[0], (0.5, 0.5, 0.0, 0.0))
    assert bowl.respond(moved, Gesture("clear", "descent", ())).starts == ()


def test_rates_are_greyed_with_a_reason_where_nothing_is_convex(bowl):
    p = changed(bowl.parameters(), {"landscape": "rosenbrock"})
    unfit = bowl.unfit(p)
    assert unfit["rates"] == "needs a strongly convex landscape"
    assert unfit["kappa"] == "not of Rosenbrock's valley"
    assert "rates" not in [view.id for view in bowl.views(p)]


@pytest.mark.parametrize("id", ["log-cosh-ridge", "rosenbrock", "himmelblau", "rastrigin"])
def test_every_landscape_can_be_walked_down(bowl, id):
    p = changed(bowl.parameters(), {"landscape": id, "steps": 30})
    *_, last = bowl.frames(p, Ticket())
    assert all("diverged" in note for note in last.notes)
    assert {"heights", "flows", "walk_steps", "stored"} <= set(last.layers)


def test_the_clock_counts_steps_over_a_landscape_and_time_in_a_portrait(bowl, mode):
    assert bowl.clock(bowl.parameters()).label == "step"
    assert mode.clock(mode.parameters()).label == "time"


def test_one_coordinate_has_a_phase_portrait(mode):
    p = changed(mode.parameters(), {"member": "free", "d": 0.0, "h": 0.0})
    views = mode.views(p)
    assert (views[0].id, views[0].kind) == ("portrait", "plane")
    assert views[0].subtitle == "flow of free numbers; click to launch"
    *_, last = mode.frames(p, Ticket())
    assert {"immersion", "fixed_points", "tracks", "mode_values", "stored"} <= set(last.layers)
    assert last.layers["fixed_points"].mark == ("centre",)


def test_curvature_damping_draws_the_ring_shut(mode):
    ends = []
    for h in (0.0, 2.0):
        p = changed(mode.parameters(), {"member": "free", "d": 0.0, "h": h, "c": 1.0})
        path = mode.flow(p)
        end = path.advance(np.array([[2.5, 0.0]]), 0.0, 40.0)[0]
        ends.append(np.hypot(0.5 * end[0], end[1]))
    assert ends[0] == pytest.approx(1.25, abs=1e-6)
    assert ends[1] < 1e-3
