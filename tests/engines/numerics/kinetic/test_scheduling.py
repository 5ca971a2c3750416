from __future__ import annotations

import numpy as np
import pytest

from engines.numerics.diffusion.generation import Sampler
from engines.numerics.diffusion.path import Linear
from engines.numerics.kinetic.chord import Blended, KineticOptimal
from engines.numerics.kinetic.scheduling import PointsFlow
from engines.numerics.kinetic.separation import Blobs, by_draws, by_quadrature, gauss_angles

TWO = Blobs.of_points(np.array([[1.0], [-1.0]]))
KNOWN = by_quadrature(TWO, gauss_angles(120)[0])


def flow(path=None, blobs=TWO, steps=200):
    return PointsFlow(blobs, path or Linear(), KNOWN, "exact", Sampler("Euler", steps, "time"))


def test_the_velocity_to_two_points_is_known():
    x, t = np.linspace(-2.0, 2.0, 9)[:, None], 0.4
    data = np.tanh(t * x / (1.0 - t) ** 2)
    np.testing.assert_allclose(flow().velocity(x, t), (data - x) / (1.0 - t), atol=1e-9)


def test_tangents_are_the_derivative_in_the_plane():
    points = Blobs.of_points(np.random.default_rng(0).standard_normal((5, 2)))
    moved, h = flow(blobs=points), 1e-6
    x = np.random.default_rng(1).standard_normal((7, 2))
    exact = moved.jacobian(x, 0.45)
    for axis, shift in enumerate(h * np.eye(2)):
        slope = (moved.velocity(x + shift, 0.45) - moved.velocity(x - shift, 0.45)) / (2 * h)
        np.testing.assert_allclose(exact[:, :, axis], slope, rtol=1e-4, atol=1e-4)


def test_it_arrives_at_the_points():
    end = flow().advance(np.array([[0.5], [-0.7], [1.3]]), 0.0, 1.0)
    np.testing.assert_allclose(end[:, 0], [1.0, -1.0, 1.0], atol=0.02)
    assert flow().refined().sampler.steps == 400
    assert flow(blobs=Blobs.of_points(np.eye(6))).dimension == 6


def test_energies_are_those_of_the_schedules_with_this_one_first():
    found = flow(KineticOptimal(KNOWN)).energies
    assert list(found) == ["this one", "least", "linear", "trig", "VP"]
    assert found["this one"] == found["least"] == pytest.approx(0.45912, abs=2e-3)
    half = flow(Blended(Linear(), KineticOptimal(KNOWN), 0.5)).energies["this one"]
    assert found["least"] < half < found["linear"]


def test_fewer_points_than_dimensions_are_looked_at_in_their_span():
    points = np.random.default_rng(2).standard_normal((6, 40))
    blobs = Blobs.of_points(points).normalised()[0]
    turned = blobs.turned()
    assert turned.dimension == 6
    np.testing.assert_allclose(turned.means @ turned.means.T, blobs.means @ blobs.means.T)
    angles = gauss_angles(9)[0]
    found = by_draws(blobs, angles, 4000, np.random.default_rng(3))
    draw = np.random.default_rng(4)
    which, noise = draw.integers(0, 6, 4000), draw.standard_normal((4000, 40))
    rho = float(np.tan(angles[4]))
    cleaned = blobs.cleaned(rho * blobs.means[which] + noise, rho)
    plain = float(((blobs.means[which] - cleaned) ** 2).mean())
    assert found.unknown[4] == pytest.approx(plain, abs=0.02)
