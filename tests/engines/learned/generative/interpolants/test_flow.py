from __future__ import annotations

import numpy as np
import pytest
import torch

from engines.learned.generative.interpolants.flow import (
    BridgeFromNoise,
    LearnedBridge,
    PictureBridge,
    shapes,
    torch_raw,
)
from engines.numerics.interpolants.bridging import Shaking
from engines.numerics.interpolants.interpolant import Interpolant
from engines.protocols.capabilities import Displacing

DRAW = np.random.default_rng(0)
POINTS = DRAW.uniform(-2.0, 2.0, (12, 2))
ENDS = {name: DRAW.standard_normal((40, 2)).astype(np.float32) for name in ("sources", "targets")}


def arrays(d=2, one_sided=False, coupling="independent"):
    draw = np.random.default_rng(1)
    names = shapes(d, (16, 16), one_sided, coupling)
    return {n: (0.3 * draw.standard_normal(s)).astype(np.float32) for n, s in names.items()}


def two_sided(**how):
    over = Interpolant("linear", "Brownian", 1.0)
    return LearnedBridge({**arrays(), **ENDS}, 1.5, over, Shaking(**how))


def from_noise():
    over = Interpolant("linear", "none", 0.0)
    return BridgeFromNoise({**arrays(one_sided=True), "targets": ENDS["targets"]}, 1.5, over)


@pytest.mark.parametrize("make", [two_sided, from_noise])
def test_the_jacobian_is_the_derivative_of_the_velocity(make):
    flow, h = make(), 1e-5
    for t in (0.0, 0.4, 1.0):
        exact = flow.jacobian(POINTS, t)
        for axis, shift in enumerate(h * np.eye(2)):
            slope = (flow.velocity(POINTS + shift, t) - flow.velocity(POINTS - shift, t)) / (2 * h)
            np.testing.assert_allclose(exact[:, :, axis], slope, atol=1e-5)


def test_the_quick_network_agrees_with_the_exact_one_and_with_torch():
    flow = two_sided()
    np.testing.assert_allclose(flow.drift(POINTS, 0.3), flow.velocity(POINTS, 0.3), atol=1e-4)
    tensors = {n: torch.from_numpy(a) for n, a in arrays().items()}
    raw = torch_raw(
        tensors, torch.from_numpy(POINTS.astype(np.float32)), np.full(12, 0.3), 1.5, "b."
    )
    np.testing.assert_allclose(1.5 * raw.numpy(), flow.velocity(POINTS, 0.3), atol=1e-4)


def test_a_tangent_is_the_derivative_of_the_map():
    flow, h = two_sided(steps=400, tangent_steps=200), 1e-3
    _, gradients = flow.advance_tangent(POINTS, 0.0, 1.0)
    for axis, shift in enumerate(h * np.eye(2)):
        moved = flow.advance(POINTS + shift, 0.0, 1.0) - flow.advance(POINTS - shift, 0.0, 1.0)
        np.testing.assert_allclose(gradients[:, :, axis], moved / (2 * h), atol=0.02)
    moves = np.random.default_rng(4).standard_normal((12, 2, 1))
    _, displaced = flow.advance_displaced(POINTS, moves, 0.0, 1.0)
    np.testing.assert_allclose(displaced, gradients @ moves, atol=0.02)
    assert "tolerance" in flow.integrator


def test_the_score_is_the_noise_over_its_width_with_its_sign_turned():
    flow = two_sided()
    tensors = {n: torch.from_numpy(a) for n, a in arrays().items()}
    eta = torch_raw(
        tensors, torch.from_numpy(POINTS.astype(np.float32)), np.full(12, 0.36), 1.5, "eta."
    ).numpy()
    np.testing.assert_allclose(flow.score(POINTS, 0.36), -eta / 0.48, atol=1e-4)
    np.testing.assert_allclose(
        flow.tilted(POINTS, 0.36, 0.7), flow.drift(POINTS, 0.36) + 0.7 * flow.score(POINTS, 0.36)
    )


