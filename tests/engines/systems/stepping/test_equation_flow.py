from __future__ import annotations

import numpy as np
import pytest

from engines.errors import FlowError
from engines.systems.stepping.equation_flow import EquationFlow, batch, moved
from engines.systems.system_file import system_from_text

TEXT = """
title = "Spiral"
duration = 7.0
time_unit = "s"
[rates]
x = "-a*x - y"
y = "x - a*y"
[states]
x = { low = -1.0, high = 1.0, start = 0.5 }
y = { low = -2.0, high = 2.0 }
[parameters]
a = { value = 0.3, low = 0.0, high = 1.0 }
"""


class Exact(EquationFlow):
    """Moves by the exact solution, with its tangents."""

    def _moved(self, states, times, tangents, ticket):
        def turned(t):
            shrink = np.exp(-self.values["a"] * t)
            return shrink * np.array([[np.cos(t), -np.sin(t)], [np.sin(t), np.cos(t)]])

        if tangents is not None:
            tangents[:] = turned(times[-1] - times[0])
        return np.stack([states @ turned(t - times[0]).T for t in times], axis=1)

    def at(self, values):
        return Exact(self.system, moved(self.values, values))

    def suspended(self, names):
        raise NotImplementedError

    def compiled(self):
        return True


@pytest.fixture(scope="module")
def spiral():
    system = system_from_text(TEXT, "spiral")
    return Exact(system, {**system.defaults(), "unknown": 1.0})


def test_it_knows_what_the_file_says(spiral):
    assert (spiral.dimension, spiral.states, spiral.steady) == (2, ("x", "y"), True)
    assert (spiral.duration, spiral.time_unit, spiral.box.start[0]) == (7.0, "s", 0.5)
    assert spiral.values == {"a": 0.3}
    assert [d.name for d in spiral.declared] == ["a"]
    assert len(spiral.tex()) == 2


def test_rates_are_those_of_the_equations(spiral):
    states = np.array([[1.0, 2.0]])
    np.testing.assert_allclose(spiral.velocity(states, 0.0), [[-2.3, 0.4]])
    np.testing.assert_allclose(spiral.jacobian(states, 0.0), [[[-0.3, -1.0], [1.0, -0.3]]])


def test_one_way_to_move_serves_all(spiral):
    states, times = np.array([[1.0, 0.0], [0.2, -0.4]]), np.array([0.0, 0.7, 1.5])
    path = spiral.record(states, times)
    assert path.shape == (2, 3, 2)
    np.testing.assert_array_equal(path[:, 0], states)
    np.testing.assert_array_equal(spiral.advance(states, 0.0, 1.5), path[:, 2])
    final, tangents = spiral.advance_tangent(states, 0.0, 1.5)
    np.testing.assert_array_equal(final, path[:, 2])
    np.testing.assert_allclose(np.linalg.det(tangents), np.exp(-0.9))


def test_what_is_no_batch_or_no_time_is_said(spiral):
    with pytest.raises(FlowError, match=r"states have shape \(2,\), expected \(any, 2\)"):
        spiral.advance(np.zeros(2), 0.0, 1.0)
    with pytest.raises(FlowError, match="time = nan, allowed finite numbers"):
        spiral.record(np.zeros((1, 2)), np.array([0.0, np.nan]))
    with pytest.raises(FlowError, match="time = inf, allowed finite numbers"):
        spiral.advance_tangent(np.zeros((1, 2)), 0.0, np.inf)


def test_other_values_are_checked(spiral):
    assert spiral.at({"a": 0.5}).values == {"a": 0.5}
    with pytest.raises(FlowError, match="no parameter 'b'"):
        spiral.at({"b": 0.5})
    with pytest.raises(FlowError, match="a = nan, allowed finite numbers"):
        spiral.at({"a": float("nan")})


def test_a_batch_is_a_copy(spiral):
    states = np.ones((3, 2))
    copied = batch(states, 2)
    copied[:] = 0.0
    assert states.min() == 1.0
