import numpy as np
import pytest

from engines.errors import FlowError
from engines.systems.maps import MapFlow
from engines.systems.system_file import system_from_text


@pytest.mark.parametrize("id", ["henon", "standard-map"])
def test_a_map_with_a_known_determinant_runs_backwards(shipped, id):
    system = shipped(id)
    flow = MapFlow(system, system.defaults())
    middle = 0.5 * np.add(system.box.low, system.box.high)
    half = 0.5 * np.subtract(system.box.high, system.box.low)
    states = middle + 0.2 * half * np.random.default_rng(0).uniform(-1.0, 1.0, (50, 2))
    ends, tangents = flow.advance_tangent(states, 0.0, 5.0)
    back, undone = flow.advance_tangent(ends, 5.0, 0.0)
    turns = np.round((back - states) / (2.0 * half))
    off = back - states - np.where(system.box.periodic, turns * 2.0 * half, 0.0)
    np.testing.assert_allclose(off, 0.0, atol=1e-8)
    np.testing.assert_allclose(undone @ tangents, np.tile(np.eye(2), (50, 1, 1)), atol=1e-7)


def folding(area):
    return system_from_text(
        f"""
        title = "Folding"
        [next]
        x = "4*x*(1 - x)"
        y = "y/2"
        [states]
        x = {{ low = 0.0, high = 1.0, start = 0.3 }}
        y = {{ low = 0.0, high = 1.0 }}
        {area}
        """,
        "folding",
    )


def test_a_map_without_one_says_so():
    with pytest.raises(FlowError, match="Folding: no inverse is known"):
        MapFlow(folding(""), {}).advance(np.array([[0.3, 0.1]]), 3.0, 0.0)


def test_a_map_that_flattens_cannot_be_undone(shipped):
    system = shipped("henon")
    with pytest.raises(FlowError, match="cannot be undone"):
        MapFlow(system, system.defaults() | {"b": 0.0}).advance(np.zeros((1, 2)), 1.0, 0.0)


def test_a_state_that_nothing_leads_to_is_nan():
    flow = MapFlow(folding('[truths]\narea = "(4 - 8*x)/2"'), {})
    found = flow.advance(np.array([[1.5, 0.1], [0.64, 0.1]]), 1.0, 0.0)
    assert np.isnan(found[0]).all()
    assert 4.0 * found[1, 0] * (1.0 - found[1, 0]) == pytest.approx(0.64)


def test_far_away_the_predecessors_of_henon_are_those_of_its_formula(shipped):
    system = shipped("henon")
    a, b = system.defaults()["a"], system.defaults()["b"]
    states = np.random.default_rng(1).uniform(-1.0, 1.0, (40, 2)) * [1.5, 0.5]
    x, y = states.T
    for _ in range(5):
        x, y = y / b, x - 1.0 + a * (y / b) ** 2
    found = MapFlow(system, system.defaults()).advance(states, 5.0, 0.0)
    assert np.abs(y).max() > 1e10
    np.testing.assert_allclose(found, np.stack([x, y], axis=1), rtol=1e-9)
