from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.forecast.forecaster import AWAY, iterated, lags, ridge


def test_rows_hold_the_latest_value_first():
    rows = lags(np.arange(10.0), 3, 2)
    assert rows[0].tolist() == [4.0, 2.0, 0.0]
    assert rows[-1].tolist() == [9.0, 7.0, 5.0]


def test_a_ridge_shrinks_towards_nothing():
    rows = np.random.default_rng(0).normal(size=(400, 3))
    wanted = rows @ [1.0, -2.0, 0.5]
    assert ridge(rows, wanted, 0.0) == pytest.approx([1.0, -2.0, 0.5])
    for penalty in (0.1, 1.0):
        normal = rows.T @ rows / 400 + penalty * np.eye(3)
        known = np.linalg.solve(normal, rows.T @ wanted / 400)
        assert ridge(rows, wanted, penalty) == pytest.approx(known)


def test_a_model_is_fed_with_what_it_said():
    said = iterated(np.array([0.0, 1.0, 1.0]), 2, 5, lambda seen: float(seen.sum()))
    assert said[:4].tolist() == [2.0, 3.0, 5.0, 8.0]
    assert np.isnan(said[4])  # 13 is more than ten times all that was seen


def test_what_is_no_number_ends_a_forecast():
    said = iterated(np.ones(3), 1, 4, lambda seen: float("nan"))
    assert np.isnan(said).all()
    assert AWAY > 1.0
