from __future__ import annotations

import numpy as np
import pytest

from engines.errors import FlowError


@pytest.fixture
def family(feedback):
    return feedback.flow_at(feedback.defaults()).suspended(["tau", "a"])


def test_each_state_moves_at_its_own_values_and_its_own_delay(feedback, family):
    values = [(0.5, 1.0), (1.0, 1.2), (0.5, 1.0), (2.0, 0.3)]
    starts = np.array([[1.0, 1.0], [0.4, -1.0], [0.2, 0.0], [1.0, 0.5]])
    times = np.array([0.0, 0.5, 2.2])
    path = family.record(np.hstack([starts, values]), times)
    for row, start, (tau, a) in zip(path, starts, values, strict=True):
        alone = feedback.flow_at({"a": a, "tau": tau}).record(start[None], times)[0]
        np.testing.assert_array_equal(row[:, :2], alone)
        np.testing.assert_array_equal(row[:, 2:], [[tau, a]] * 3)


def test_the_rate_is_that_of_the_member_and_values_stand_still(feedback, family):
    states = np.array([[1.0, 0.5, 0.7, 1.4], [0.3, 0.2, 1.0, 1.0]])
    rates = family.velocity(states, 0.0)
    np.testing.assert_allclose(rates[:, 0], [-1.4 * 0.5, -0.2], atol=1e-9)
    np.testing.assert_array_equal(rates[:, 2:], 0.0)


def test_it_knows_the_windows_of_all_its_coordinates(feedback, family):
    assert family.states == ("x", "x_delayed", "tau", "a")
    assert family.dimension == len(family.box.low) == len(family.box.symbols) == 4
    assert family.integrator.startswith("method of steps")


def test_half_the_step_is_that_of_the_member(feedback, family):
    states = np.array([[1.0, 0.5, 0.7, 1.4]])
    one = feedback.flow_at({"a": 1.4, "tau": 0.7}).refined()
    found = family.refined().advance(states, 0.0, 3.0)[0, :2]
    np.testing.assert_array_equal(found, one.advance(states[:, :2], 0.0, 3.0)[0])


def test_unknown_names_are_said(feedback):
    with pytest.raises(FlowError, match="no parameter 'taw', did you mean"):
        feedback.flow_at(feedback.defaults()).suspended(["taw"])
