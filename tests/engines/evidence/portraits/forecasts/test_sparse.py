from __future__ import annotations

import numpy as np
import pytest

from engines.evidence.portraits.forecasts import sparse
from engines.evidence.shipped import system


def test_the_library_holds_twenty_monomials():
    row = sparse.library(np.array([[2.0, 3.0, 5.0]]))[0]
    assert row[:10].tolist() == [1.0, 2.0, 3.0, 5.0, 4.0, 6.0, 10.0, 9.0, 15.0, 25.0]
    assert len(row) == 20
    assert row[-1] == 125.0


def test_small_terms_are_dropped_and_the_rest_fitted_again():
    states = np.random.default_rng(0).normal(size=(500, 3))
    rows = sparse.library(states)
    rates = (2.0 * states[:, 0] - states[:, 1] * states[:, 2] + 0.01 * states[:, 1])[:, None]
    found = sparse.sparse(rows, rates)[:, 0]
    assert np.flatnonzero(found).tolist() == [1, 8]
    assert sparse.sparse(rows, rates, 0.001)[[1, 2, 8], 0] == pytest.approx([2.0, 0.01, -1.0])


def test_coefficients_are_those_of_the_equations():
    known = sparse.true(system("lorenz-1963"))
    assert known[1:4, 0] == pytest.approx([-10.0, 10.0, 0.0])
    assert known[6, 1] == pytest.approx(-1.0)
    assert np.count_nonzero(known) == 7


def test_corners_and_sines_are_no_polynomials():
    assert sparse.true(system("chua")) is None
    assert sparse.true(system("thomas")) is None


def test_lorenz_is_found_and_a_small_term_is_lost():
    lorenz, wang = system("lorenz-1963"), system("wang-sun")
    assert sparse.right(lorenz, sparse.true(lorenz))
    assert not sparse.right(wang, sparse.true(wang))
