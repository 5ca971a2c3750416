from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.continuation.problem import (
    CycleProblem,
    RestProblem,
    ReturnProblem,
    product_test,
    sum_test,
)


def differences(problem, u, size=1e-6):
    columns = []
    for j in range(len(u)):
        shift = np.zeros(len(u))
        shift[j] = size * problem.scale[j]
        gap = problem.equations(u + shift) - problem.equations(u - shift)
        columns.append(gap / (2.0 * shift[j]))
    return np.column_stack(columns)


def test_derivatives_of_every_problem_are_those_of_its_equations(shipped):
    lorenz, henon = shipped("lorenz-1963"), shipped("henon")
    problems = [
        (RestProblem(lorenz, "rho", 0.0, 40.0), np.array([1.0, 2.0, 20.0, 25.0])),
        (ReturnProblem(henon, "a", 0.0, 1.4, order=3), np.array([0.3, 0.1, 1.0])),
        (
            CycleProblem(
                lorenz, "rho", 0.0, 40.0, first=np.array([-9.7, -4.6, 25.9, 1.0015, 18.4])
            ),
            np.array([-9.7, -4.6, 25.9, 1.0015, 18.4]),
        ),
    ]
    for problem, u in problems:
        found = problem.derivatives(u)
        np.testing.assert_allclose(found, differences(problem, u), rtol=1e-4, atol=1e-5)


def test_pairs_on_the_edge_of_stability_are_zeros_of_the_tests():
    assert sum_test(np.array([1.7j, -1.7j, -3.0])) == pytest.approx(0.0, abs=1e-14)
    assert sum_test(np.array([0.1 + 1.7j, 0.1 - 1.7j, -3.0])) > 0.0
    circle = np.exp(1j * np.array([0.9, -0.9]))
    assert product_test(np.append(circle, 0.2)) == pytest.approx(0.0, abs=1e-14)


def test_ranges_end_a_branch(shipped):
    problem = RestProblem(shipped("lorenz-1963"), "rho", 0.0, 40.0)
    assert problem.ended(np.array([0.0, 0.0, 0.0, 41.0])) == "range"
    assert problem.ended(np.array([400.0, 0.0, 0.0, 20.0])) == "box"
    assert problem.ended(np.array([0.0, 0.0, 0.0, 20.0])) == ""


def test_a_cycle_does_not_slide_along_itself(shipped):
    pol = shipped("van-der-pol", mu=1.0)
    first = np.array([2.00861986, 0.0, 6.66328686, 1.0])
    problem = CycleProblem(pol, "mu", 0.0, 6.0, first=first)
    assert np.abs(problem.equations(first)).max() < 1e-6
    slid = first.copy()
    slid[:2] = pol.advance(first[None, :2], 0.0, 0.1)[0]
    assert abs(problem.equations(slid)[-1]) > 1e-3
    low, high = problem.extremes(first)
    assert (low[0], high[0]) == (
        pytest.approx(-2.00862, abs=5e-4),
        pytest.approx(2.00862, abs=5e-4),
    )


def test_a_cycle_of_the_plane_has_no_doublings(shipped):
    pol = shipped("van-der-pol", mu=1.0)
    first = np.array([2.00861986, 0.0, 6.66328686, 1.0])
    problem = CycleProblem(pol, "mu", 0.0, 6.0, first=first)
    assert problem.tests(problem.spectrum(first)) == {}
    assert set(problem.tests(np.array([0.5, -2.0], complex))) == {"flip", "torus"}
