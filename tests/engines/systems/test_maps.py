import numpy as np
import pytest

from engines.errors import FlowError
from engines.systems.maps import MapFlow
from engines.systems.system_file import system_from_text


def flow_of(system):
    return MapFlow(system, system.defaults())


def test_the_henon_map_is_iterated(shipped):
    found = flow_of(shipped("henon")).record(np.array([[0.1, 0.2]]), np.arange(4.0))
    x, y = 0.1, 0.2
    for k in range(1, 4):
        x, y = 1.0 - 1.4 * x * x + y, 0.3 * x
        np.testing.assert_allclose(found[0, k], [x, y], rtol=1e-14)


def test_the_velocity_is_the_displacement_of_one_iteration(shipped):
    flow = flow_of(shipped("henon"))
    states = np.array([[0.1, 0.2], [-0.5, 0.0]])
    moved = flow.advance(states, 0.0, 1.0)
    np.testing.assert_allclose(flow.velocity(states, 0.0), moved - states, rtol=1e-13)
    _, tangents = flow.advance_tangent(states, 0.0, 1.0)
    np.testing.assert_allclose(flow.jacobian(states, 0.0) + np.eye(2), tangents, rtol=1e-13)


def test_the_area_shrinks_by_b_in_each_iteration(shipped):
    flow = flow_of(shipped("henon"))
    _, tangents = flow.advance_tangent(np.array([[0.1, 0.2], [0.3, 0.1]]), 0.0, 5.0)
    np.testing.assert_allclose(np.linalg.det(tangents), -(0.3**5), rtol=1e-9)


def test_an_escaping_state_is_nan_and_the_others_stay(shipped):
    found = flow_of(shipped("henon")).advance(np.array([[3.0, 3.0], [0.1, 0.1]]), 0.0, 40.0)
    assert np.isnan(found[0]).all()
    assert np.isfinite(found[1]).all()


def test_it_moves_by_whole_iterations_only(shipped):
    with pytest.raises(FlowError, match="whole iterations, asked for 2.5"):
        flow_of(shipped("henon")).advance(np.zeros((1, 2)), 0.0, 2.5)


def test_a_map_says_whether_its_loops_have_been_compiled():
    system = system_from_text(
        """
        title = "Never seen before"
        kind = "map"
        [next]
        x = "0.31415926*x"
        [states]
        x = { low = -1.0, high = 1.0 }
        """,
        "never-seen",
    )
    flow = flow_of(system)
    assert not flow.compiled()
    flow.advance(np.array([[0.5]]), 0.0, 2.0)
    assert flow.compiled()


def test_a_map_knows_the_others_of_its_family(shipped):
    there = flow_of(shipped("henon")).at({"a": 0.0, "b": 0.0})
    found = there.advance(np.array([[0.3, 0.2]]), 0.0, 1.0)
    np.testing.assert_array_equal(found, [[1.2, 0.0]])
    with pytest.raises(FlowError, match="no parameter 'c'"):
        there.at({"c": 1.0})
