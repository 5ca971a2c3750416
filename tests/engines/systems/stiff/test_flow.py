"""Stiff flows against scipy's Radau, and their tangents against differences."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from engines.errors import FlowError
from engines.protocols.capabilities import Noted, Shaded
from engines.running.ticket import Ticket, Withdrawn
from engines.systems.stiff.flow import StiffFlow


@pytest.mark.parametrize("name", ["robertson", "driven"])
def test_paths_agree_with_radau_at_the_times_asked_for(name, request, right):
    system = request.getfixturevalue(name)
    times = np.array([0.0, 0.013, 0.5, 3.0, 10.0, 40.0])
    start = np.array(system.start)
    wanted = solve_ivp(
        right(system), (0.0, 40.0), start, "Radau", t_eval=times, rtol=1e-10, atol=1e-14
    ).y.T
    flow = system.flow_at(system.defaults())
    assert isinstance(flow, StiffFlow)
    sides = np.subtract(system.box.high, system.box.low)
    off = np.abs(flow.record(start[None], times)[0] - wanted) / sides
    assert off.max() < 2e-6
    finer = np.abs(flow.refined().record(start[None], times)[0] - wanted) / sides
    assert finer.max() < 0.05 * off.max()


@pytest.mark.parametrize("name", ["robertson", "driven"])
def test_tangents_are_what_differences_of_neighbours_say(name, request):
    system = request.getfixturevalue(name)
    start, d = np.array([system.start]), system.equations.dimension
    flow = StiffFlow(system, system.defaults(), 1e-10)
    final, found = flow.advance_tangent(start, 0.3, 2.0)
    np.testing.assert_allclose(final, flow.advance(start, 0.3, 2.0), rtol=1e-12)
    careful = StiffFlow(system, system.defaults(), 1e-12)
    beside = 1e-4 * np.subtract(system.box.high, system.box.low) * np.eye(d)
    ends = careful.advance(np.concatenate([start + beside, start - beside]), 0.3, 2.0)
    wanted = ((ends[:d] - ends[d:]) / (2.0 * np.diag(beside)[:, None])).T
    np.testing.assert_allclose(found[0], wanted, atol=3e-6 * np.abs(wanted).max())


def test_it_runs_backwards_too_and_each_state_as_if_alone(driven):
    flow = driven.flow_at({})
    states = np.random.default_rng(0).uniform(-1.0, 1.0, (9, 2))
    together = flow.advance(states, 0.0, 1.0)
    np.testing.assert_array_equal(together[4:5], flow.advance(states[4:5], 0.0, 1.0))
    on = np.array([[np.cos(1.0), 0.5]])
    back = flow.advance(flow.advance(on, 1.0, 1.004), 1.004, 1.0)
    np.testing.assert_allclose(back, on, atol=1e-5)


def test_a_state_that_blows_up_is_nan_and_harms_no_other(driven):
    path = driven.flow_at({}).record(np.array([[1e300, 0.0], [0.0, 0.5]]), np.array([0.0, 1.0]))
    assert np.isfinite(path[1]).all()


def test_the_live_path_is_refused_with_a_note(driven):
    flow = driven.flow_at({})
    assert not isinstance(flow, Shaded)
    assert isinstance(flow, Noted)
    assert flow.note == "stiff: integrated implicitly on the processor."
    assert flow.integrator == "RODAS (implicit), tolerance 1e-7"


def test_families_are_known(robertson):
    flow = robertson.flow_at(robertson.defaults())
    assert flow.at({"k1": 0.05}).values["k1"] == 0.05
    wider = flow.suspended(["k1"])
    start = np.array([[*robertson.start, 0.04]])
    np.testing.assert_allclose(
        wider.advance(start, 0.0, 1.0)[0, :3], flow.advance(start[:, :3], 0.0, 1.0)[0], atol=1e-6
    )


def test_what_cannot_be_done_is_said(driven):
    with pytest.raises(FlowError, match="tolerance = 0, allowed above 0"):
        StiffFlow(driven, {}, 0.0)
    with pytest.raises(FlowError, match="time = nan"):
        driven.flow_at({}).advance(np.zeros((1, 2)), 0.0, np.nan)
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        driven.flow_at({}).advance(np.zeros((1, 2)), 0.0, 1e9, ticket)
