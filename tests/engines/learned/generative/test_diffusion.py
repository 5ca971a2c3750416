from __future__ import annotations

import numpy as np
import pytest

from engines.learned.generative.diffusion import (
    DiffusionFlow,
    checked_shapes,
    plane_box,
)
from engines.learned.nets.denoiser import HEADS, shapes, waves
from engines.numerics.diffusion.generation import Sampler
from engines.numerics.diffusion.path import PATHS, Scaled, VarianceExploding

DRAW = np.random.default_rng(0)
POINTS = DRAW.uniform(-3.0, 3.0, (12, 2))
ARRAYS = {
    n: (0.3 * DRAW.standard_normal(s)).astype(np.float32) for n, s in shapes(2, (16, 16)).items()
}
SIZES = {"hidden": [16, 16], "head": "v", "spread": 2.0, "reach": 5.0}


@pytest.mark.parametrize("path", [PATHS["linear"], PATHS["VP"], Scaled(VarianceExploding())])
def test_the_jacobian_is_the_derivative_of_the_velocity(path):
    flow, h = DiffusionFlow(ARRAYS, 2.0, path=path), 1e-5
    for t in (0.2, 0.7, 1.0):
        exact = flow.jacobian(POINTS, t)
        scale = max(1.0, np.abs(exact).max())
        for axis, shift in enumerate(h * np.eye(2)):
            slope = (flow.velocity(POINTS + shift, t) - flow.velocity(POINTS - shift, t)) / (2 * h)
            np.testing.assert_allclose(exact[:, :, axis], slope, atol=1e-5 * scale)


def test_the_quick_network_agrees_with_the_exact_one():
    flow = DiffusionFlow(ARRAYS, 2.0)
    unit = np.broadcast_to(np.eye(2)[:, None, :], (2, 12, 2))
    velocity, rates = flow.pushed(POINTS, unit, 0.4)
    np.testing.assert_allclose(velocity, flow.velocity(POINTS, 0.4), atol=1e-4)
    np.testing.assert_allclose(rates.transpose(1, 2, 0), flow.jacobian(POINTS, 0.4), atol=1e-4)
    np.testing.assert_allclose(flow.field.velocity(POINTS, 0.4), velocity, atol=1e-4)


def test_a_tangent_is_the_derivative_of_the_map():
    flow, h = DiffusionFlow(ARRAYS, 2.0, sampler=Sampler("RK4", 60, "time", tolerance=1e-4)), 1e-3
    _, gradients = flow.advance_tangent(POINTS, 0.0, 0.9)
    for axis, shift in enumerate(h * np.eye(2)):
        moved = flow.advance(POINTS + shift, 0, 0.9) - flow.advance(POINTS - shift, 0, 0.9)
        np.testing.assert_allclose(gradients[:, :, axis], moved / (2 * h), atol=0.02)


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("path", [PATHS["linear"], PATHS["VP"], Scaled(VarianceExploding())])
def test_a_card_is_told_the_same_velocity_in_four_numbers_of_time(path, head):
    flow = DiffusionFlow(ARRAYS, 2.0, head, path)
    net, times = flow.denoiser(np.float64).net, np.array([0.02, 0.5, 0.98, 1.0])
    for t, (a, b, c, tau) in zip(times, flow.card.moments(times), strict=True):
        told = np.tile(waves(np.array([tau])), (len(POINTS), 1))
        seen = a * POINTS + b * net.value(np.concatenate([c * POINTS, told], axis=1))
        wanted = flow.velocity(POINTS, t)
        np.testing.assert_allclose(seen, wanted, atol=1e-8 * np.abs(wanted).max())
    assert np.isfinite(flow.card.times).all()
    assert set(flow.textures()) == {"net_weights", "net_times"}


def test_the_same_map_whatever_the_path():
    """Signal to noise is all the network knows, so every path makes the same data."""
    ends = [
        DiffusionFlow(ARRAYS, 2.0, path=path, sampler=Sampler("DPM-2", 200)).advance(
            POINTS, 0.0, 1.0
        )
        for path in (PATHS["linear"], PATHS["trig"])
    ]
    np.testing.assert_allclose(ends[0], ends[1], atol=5e-3)


def test_density_of_a_flow_adds_up_to_one():
    flow = DiffusionFlow(ARRAYS, 1.0)
    x = np.linspace(-6, 6, 61)
    places = np.stack(np.meshgrid(x, x), axis=-1).reshape(-1, 2)
    density = np.exp(flow.log_density(places, 0.6)).reshape(61, 61)
    assert np.trapezoid(np.trapezoid(density, x), x) == pytest.approx(1.0, abs=0.02)


def test_a_refined_flow_keeps_its_box():
    flow = DiffusionFlow(ARRAYS, 2.0, box=plane_box(7.0))
    assert flow.refined().box == flow.box
    assert flow.refined().sampler.steps == 2 * flow.sampler.steps
    assert r"\live{sampling_steps}{40}" in " ".join(flow.tex())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"hidden": [0]}, "hidden"),
        ({"hidden": []}, "hidden"),
        ({"head": "w"}, "head = 'w'"),
        ({"spread": 0.0}, "spread"),
        ({"reach": -1.0}, "reach"),
    ],
)
def test_sizes_that_make_no_network_are_refused(change, words):
    assert checked_shapes(SIZES) == shapes(2, (16, 16))
    with pytest.raises(ValueError, match=words):
        checked_shapes({**SIZES, **change})
