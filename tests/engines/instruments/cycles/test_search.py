from __future__ import annotations

import math

import numpy as np
import pytest

from engines.instruments.cycles.search import cycles_of, shortest_cycle


def found(flow, longest):
    *_, (last, share) = cycles_of(flow, longest)
    assert share == 1.0
    return last


def test_both_rings_are_found_from_anywhere(rings):
    for h in (0.1, 0.25, 0.6):
        one, other = sorted(found(rings(h=h), 10.0), key=lambda c: np.linalg.norm(c.place))
        assert (one.kind, other.kind) == ("unstable", "stable")
        assert np.linalg.norm(one.place) == pytest.approx(math.sqrt(1 - math.sqrt(h)), abs=1e-8)
        assert np.linalg.norm(other.place) == pytest.approx(math.sqrt(1 + math.sqrt(h)), abs=1e-8)


def test_without_rings_there_is_no_cycle(rings):
    assert found(rings(h=-0.3), 10.0) == ()


def test_lorenz_has_one_loop_shorter_than_two_and_two_of_the_next_length(shipped):
    """One goes once round each wing; the next are a pair that mirror each other."""
    loops = found(shipped("lorenz-1963"), 2.4)
    assert [round(c.period, 6) for c in loops] == [1.558652, 2.305907, 2.305907]
    assert {c.kind for c in loops} == {"saddle"}
    np.testing.assert_allclose(loops[1].multipliers[0], loops[2].multipliers[0], rtol=1e-6)


def test_the_damped_pendulum_has_no_cycle_and_the_free_one_no_limit_cycle(shipped):
    assert found(shipped("pendulum"), 20.0) == ()
    assert {c.kind for c in found(shipped("lotka-volterra"), 20.0)} <= {"neutral"}


def test_the_shortest_cycle_near_the_start_is_found(shipped):
    assert shortest_cycle(shipped("rossler"), 30.0).period == pytest.approx(5.8810885, abs=1e-6)
    assert shortest_cycle(shipped("pendulum"), 30.0) is None
