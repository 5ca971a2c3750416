"""Elimination with pivots against LAPACK."""

from __future__ import annotations

import numpy as np
import pytest

from engines.systems.stiff.factors import factored, solved


@pytest.mark.parametrize("d", [1, 2, 3, 10])
def test_solutions_are_those_of_lapack(d):
    draw = np.random.default_rng(d)
    a, b = draw.normal(size=(d, d)), draw.normal(size=d)
    a[0, 0] = 0.0 if d > 1 else a[0, 0]  # needs an exchange at once
    lu, x, order = a.copy(), b.copy(), np.zeros(d, np.int64)
    assert factored(lu, order)
    solved(lu, order, x)
    np.testing.assert_allclose(x, np.linalg.solve(a, b), rtol=1e-11)


@pytest.mark.parametrize("a", [[[1.0, 2.0], [2.0, 4.0]], [[np.nan, 1.0], [1.0, 1.0]], [[0.0]]])
def test_what_has_no_inverse_is_told(a):
    a = np.array(a)
    assert not factored(a, np.zeros(len(a), np.int64))
