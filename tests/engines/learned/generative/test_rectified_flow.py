from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from engines.errors import FlowError
from engines.learned.generative.rectified_flow import RectifiedFlow, RectifiedFlowModel
from engines.learned.weights import card_of, open_model
from engines.running.ticket import Ticket, Withdrawn

POINTS = np.random.default_rng(3).uniform(-4.0, 4.0, (12, 2))


@pytest.fixture(scope="module")
def arrays():
    return open_model(card_of("rectified-flow")).arrays


def test_the_jacobian_is_the_derivative_of_the_velocity(arrays):
    flow, h = RectifiedFlow(arrays), 1e-5
    for axis, shift in enumerate(h * np.eye(2)):
        slope = (flow.velocity(POINTS + shift, 0.6) - flow.velocity(POINTS - shift, 0.6)) / (2 * h)
        np.testing.assert_allclose(flow.jacobian(POINTS, 0.6)[:, :, axis], slope, atol=1e-7)


def test_a_tangent_is_the_derivative_of_the_flow_map(arrays):
    flow, h = RectifiedFlow(arrays, 1, "RK4", 32, 1e-4), 5e-3
    _, gradients = flow.advance_tangent(POINTS, 0.0, 1.0)
    for axis, shift in enumerate(h * np.eye(2)):
        moved = flow.advance(POINTS + shift, 0, 1) - flow.advance(POINTS - shift, 0, 1)
        np.testing.assert_allclose(gradients[:, :, axis], moved / (2 * h), atol=0.02)


def test_the_quick_network_agrees_with_the_exact_one(arrays):
    flow = RectifiedFlow(arrays)
    step = flow.advance(POINTS, 0.0, 0.01) - POINTS
    np.testing.assert_allclose(step / 0.01, flow.velocity(POINTS, 0.0), rtol=1e-4, atol=1e-3)


def test_a_card_is_told_places_and_times_as_they_are(arrays):
    flow, times = RectifiedFlow(arrays), np.array([0.0, 0.3])
    np.testing.assert_array_equal(flow.card.moments(times), [[0, 1, 1, 0], [0, 1, 1, 0.3]])
    assert flow.card.waves == 0
    assert flow.card is flow.card


def test_refining_halves_the_steps_and_moves_little(arrays):
    flow = RectifiedFlow(arrays, 2)
    assert "200 steps" in flow.refined().integrator
    apart = flow.advance(POINTS, 0, 1) - flow.refined().advance(POINTS, 0, 1)
    assert np.abs(apart).max() < 0.02


def test_there_and_back_again_by_rk4(arrays):
    flow = RectifiedFlow(arrays, 2, "RK4", 60)
    back = flow.advance(flow.advance(POINTS, 0.0, 1.0), 1.0, 0.0)
    np.testing.assert_allclose(back, POINTS, atol=2e-3)


def test_one_euler_step_collapses_round_one_and_not_round_two(arrays):
    noise = np.random.default_rng(0).standard_normal((2000, 2))
    first, second = (RectifiedFlow(arrays, k, "Euler", 1).advance(noise, 0.0, 1.0) for k in (1, 2))
    assert first.std(axis=0).max() < 0.2
    assert second.std(axis=0).min() > 2.0


def test_states_rest_outside_the_unit_interval(arrays):
    flow = RectifiedFlow(arrays)
    np.testing.assert_array_equal(flow.advance(POINTS, 1.0, 5.0), POINTS)


def test_a_withdrawn_ticket_ends_a_batch(arrays):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        RectifiedFlow(arrays).advance(np.zeros((5000, 2)), 0.0, 1.0, ticket)


def test_one_who_begins_with_a_cloud_keeps_points_of_it(arrays):
    kept = np.arange(12.0).reshape(6, 2)
    flow = RectifiedFlow({**arrays, "source": kept})
    drawn = flow.noise(50, np.random.default_rng(0))
    assert {tuple(point) for point in drawn} <= {tuple(point) for point in kept}
    with pytest.raises(FlowError, match="from noise only"):
        flow.log_density(POINTS, 1.0)


@pytest.mark.parametrize("steps", [0, 1001, -3])
def test_a_number_of_steps_out_of_bounds_is_refused(arrays, steps):
    with pytest.raises(FlowError, match=rf"N = {steps}, N must be 1\.\.1000"):
        RectifiedFlow(arrays, 1, "Euler", steps)


def test_a_stage_that_was_not_trained_says_what_is_missing():
    card = SimpleNamespace(id="x", title="x", source="x", sizes={"hidden": [4], "rounds": 2})
    with pytest.raises(FlowError, match="k = 3: no stored pairs, run reflow 2 first"):
        RectifiedFlowModel(card, {}).stage("3")


@pytest.mark.parametrize(
    "sizes",
    [
        {"hidden": [4], "stages": ["1", "5"]},
        {"hidden": [4], "rounds": 4},
        {"hidden": [], "rounds": 2},
        {"hidden": [0], "rounds": 2},
    ],
)
def test_sizes_that_mean_nothing_are_refused(sizes):
    with pytest.raises(ValueError, match="stages|rounds|hidden"):
        RectifiedFlowModel.shapes(sizes)


def test_numbers_of_the_equation_belong_to_parameters(arrays):
    lines = " ".join(RectifiedFlow(arrays, 2, sampling_steps=7).tex())
    assert "v_{2}" in lines
    assert r"\live{sampling_steps}{7}" in lines
