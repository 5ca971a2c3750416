from __future__ import annotations

import math

import numpy as np
import pytest

from engines.layers.shader_field import ShaderField
from engines.systems.samples.mixtures import CircleOfGaussians, centres, sampled
from widgets.painters.offscreen import evaluate

POINTS = np.random.default_rng(3).uniform(-5.0, 5.0, (40, 2))


@pytest.mark.parametrize("time", [0.0, 0.3, 0.8, 1.0])
def test_the_jacobian_is_the_derivative_of_the_velocity(time):
    flow, h = CircleOfGaussians(), 1e-6
    shifts = h * np.eye(2)
    differences = [
        (flow.velocity(POINTS + s, time) - flow.velocity(POINTS - s, time)) / (2 * h)
        for s in shifts
    ]
    np.testing.assert_allclose(
        flow.jacobian(POINTS, time), np.stack(differences, axis=2), atol=1e-6
    )


def test_the_velocity_is_the_conditional_mean_of_random_pairs():
    flow, draw, t = CircleOfGaussians(), np.random.default_rng(0), 0.6
    noise, data = draw.standard_normal((400_000, 2)), sampled(400_000, draw)
    between = (1 - t) * noise + t * data
    near = np.abs(between - [1.5, 1.0]).max(axis=1) < 0.08
    mean = (data - noise)[near].mean(axis=0)
    spread = (data - noise)[near].std(axis=0) / math.sqrt(near.sum())
    exact = flow.velocity(between[near], t).mean(axis=0)
    assert (np.abs(mean - exact) < 4.0 * spread).all()


def test_at_rest_the_velocity_leads_to_the_mean_of_the_data():
    np.testing.assert_allclose(CircleOfGaussians().velocity(POINTS, 0.0), -POINTS, atol=1e-12)


def test_a_single_cloud_is_reached_by_a_linear_map():
    flow = CircleOfGaussians(1, 0.0, 0.5, "RK4", 200)
    np.testing.assert_allclose(flow.advance(POINTS, 0.0, 1.0), 0.5 * POINTS, atol=1e-6)


def test_carried_noise_has_the_moments_of_the_data():
    noise = np.random.default_rng(1).standard_normal((4000, 2))
    made = CircleOfGaussians(sampling_steps=60).advance(noise, 0.0, 1.0)
    nearest = np.linalg.norm(made[:, None] - centres(), axis=2).min(axis=1)
    assert math.sqrt((nearest**2).mean() / 2) == pytest.approx(0.3, abs=0.02)


def test_a_tangent_is_the_derivative_of_the_map():
    flow, h = CircleOfGaussians(sampling_steps=200, tangent_steps=200), 1e-5
    _, gradients = flow.advance_tangent(POINTS, 0.0, 1.0)
    for axis, shift in enumerate(h * np.eye(2)):
        moved = flow.advance(POINTS + shift, 0, 1) - flow.advance(POINTS - shift, 0, 1)
        np.testing.assert_allclose(gradients[:, :, axis], moved / (2 * h), atol=1e-5)


def test_states_rest_outside_the_unit_interval():
    flow = CircleOfGaussians()
    np.testing.assert_array_equal(flow.advance(POINTS, 1.0, 3.0), POINTS)
    np.testing.assert_array_equal(flow.record(POINTS, np.array([-1.0, 0.0]))[:, 1], POINTS)


def test_the_refined_flow_takes_twice_the_steps():
    flow = CircleOfGaussians(sampling_steps=10)
    assert "20 steps" in flow.refined().integrator
    assert "10 steps" in flow.integrator


def test_even_samples_hold_as_many_points_of_each_cloud():
    points = sampled(800, np.random.default_rng(0), even=True)
    which = np.linalg.norm(points[:, None] - centres(), axis=2).argmin(axis=1)
    assert set(np.bincount(which)) == {100}


def test_the_shader_text_declares_what_the_flow_says_of_its_uniforms():
    flow = CircleOfGaussians(5, 3.0, 0.2)
    assert flow.uniforms() == {"modes": 5.0, "radius": 3.0, "spread": 0.2}
    for name in flow.uniforms():
        assert f"uniform float {name};" in flow.glsl()


def test_the_shader_and_the_formula_are_one_field():
    flow = CircleOfGaussians(7, 3.5, 0.4)
    text = flow.glsl() + (
        "uniform float when; uniform float part;\n"
        "float field(vec2 x) {\n"
        "    if (part < 1.5) return part < 0.5 ? velocity(x, when).x : velocity(x, when).y;\n"
        "    mat2 g = gradient(x, when);\n"
        "    return part < 2.5 ? g[0][0] : (part < 3.5 ? g[1][0] : g[1][1]);\n"
        "}\n"
    )
    x = np.linspace(-5.0, 5.0, 40)
    states = np.stack(np.meshgrid(x, x), axis=-1).reshape(-1, 2)
    for when in (0.0, 0.4, 0.9):
        velocity, gradient = flow.velocity(states, when), flow.jacobian(states, when)
        exact = (*velocity.T, gradient[:, 0, 0], gradient[:, 0, 1], gradient[:, 1, 1])
        for part, values in enumerate(exact):
            uniforms = {**flow.uniforms(), "when": when, "part": float(part)}
            field = ShaderField(text, uniforms, (-5.0, 5.0, -5.0, 5.0), (40, 40))
            found = evaluate(field, 40, 40).ravel()
            np.testing.assert_allclose(found, values, atol=2e-5 * max(1.0, np.abs(values).max()))


def test_numbers_of_the_equation_belong_to_parameters():
    assert r"\live{radius}{4}" in " ".join(CircleOfGaussians().tex())
