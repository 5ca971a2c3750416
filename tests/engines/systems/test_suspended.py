from __future__ import annotations

import numpy as np
import pytest

from engines.errors import FlowError
from engines.systems.suspended import suspended


@pytest.fixture
def lorenz(shipped):
    system = shipped("lorenz-1963")
    return system.flow_at(system.defaults())


def test_a_parameter_stands_behind_the_states_and_brings_its_range(shipped):
    system = suspended(shipped("lorenz-1963"), ("rho",))
    assert system.equations.states == ("x", "y", "z", "rho")
    assert system.equations.parameters == ("sigma", "beta")
    assert [d.name for d in system.declared] == ["sigma", "beta"]
    assert (system.box.low[3], system.box.high[3], system.box.start[3]) == (0.0, 100.0, 28.0)
    assert system.box.symbols[3] == r"\rho"


def test_one_batch_holds_many_members_of_the_family(lorenz):
    values = np.array([0.5, 10.0, 28.0])
    states = np.column_stack([np.tile([1.0, 2.0, 20.0], (3, 1)), values])
    found = lorenz.suspended(["rho"]).advance(states, 0.0, 1.5)
    np.testing.assert_array_equal(found[:, 3], values)
    for row, value in zip(found, values, strict=True):
        alone = lorenz.at({"rho": value}).advance(np.array([[1.0, 2.0, 20.0]]), 0.0, 1.5)
        np.testing.assert_allclose(row[:3], alone[0], rtol=1e-12)


def test_the_tangent_holds_the_states_own_and_what_the_parameters_do(lorenz):
    wider, state = lorenz.suspended(["rho"]), np.array([[1.0, 2.0, 20.0, 28.0]])
    _, whole = wider.advance_tangent(state, 0.0, 0.5)
    _, own = lorenz.advance_tangent(state[:, :3], 0.0, 0.5)
    np.testing.assert_allclose(whole[0, :3, :3], own[0], rtol=1e-10)
    np.testing.assert_array_equal(whole[0, 3], [0.0, 0.0, 0.0, 1.0])
    h = 1e-6
    ends = [lorenz.at({"rho": 28.0 + s}).advance(state[:, :3], 0.0, 0.5)[0] for s in (-h, h)]
    np.testing.assert_allclose(whole[0, :3, 3], (ends[1] - ends[0]) / (2.0 * h), rtol=1e-6)


def test_parameters_of_a_map_stay_as_they_are(shipped):
    system = shipped("henon")
    flow = system.flow_at(system.defaults())
    states = np.array([[0.1, 0.2, 0.9, 0.2], [0.1, 0.2, 1.4, 0.3]])
    found = flow.suspended(["a", "b"]).advance(states, 0.0, 20.0)
    np.testing.assert_array_equal(found[:, 2:], states[:, 2:])
    for row, (a, b) in zip(found, states[:, 2:], strict=True):
        alone = flow.at({"a": a, "b": b}).advance(np.array([[0.1, 0.2]]), 0.0, 20.0)
        np.testing.assert_allclose(row[:2], alone[0], rtol=1e-12)


def test_an_unknown_parameter_is_told_the_nearest(lorenz):
    with pytest.raises(FlowError, match="no parameter 'rhoo', did you mean 'rho'"):
        lorenz.suspended(["rhoo"])
