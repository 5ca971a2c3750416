from __future__ import annotations

import numpy as np
import pytest

from engines.evidence.shipped import system
from engines.experiments.portraits.acceleration_steps import AccelerationSteps
from engines.parameters.reading import changed
from engines.running.ticket import Ticket


@pytest.fixture(scope="module")
def steps():
    return AccelerationSteps(system("bent-parabola"))


def test_a_method_is_a_map_of_a_place_and_the_one_before(steps):
    flow = steps.flow(steps.parameters())
    assert flow.discrete
    assert flow.states == ("x", "p")
    assert steps.clock(steps.parameters()).label == "step"


def test_heavy_ball_ends_on_three_places(steps):
    p = changed(
        steps.parameters(), {"member": "heavy ball", "starts": ((3.3, 3.3),), "duration": 300}
    )
    *_, last = steps.frames(p, Ticket())
    ends = last.layers["tracks"].positions[-90:]
    assert len(np.unique(np.round(ends, 6), axis=0)) == 3
    assert last.readings["valley"].value == 3.0


def test_free_numbers_leave_the_circle_for_shorter_steps(steps):
    values = {"member": "free", "beta": 4 / 9, "gamma": 0.0, "starts": ((3.3, 3.3),)}
    for alpha, arrives in ((25 / 9, False), (1.0, True)):
        flow = steps.flow(changed(steps.parameters(), {**values, "alpha": alpha}))
        end = flow.advance(np.array([[3.3, 3.3]]), 0.0, 400.0)[0]
        assert (np.abs(end).max() < 1e-8) == arrives


def test_views_are_the_plane_of_the_map_and_two_charts(steps):
    p = changed(steps.parameters(), {"member": "heavy ball"})
    assert [view.id for view in steps.views(p)] == ["portrait", "valley", "rates"]
    assert steps.views(p)[0].subtitle == "steps of heavy ball; click to launch"
