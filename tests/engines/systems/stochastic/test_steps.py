"""One step as trees, and walks along a grid."""

from __future__ import annotations

import numpy as np

from engines.equations.algebra.tree import text
from engines.equations.equations import read_equations
from engines.equations.to_numpy import evaluated
from engines.systems.stochastic.steps import (
    EULER,
    LENGTH,
    MILSTEIN,
    RUNGE_KUTTA,
    additive,
    diagonal,
    shaken_states,
    step_map,
    walk,
)

DRIFT = read_equations({"x": "y", "y": "-a*x"}, ("a",))


def noise(x, y):
    return read_equations({"x": x, "y": y}, ("a",))


def test_a_step_is_written_out_by_scheme():
    shaking = noise("0", "a*y")
    assert shaken_states(shaking) == (1,)
    euler = [text(tree) for tree in step_map(DRIFT, shaking, EULER)]
    assert euler[0] == "(x + (sep__h * y))"
    assert euler[1] == "((y - (sep__h * (a * x))) + (sep__w1 * (a * y)))"
    milstein = step_map(DRIFT, shaking, MILSTEIN)
    assert text(milstein[0]) == euler[0]
    assert "((sep__w1 * sep__w1) - sep__h)" in text(milstein[1])


def test_additive_noise_needs_no_correction():
    shaking = noise("a", "2")
    assert step_map(DRIFT, shaking, MILSTEIN) == step_map(DRIFT, shaking, EULER)


def test_without_noise_runge_kutta_is_of_fourth_order_and_with_it_the_bend_is_taken_off():
    drift = read_equations({"x": "x*cos(t)"}, ())
    still = read_equations({"x": "0"}, ())
    (tree,) = step_map(drift, still, RUNGE_KUTTA)
    off = []
    for n in (8, 16):
        x = np.array(1.0)
        for i in range(n):
            scope = {"x": x, "t": np.array(2.0 * i / n), LENGTH: np.array(2.0 / n)}
            (x,) = evaluated([tree], scope)
        off.append(abs(float(x) - np.exp(np.sin(2.0))))
    assert off[0] / off[1] > 13.0
    (grown,) = step_map(read_equations({"x": "0"}, ()), read_equations({"x": "x"}, ()), RUNGE_KUTTA)
    scope = {
        "x": np.array(1.0),
        "t": np.array(0.0),
        LENGTH: np.array(0.02),
        "sep__w0": np.array(0.1),
    }
    np.testing.assert_allclose(evaluated([grown], scope), np.exp(0.1 - 0.01), rtol=1e-7)


def test_what_kind_of_noise_it_is_follows_from_the_names_in_it():
    assert additive(noise("a", "sin(t)"))
    assert not additive(noise("x", "0"))
    assert diagonal(noise("x^2", "a*y"))
    assert not diagonal(noise("y", "0"))


def test_a_walk_goes_over_the_grid_and_stops_where_it_is_asked_to():
    found = walk(np.array([0.25, 0.6, 2.0]), 0.5)
    np.testing.assert_array_equal(found.cells, [0, 1, 1, 2, 3])
    np.testing.assert_allclose(found.starts, [0.5, 0.0, 0.2, 0.0, 0.0], atol=1e-12)
    np.testing.assert_allclose(found.stops, [1.0, 0.2, 1.0, 1.0, 1.0], atol=1e-12)
    np.testing.assert_allclose(found.lengths, [0.25, 0.1, 0.4, 0.5, 0.5])
    np.testing.assert_allclose(found.times, [0.25, 0.5, 0.6, 1.0, 1.5])
    np.testing.assert_array_equal(found.marks, [0, 2, 5])


def test_a_walk_back_has_the_same_cells_the_other_way_round():
    there, back = (walk(np.array(times), 0.5) for times in ([-0.7, 1.1], [1.1, -0.7]))
    np.testing.assert_array_equal(back.cells, there.cells[::-1])
    np.testing.assert_allclose(back.starts, there.stops[::-1], atol=1e-12)
    np.testing.assert_allclose(back.lengths, -there.lengths[::-1])


def test_times_on_the_grid_cut_nothing_and_equal_ones_need_no_step():
    found = walk(0.1 * np.arange(4), 0.1)
    np.testing.assert_array_equal(found.starts, [0.0, 0.0, 0.0])
    np.testing.assert_array_equal(found.stops, [1.0, 1.0, 1.0])
    assert len(walk(np.array([1.0, 1.0]), 0.1).cells) == 0
