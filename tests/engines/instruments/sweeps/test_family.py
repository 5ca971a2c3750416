from __future__ import annotations

import numpy as np

from engines.instruments.sweeps.family import (
    at_values,
    members,
    parameter_axis,
    refuses,
    starts,
    swept,
)


def test_a_flow_without_parameters_is_refused_in_words(written, shipped):
    assert refuses(written("y", "-x"), 1) == "needs a flow with parameters"
    assert refuses(shipped("van-der-pol"), 2) == "needs two parameters"
    assert refuses(shipped("lorenz-1963"), 2) == ""


def test_the_axis_of_a_parameter_has_its_words_and_symbol(shipped):
    axis = parameter_axis(shipped("lorenz-1963"), "rho", 20.0, 40.0)
    assert (axis.label, axis.symbol, axis.low, axis.high) == ("Heating", r"\rho", 20.0, 40.0)


def test_states_begin_at_the_start_of_the_box_and_inside_it(shipped):
    flow = shipped("lorenz-1963")
    found = starts(flow, 4)
    assert tuple(found[0]) == flow.box.start
    assert np.all((found > flow.box.low) & (found < flow.box.high))
    np.testing.assert_array_equal(found, starts(flow, 4))


def test_every_state_comes_at_every_value_side_by_side(shipped):
    flow = shipped("henon")
    rows = at_values(np.array([[0.0, 0.0], [0.1, 0.1]]), np.array([[0.2], [0.3]]))
    np.testing.assert_array_equal(
        rows, [[0.0, 0.0, 0.2], [0.1, 0.1, 0.2], [0.0, 0.0, 0.3], [0.1, 0.1, 0.3]]
    )
    moved = members(flow, ("a",)).advance(rows, 0.0, 1.0)
    np.testing.assert_allclose(moved[:, 0], [1.0, 1.0 - 0.002 + 0.1, 1.0, 1.0 - 0.003 + 0.1])
    assert [d.name for d in swept(flow)] == ["a", "b"]
