"""The plane of a state and its past, as a flow and as a member of its family."""

from __future__ import annotations

import numpy as np
import pytest

from engines.errors import FlowError
from engines.protocols.capabilities import Remembering
from engines.systems.delay.flow import DelayFlow
from engines.systems.delay.history import INTERVALS, HistoryFlow


def test_half_the_step_is_sixteen_times_as_close(edited):
    system = edited('"-a*x@tau"', '"-a*x + 2*cos(t)/(1 + x@tau^2)"')
    start = np.array([[0.5, 0.2]])
    flows = [DelayFlow(HistoryFlow(system, system.defaults(), h)) for h in (0.005, 0.0025, 0.00125)]
    ends = [flow.advance(start, 0.0, 7.0)[0, 0] for flow in flows]
    assert 13.0 < (ends[0] - ends[1]) / (ends[1] - ends[2]) < 19.0
    refined = flows[0].refined()
    assert isinstance(refined, DelayFlow)
    assert refined.advance(start, 0.0, 7.0)[0, 0] == ends[1]


def test_a_place_in_the_plane_stands_for_a_straight_history(feedback, two):
    for system in (feedback, two):
        flow = system.flow_at(system.defaults())
        assert isinstance(flow, Remembering)
        places = np.array([[0.3, -0.4], [1.0, 1.0]])
        lifted = flow.lifted(places)
        np.testing.assert_allclose(flow.seen(lifted), places, atol=1e-12)
    past = feedback.flow_at(feedback.defaults()).lifted(np.array([[0.0, 1.0]]))[0]
    np.testing.assert_allclose(past, np.linspace(0.0, 1.0, INTERVALS + 1), atol=1e-15)


def test_one_history_that_blows_up_leaves_the_others_unharmed(edited):
    system = edited('"-a*x@tau"', '"x^2*x@tau"')
    path = system.flow_at(system.defaults()).record(
        np.array([[2.0, 2.0], [0.1, 0.1]]), np.array([0.0, 0.1, 5.0])
    )
    assert np.isfinite(path[0, :2]).all()
    assert np.isnan(path[0, 2]).all()
    assert np.isfinite(path[1]).all()


def test_it_says_what_it_is(feedback):
    flow = feedback.flow_at(feedback.defaults())
    flow.advance(np.array([[1.0, 1.0]]), 0.0, 0.1)
    assert flow.compiled()
    assert flow.integrator == "method of steps, RK4, step 0.005"
    assert flow.states == ("x", "x_delayed")
    assert flow.box.symbols == ("x", r"x(t - \tau)")
    assert flow.tex() == (r"\dot{x} = -\live{a}{1.00}\,x(t - \live{tau}{1.00})",)


def test_another_member_is_the_flow_at_other_values(feedback):
    flow = feedback.flow_at(feedback.defaults())
    start = np.array([[1.0, 0.4]])
    wanted = feedback.flow_at({"a": 0.7, "tau": 1.3}).advance(start, 0.0, 4.0)
    np.testing.assert_array_equal(flow.at({"a": 0.7, "tau": 1.3}).advance(start, 0.0, 4.0), wanted)
    assert {d.name for d in flow.declared} == {"a", "tau"}
    with pytest.raises(FlowError, match="no parameter 'b'"):
        flow.at({"b": 1.0})
    with pytest.raises(FlowError, match="tau: must be > 0"):
        flow.at({"tau": 0.0})


def test_on_the_core_that_asks_it_moves_the_same(feedback):
    flow = feedback.flow_at(feedback.defaults())
    many, times = np.random.default_rng(0).normal(size=(19, 2)), np.array([0.0, 1.3, 2.0])
    np.testing.assert_array_equal(flow.record_here(many, times), flow.record(many, times))
