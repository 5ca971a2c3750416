import numpy as np
import pytest

from engines.numerics.expressway.accounting import accounts, excess_plan, masses_of
from engines.numerics.expressway.solving import Solving
from engines.numerics.expressway.tail import Tail, levels
from engines.numerics.semidiscrete.sources import Source


def test_the_plan_moves_exactly_what_is_too_much():
    draw = np.random.default_rng(0)
    points, masses = draw.standard_normal((9, 2)), draw.random(9)
    masses /= masses.sum()
    weights = np.full(9, 1.0 / 9.0)
    begin, end, amount = excess_plan(points, masses, weights)
    moved = masses.copy()
    np.subtract.at(moved, begin, amount)
    np.add.at(moved, end, amount)
    assert moved == pytest.approx(weights)
    assert (amount > 0.0).all()
    assert amount.sum() == pytest.approx(0.5 * np.abs(masses - weights).sum())


def test_what_is_carried_stays_below_the_bound(field):
    draw = np.random.default_rng(1)
    points = np.array([[2.0, 0.0], [0.0, 2.0]])[draw.integers(0, 2, 30)]
    solving = Solving(
        points + 0.1 * draw.standard_normal((30, 2)), Source(), iterations=20, draws=500
    )
    tail = Tail(field, levels(11, 0.3, 0.02, "Langevin"))
    found = accounts(solving, tail, 4000)
    assert (found.carried <= found.bound * (1.0 + 1e-9)).all()
    assert found.carried[0] == pytest.approx(found.bound[0])
    assert found.bound[-1] > found.bound[0] > 0.0
    assert 0.0 < found.steps < 0.3


def test_more_steps_of_the_equation_are_nearer_to_it(field):
    solving = Solving(np.array([[1.8, 0.1], [0.1, 2.1]]), Source(), "Newton")
    coarse, fine = (
        accounts(solving, Tail(field, levels(count, 0.3, 0.006, "PF-ODE"), "PF-ODE"), 1000).steps
        for count in (3, 40)
    )
    assert fine < 0.2 * coarse


def test_a_solved_jump_has_no_error_in_the_plane(field):
    points = np.random.default_rng(2).standard_normal((12, 2))
    solving = Solving(points, Source(), "Newton")
    solving.finish()
    assert masses_of(solving, 10) == pytest.approx(solving.weights, abs=5e-4)
    assert accounts(solving, Tail(field, levels(4, 0.1, 0.02, "Langevin"))).bound[-1] < 0.06
    flat = Solving.known(points[:, :1], np.zeros(12), Source())
    assert masses_of(flat, 4000).sum() == pytest.approx(1.0)