def test_a_network_of_the_score_itself_comes_before_that_of_the_noise():
    names = shapes(2, (16, 16), False, scored=True)
    draw = np.random.default_rng(2)
    every = {n: (0.3 * draw.standard_normal(s)).astype(np.float32) for n, s in names.items()}
    flow = LearnedBridge({**every, **ENDS}, 1.5, Interpolant("linear", "Brownian", 1.0))
    tensors = {n: torch.from_numpy(a) for n, a in every.items()}
    raw = torch_raw(
        tensors, torch.from_numpy(POINTS.astype(np.float32)), np.full(12, 0.3), 1.5, "score."
    )
    np.testing.assert_allclose(flow.score(POINTS, 0.3), raw.numpy() / 1.5, atol=1e-4)


def test_from_noise_the_drift_tells_the_score():
    """x_0 + t b = x_t on the linear path, so E[x_0 | x_t] = x - t b."""
    flow, t = from_noise(), 0.6
    told = -(POINTS - t * flow.drift(POINTS, t)) / (1.0 - t)
    np.testing.assert_allclose(flow.score(POINTS, t), told, atol=1e-6)
    np.testing.assert_allclose(flow.tilted(POINTS, t, 0.0), flow.drift(POINTS, t))
    np.testing.assert_allclose(
        flow.tilted(POINTS, t, 0.4), flow.drift(POINTS, t) + 0.4 * told, atol=1e-6
    )


def test_the_density_from_noise_adds_up_to_one():
    x = np.linspace(-7, 7, 61)
    places = np.stack(np.meshgrid(x, x), axis=-1).reshape(-1, 2)
    density = np.exp(from_noise().log_density(places, 0.7)).reshape(61, 61)
    assert np.trapezoid(np.trapezoid(density, x), x) == pytest.approx(1.0, abs=0.02)


def test_clouds_begin_at_known_ends_each_taken_once():
    draw = np.random.default_rng(2)
    begin = two_sided().noise(40, draw)
    assert sorted(map(tuple, begin)) == sorted(map(tuple, ENDS["sources"].astype(float)))
    assert two_sided().noise(100, draw).shape == (100, 2)
    first, last = two_sided().ends(30, draw)
    assert first.shape == last.shape == (30, 2)
    assert abs(float(from_noise().noise(4000, draw).std()) - 1.0) < 0.05


def test_a_sampler_with_noise_is_another_way_of_the_same_networks():
    begin = two_sided().noise(20, np.random.default_rng(3))
    plain = two_sided(steps=40).sampled(begin, np.array([0.0, 1.0]))[:, -1]
    noisy = two_sided(steps=40, noise=0.5, profile="in the middle")
    shaken = noisy.sampled(begin, np.array([0.0, 1.0]))[:, -1]
    assert np.isfinite(shaken).all()
    assert np.abs(shaken - plain).max() > 0.1
    assert noisy.refined().shaking.profile == "in the middle"
    assert r"\live{eps}{0.5}" in " ".join(noisy.tex())


def test_states_of_a_picture_bridge_are_pictures():
    over = Interpolant("linear", "Brownian", 0.5)
    ends = {name: np.zeros((3, 64), np.float32) for name in ("sources", "targets")}
    ink = np.full(64, -1.0, np.float32)
    flow = PictureBridge({**arrays(64), **ends, "mean": ink}, 0.5, over)
    pictures = flow.decode(np.zeros((2, 64)))
    assert pictures.shape == (2, 8, 8)
    assert pictures == pytest.approx(np.zeros((2, 8, 8)))
    assert flow.decode(np.full((1, 64), 5.0)).max() == 1.0


def test_a_bridge_says_what_it_begins_with_and_that_few_displacements_are_cheap():
    assert two_sided().begins == "start"
    assert from_noise().begins == "noise"
    assert isinstance(two_sided(), Displacing)


@pytest.mark.parametrize("make", [two_sided, from_noise, lambda: two_sided(error=0.4)])
def test_a_card_is_told_the_same_velocity_an_error_of_the_drift_included(make):
    flow, times = make(), np.array([0.0, 0.3, 1.0])
    for t, (a, b, c, tau) in zip(times, flow.card.moments(times), strict=True):
        seen = np.column_stack([c * POINTS, np.full(len(POINTS), tau)])
        for matrix, offset in flow.card.layers[:-1]:
            seen = seen @ matrix + offset
            seen = seen / (1.0 + np.exp(-seen))
        matrix, offset = flow.card.layers[-1]
        told = a * POINTS + b * (seen @ matrix + offset)
        np.testing.assert_allclose(told, flow.velocity(POINTS, t), atol=1e-9)
