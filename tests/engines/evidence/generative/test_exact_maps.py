from __future__ import annotations

import numpy as np
import pytest

from engines.evidence.generative import exact_maps
from engines.evidence.generative.exact_maps import (
    CLAIMS,
    TIMES,
    gaussian_maps,
    gaussian_rate,
    two_to_two_velocity,
)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda c: c.check)
def test_the_claim_holds(claim):
    text, passed, behind = claim.measure()
    assert passed, f"{text}, must be {claim.must}"
    assert not behind


@pytest.mark.parametrize("measure", ["stretched_gaussian", "turned_gaussian"])
def test_a_claim_fails_where_the_velocity_is_wrong(monkeypatch, measure):
    monkeypatch.setattr(exact_maps, "gaussian_rate", lambda a, b, t: gaussian_rate(a, 1.05 * b, t))
    assert not getattr(exact_maps, measure)()[1]


def test_two_to_two_fails_where_the_velocity_is_wrong(monkeypatch):
    monkeypatch.setattr(
        exact_maps, "two_to_two_velocity", lambda variance: two_to_two_velocity(2.0 * variance)
    )
    assert not exact_maps.two_to_two()[1]


def test_the_map_between_normal_clouds_carries_one_covariance_to_the_other():
    first, last = np.diag([1.0, 2.0]), np.array([[2.0, 0.5], [0.5, 1.0]])
    for t, moved in zip(TIMES[::100], gaussian_maps(first, last)[::100], strict=True):
        between = (1.0 - t) ** 2 * first + t**2 * last
        np.testing.assert_allclose(moved @ first @ moved.T, between, atol=1e-9)


def test_the_velocity_between_clouds_is_a_mean_over_random_pairs():
    draw, t, here = np.random.default_rng(0), 0.4, np.array([-0.6, 0.9])
    side = np.array([3.0, -3.0])
    start = np.stack([np.full(400_000, -3.0), draw.choice(side, 400_000)], axis=1)
    end = np.stack([np.full(400_000, 3.0), draw.choice(side, 400_000)], axis=1)
    start += np.sqrt(0.2) * draw.standard_normal(start.shape)
    end += np.sqrt(0.2) * draw.standard_normal(end.shape)
    near = np.abs((1.0 - t) * start + t * end - here).max(axis=1) < 0.08
    mean = (end - start)[near].mean(axis=0)
    np.testing.assert_allclose(two_to_two_velocity(0.2)(here[None], t)[0], mean, atol=0.25)
