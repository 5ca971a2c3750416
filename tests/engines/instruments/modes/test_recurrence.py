from __future__ import annotations

import math

import numpy as np
import pytest

from engines.instruments.modes.recurrence import Recurrence, determinism, distances, recurrences
from engines.parameters.declare import parameters_model
from engines.protocols.capabilities import Box
from engines.running.ticket import Ticket

SQUARE = Box((0.0, 0.0), (1.0, 2.0), (True, False), ("a", "b"), ("a", "b"), ("", ""), (0.0, 0.0))


def frames(flow, **given):
    p = parameters_model("values", Recurrence.declared(flow))(**given)
    return list(Recurrence(flow).frames(p, Ticket()))


def test_distances_are_in_sides_and_the_short_way_round():
    found = distances(np.array([[0.05, 0.0], [0.95, 0.0], [0.05, 1.0]]), SQUARE)
    np.testing.assert_allclose(found, [[0, 0.1, 0.5], [0.1, 0, math.hypot(0.1, 0.5)],
                                       [0.5, math.hypot(0.1, 0.5), 0]], atol=1e-12)  # fmt: skip


def test_the_wanted_share_of_pairs_is_near():
    apart = np.abs(np.subtract.outer(np.random.default_rng(0).random(200), np.zeros(200)))
    near, epsilon = recurrences(apart + apart.T, 0.1)
    pairs = near[np.triu_indices(200, 1)]
    assert pairs.mean() == pytest.approx(0.1, abs=1e-3)
    assert epsilon > 0.0


def test_diagonals_are_told_from_lonely_dots():
    lines = np.zeros((6, 6), bool)
    lines[0, 2] = lines[1, 3] = lines[2, 4] = True
    assert determinism(lines) == 1.0
    lines[0, 5] = True
    assert determinism(lines) == 0.75
    assert determinism(np.eye(4, dtype=bool)) == 0.0


def test_a_rotation_comes_back_after_each_turn(circling):
    turn = 2 * math.pi / 1.7
    last = frames(circling, recurrence_time=4 * turn, recurrence_nodes=401)[-1]
    field = last.layers["recurrence"]
    across = field.values[0] > 0.5
    back = (field.x - field.x[0])[across]
    # one pair in twenty is near: a fortieth of a turn on either side, and a little more since
    # the plot holds more short differences than long ones
    assert np.abs(back / turn - np.round(back / turn)).max() < 0.035
    assert set(np.round(back / turn)) == {0, 1, 2, 3, 4}
    assert last.readings["recurrence"].value > 99.0


def test_random_iterates_are_less_deterministic_than_a_cycle(shipped):
    calm = frames(shipped("henon", a=0.5, b=0.3))[-1].readings["recurrence"].value
    wild = frames(shipped("henon", a=1.4, b=0.3))[-1].readings["recurrence"].value
    assert calm == pytest.approx(100.0)
    assert wild < 95.0


def test_what_leaves_does_not_come_back(written):
    assert frames(written("1 + x^2", "0"), recurrence_time=20.0)[0].notes


def test_it_is_coarse_first(circling):
    sizes = [len(f.layers["recurrence"].x) for f in frames(circling)]
    assert sizes == [100, 200, 400]
