from __future__ import annotations

import math

import numpy as np
import pytest

from engines.instruments.continuation.problem import RestProblem, ReturnProblem
from engines.instruments.continuation.tracing import solved, tangent_at, traced


def branch_of(flow, name, start, way=1.0, low=-1.0, high=1.0):
    along = np.append(np.zeros(flow.dimension), way)
    kind = ReturnProblem if flow.discrete else RestProblem
    return traced(kind(flow, name, low, high), np.array(start, float), along)


def test_a_fold_is_passed_and_found(family):
    """x' = p + x^2, y' = -y: the branch p = -x^2 turns at 0."""
    flow = family({"x": "p + x^2", "y": "-y"}, p=(-0.5, -1.0, 1.0))
    branch = branch_of(flow, "p", [-(0.5**0.5), 0.0, -0.5])
    x, _, p = branch.places.T
    np.testing.assert_allclose(p, -(x**2), atol=1e-9)
    assert x.min() < -0.7
    assert x.max() > 0.9
    (fold,) = branch.changes
    assert fold.kind == "fold"
    assert fold.place[-1] == pytest.approx(0.0, abs=1e-12)
    np.testing.assert_array_equal(branch.stable, x < -1e-9)


def test_a_cusp_has_both_its_folds_where_its_formula_says(family):
    """x' = p + q x - x^3 folds at p^2 = 4 q^3 / 27."""
    for q in (0.3, 1.0):
        flow = family({"x": "p + q*x - x^3", "y": "-y"}, p=(-1.0, -1.0, 1.0), q=(q, -1.0, 2.0))
        start = min(np.roots([-1.0, 0.0, q, -1.0]).real)
        branch = branch_of(flow, "p", [start, 0.0, -1.0])
        folds = sorted(c.place[-1] for c in branch.changes)
        exact = math.sqrt(4.0 * q**3 / 27.0)
        np.testing.assert_allclose(folds, [-exact, exact], atol=1e-10)


def test_the_hopf_point_of_the_brusselator(family):
    """B = 1 + A^2."""
    for a in (0.8, 1.3):
        rates = {"x": "A - (B + 1)*x + x^2*y", "y": "B*x - x^2*y"}
        flow = family(rates, side=6.0, A=(a, 0.1, 3.0), B=(0.5, 0.1, 5.0))
        branch = branch_of(flow, "B", [a, 0.5 / a, 0.5], low=0.1, high=5.0)
        (hopf,) = [c for c in branch.changes if c.kind == "hopf"]
        assert hopf.place[-1] == pytest.approx(1.0 + a * a, abs=1e-9)
        assert abs(hopf.place[-1] - 1.0 - a * a) <= hopf.uncertain + 1e-12


def test_two_real_eigenvalues_of_opposite_sign_are_no_hopf_point(family):
    flow = family({"x": "p*x", "y": "(1 - 2*p)*y - 3*p*y"}, p=(0.1, 0.05, 1.0))
    assert branch_of(flow, "p", [0.0, 0.0, 0.05], low=0.05, high=0.19).changes == []


def test_branches_that_cross_do_so_at_a_branch_point(family):
    for name, rate in (("transcritical", "p*x - x^2"), ("pitchfork", "p*x - x^3")):
        flow = family({"x": rate, "y": "-y"}, p=(-0.5, -1.0, 1.0))
        (change,) = branch_of(flow, "p", [0.0, 0.0, -0.73]).changes
        assert change.kind == "branch", name
        assert change.place[-1] == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("b", [0.3, -0.2])
def test_henon_folds_and_flips_where_its_formulas_say(shipped, b):
    """a = -(1 - b)^2 / 4 and a = 3 (1 - b)^2 / 4."""
    flow = shipped("henon", b=b, a=1.3)
    x = ((b - 1.0) + math.sqrt((1.0 - b) ** 2 + 5.2)) / 2.6
    branch = branch_of(flow, "a", [x, b * x, 1.3], -1.0, -0.6, 1.4)
    found = {c.kind: c.place[-1] for c in branch.changes}
    assert found["fold"] == pytest.approx(-((1.0 - b) ** 2) / 4.0, abs=1e-9)
    assert found["flip"] == pytest.approx(3.0 * (1.0 - b) ** 2 / 4.0, abs=1e-9)


def test_a_delayed_logistic_map_loses_its_rest_to_a_circle(family):
    """x' = r x (1 - y), y' = x has multipliers on the unit circle at r = 2."""
    flow = family({"x": "r*x*(1 - y)", "y": "x"}, "next", r=(1.5, 1.1, 2.3))
    branch = branch_of(flow, "r", [1 - 1 / 1.5, 1 - 1 / 1.5, 1.5], 1.0, 1.1, 2.3)
    (torus,) = branch.changes
    assert torus.kind == "torus"
    assert torus.place[-1] == pytest.approx(2.0, abs=1e-10)
    np.testing.assert_allclose(np.abs(torus.spectrum), 1.0, atol=1e-9)


def test_a_closed_branch_ends_where_it_began(family):
    """x^2 + p^2 = 1/4."""
    flow = family({"x": "x^2 + p^2 - 0.25", "y": "-y"}, p=(0.0, -1.0, 1.0))
    branch = branch_of(flow, "p", [0.5, 0.0, 0.0])
    assert branch.ended == "closed"
    np.testing.assert_allclose(branch.places[:, 0] ** 2 + branch.places[:, 2] ** 2, 0.25, atol=1e-8)
    assert sorted(round(c.place[-1], 9) for c in branch.changes) == [-0.5, 0.5]


def test_where_nothing_is_solved_there_is_no_branch(family):
    flow = family({"x": "1 + x^2 + 0*p", "y": "-y"}, p=(0.0, -1.0, 1.0))
    assert branch_of(flow, "p", [0.0, 0.0, 0.0]) is None


def test_the_tangent_of_a_parabola(family):
    flow = family({"x": "p + x^2", "y": "-y"}, p=(-0.25, -1.0, 1.0))
    problem = RestProblem(flow, "p", -1.0, 1.0)
    u = np.array([0.5, 0.0, -0.25])
    tangent = tangent_at(problem, u, np.array([1.0, 0.0, 0.0])) * problem.scale
    assert tangent[2] / tangent[0] == pytest.approx(-1.0, abs=1e-8)
    assert solved(problem, u, tangent_at(problem, u, np.ones(3)))[1] == 1
