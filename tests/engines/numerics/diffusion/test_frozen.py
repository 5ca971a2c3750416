from __future__ import annotations

import numpy as np

from engines.numerics.diffusion.frozen import FrozenFlow
from engines.systems.clouds.gaussian_mixture import circle
from engines.systems.clouds.probability_flow import flow_to

INNER = flow_to(circle())
POINTS = np.random.default_rng(0).uniform(-4.0, 4.0, (20, 2))


def test_a_held_field_does_not_change_with_time():
    flow = FrozenFlow(INNER, 0.7)
    assert flow.steady
    np.testing.assert_array_equal(flow.velocity(POINTS, 0.1), INNER.velocity(POINTS, 0.7))
    np.testing.assert_array_equal(flow.jacobian(POINTS, 5.0), INNER.jacobian(POINTS, 0.7))
    assert r"\live{t}{0.7}" in flow.tex()[0]


def test_states_go_on_towards_a_place_of_rest():
    flow = FrozenFlow(INNER, 0.5)
    ends = flow.advance(POINTS, 0.0, 12.0)
    assert np.abs(flow.velocity(ends, 0.0)).max() < 0.01
    path = flow.record(POINTS, np.array([0.0, 3.0, 12.0]))
    np.testing.assert_allclose(path[:, -1], ends, atol=1e-9)


def test_a_tangent_is_the_derivative_of_the_map():
    flow, h = FrozenFlow(INNER, 0.5), 1e-5
    _, gradients = flow.advance_tangent(POINTS, 0.0, 0.5)
    for axis, shift in enumerate(h * np.eye(2)):
        moved = flow.advance(POINTS + shift, 0, 0.5) - flow.advance(POINTS - shift, 0, 0.5)
        np.testing.assert_allclose(gradients[:, :, axis], moved / (2 * h), atol=0.02)


def test_clouds_and_densities_stay_those_of_the_flow():
    flow, draw = FrozenFlow(INNER, 0.5), np.random.default_rng(1)
    noise = flow.noise(30, draw)
    times = np.array([0.0, 1.0])
    np.testing.assert_array_equal(flow.sampled(noise, times), INNER.sampled(noise, times))
    np.testing.assert_array_equal(flow.log_density(POINTS, 0.4), INNER.log_density(POINTS, 0.4))
