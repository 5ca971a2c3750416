"""A flow run backwards undoes the flow."""

from __future__ import annotations

import numpy as np
import pytest

from engines.errors import FlowError
from engines.learned.generative.rectified.backward import BackwardFlow
from engines.learned.generative.rectified.velocity_flow import Walk
from engines.learned.weights import card_of, open_model

X = np.random.default_rng(0).standard_normal((6, 2))


@pytest.fixture(scope="module")
def flows():
    forward = open_model(card_of("rectified-spiral")).stage("1", "RK4", 60)
    return forward, BackwardFlow(forward, X, Walk("RK4", 60))


def test_there_and_back_is_where_one_was(flows):
    forward, back = flows
    begin = forward.noise(50, np.random.default_rng(1))
    end = forward.advance(begin, 0.0, 1.0)
    np.testing.assert_allclose(back.advance(end, 0.0, 1.0), begin, atol=2e-3)


def test_its_velocity_is_the_other_way_at_the_other_time(flows):
    forward, back = flows
    np.testing.assert_allclose(back.velocity(X, 0.3), -forward.velocity(X, 0.7))
    np.testing.assert_allclose(back.jacobian(X, 0.3), -forward.jacobian(X, 0.7))


def test_it_begins_with_its_own_cloud_and_keeps_it_with_other_steps(flows):
    drawn = flows[1].walked(Walk("Euler", 3)).noise(30, np.random.default_rng(0))
    assert {tuple(row) for row in drawn} <= {tuple(row) for row in X}
    with pytest.raises(FlowError, match="not from a cloud of points"):
        flows[1].log_density(X, 1.0)


def test_it_writes_itself_down(flows):
    assert "1 - t" in flows[1].tex()[0]
