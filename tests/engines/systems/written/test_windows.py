"""A window for equations of which nothing else is known."""

from __future__ import annotations

import math

from engines.equations.equations import read_equations
from engines.systems.written.windows import extent, unseen


def test_a_limit_cycle_fits_into_its_window_with_room():
    equations = read_equations({"x": "y", "y": "mu*(1 - x^2)*y - x"}, ("mu",))
    found = extent(equations, {"mu": 1.0}, {})
    assert found.low[0] < -2.02
    assert 2.02 < found.high[0] < 4.0
    assert found.low[1] < -2.68
    assert 2.68 < found.high[1] < 6.0
    assert 0.005 <= found.step <= 0.1
    assert found.duration >= 4 * 6.66


def test_the_step_follows_the_fastest_change():
    slow = extent(read_equations({"x": "-0.001*x"}, ()), {}, {})
    fast = extent(read_equations({"x": "-1000*x"}, ()), {}, {})
    assert slow.step / fast.step > 1e5


def test_what_blows_up_leaves_a_finite_window_that_holds_the_start():
    found = extent(read_equations({"x": "x^2", "y": "1/y"}, ()), {}, {"x": 5.0, "y": 0.0})
    assert all(map(math.isfinite, (*found.low, *found.high)))
    assert found.low[0] < 5.0 < found.high[0]
    assert found.start == (5.0, 0.0)


def test_a_map_lasts_a_thousand_iterations():
    found = extent(read_equations({"x": "3.9*x*(1 - x)"}, (), discrete=True), {}, {})
    assert found.duration == 1000.0
    assert found.low[0] <= 0.1
    assert 0.97 < found.high[0] < 1.5


def test_nobody_walks_where_the_window_is_known():
    found = unseen(("x", "y"), {"y": 3.0})
    assert (found.low, found.high, found.start) == ((-2.0, -2.0), (2.0, 2.0), (0.0, 3.0))


def test_a_walk_remembers_what_was():
    # x' = -x(t - 1) swings and dies out; with a delayed state that stood still it would run away
    slow = extent(read_equations({"x": "-x@1"}, (), delays=True), {}, {"x": 1.0})
    assert -2.5 < slow.low[0] < 0.0
    assert 1.0 <= slow.high[0] < 2.5
    wright = read_equations({"x": "-k*x@tau*(1 + x)"}, ("k", "tau"), delays=True)
    swinging = extent(wright, {"k": 1.0, "tau": 2.0}, {"x": 0.1})
    assert -2.5 < swinging.low[0] < -0.5
    assert 0.5 < swinging.high[0] < 6.0


def test_what_runs_away_widens_no_window():
    found = extent(read_equations({"x": "x^3 - 0.5*x"}, ()), {}, {})
    assert max(map(abs, (*found.low, *found.high))) < 2.0
