from __future__ import annotations

import numpy as np
import pytest

from engines.errors import FlowError
from engines.systems.clouds.moving_mixture import MovingMixture

DRAW = np.random.default_rng(0)
X = DRAW.uniform(-3.0, 3.0, (30, 2))


def moving(parts: int, alike: bool) -> tuple[MovingMixture, MovingMixture]:
    """A mixture and the same one a short while later."""
    logs = np.log(DRAW.dirichlet(np.ones(parts)))
    means, rates = DRAW.uniform(-2, 2, (2, parts, 2))
    roots = DRAW.uniform(-0.7, 0.7, (1 if alike else parts, 2, 2)) + np.eye(2)
    covariances = np.broadcast_to(roots @ roots.transpose(0, 2, 1), (parts, 2, 2))
    half = DRAW.uniform(-0.3, 0.3, (1 if alike else parts, 2, 2))
    half = np.broadcast_to(half + half.transpose(0, 2, 1), (parts, 2, 2))
    h = 1e-5
    before, after = (
        MovingMixture(logs, means + k * rates, covariances + 2 * k * half, rates, half)
        for k in (-h, h)
    )
    here = MovingMixture(logs, means, covariances, rates, half)
    here.change = (after.log_density(X) - before.log_density(X)) / (2 * h)
    return here, h


@pytest.mark.parametrize("alike", [False, True])
@pytest.mark.parametrize("parts", [1, 4])
class TestEveryMixture:
    def test_score_and_derivative_are_what_differences_say(self, parts, alike):
        here, h = moving(parts, alike)
        shifts = h * np.eye(2)
        slope = [(here.log_density(X + s) - here.log_density(X - s)) / (2 * h) for s in shifts]
        np.testing.assert_allclose(here.score(X), np.stack(slope, axis=1), atol=1e-6)
        change = [(here.velocity(X + s) - here.velocity(X - s)) / (2 * h) for s in shifts]
        np.testing.assert_allclose(here.jacobian(X), np.stack(change, axis=2), atol=1e-6)
        np.testing.assert_allclose(here.derived(X)[0], here.velocity(X), atol=1e-12)
        pushed = [(here.score(X + s) - here.score(X - s)) / (2 * h) for s in shifts]
        score, bend = here.derived(X, here.score_maps)
        np.testing.assert_allclose(score, here.score(X), atol=1e-12)
        np.testing.assert_allclose(bend, np.stack(pushed, axis=2), atol=1e-6)

    def test_the_velocity_moves_the_density(self, parts, alike):
        """d ln p/dt + div u + u . grad ln p = 0."""
        here, _ = moving(parts, alike)
        divergence = np.trace(here.jacobian(X), axis1=1, axis2=2)
        along = (here.velocity(X) * here.score(X)).sum(axis=1)
        np.testing.assert_allclose(here.change + divergence + along, 0.0, atol=3e-5)


def test_far_away_nothing_overflows():
    still = MovingMixture.still(
        np.log([0.5, 0.5]), np.array([[-2.0], [2.0]]), np.full((2, 1, 1), 1e-4)
    )
    far = np.array([[1e4], [-1e4]])
    np.testing.assert_allclose(still.shares(far), [[0, 1], [1, 0]])
    assert np.isfinite(still.log_density(far)).all()
    assert not still.velocity(far).any()


def test_a_flat_cloud_is_refused():
    with pytest.raises(FlowError, match="covariance must be positive definite"):
        MovingMixture.still(np.zeros(1), np.zeros((1, 2)), np.diag([1.0, 0.0])[None])
