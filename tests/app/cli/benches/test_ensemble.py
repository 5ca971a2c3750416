from __future__ import annotations

import numpy as np
import pytest

from app.cli.benches import ensemble


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(ensemble, "NUMBER", 64)
    monkeypatch.setattr(ensemble, "FEW", 3)
    monkeypatch.setattr(ensemble, "DURATION", 1.0)
    monkeypatch.setattr(ensemble, "TOLERANCES", (1e-3, 1e-5))


def test_ours_is_no_worse_than_scipy_and_its_time_is_scaled(monkeypatch):
    monkeypatch.setattr(ensemble, "heyoka_ends", lambda: None)
    *entries, other = ensemble.measure()
    assert len(entries) == 2
    for entry in entries:
        assert entry.ratio == pytest.approx(entry.peer_s / entry.ours_s)
        assert "scaled" in entry.note
        assert entry.peer.startswith("scipy")
    assert other.passed is None


def test_the_longest_step_that_is_good_enough_is_taken():
    starts = np.array([[1.0, 1.0, 20.0]])
    truth = ensemble.scipy_ends(starts, 1.0, 1e-12, "DOP853")
    _, rough, _ = ensemble.no_worse(starts, truth, (1.0, 1.0))
    _, fine, found = ensemble.no_worse(starts, truth, (1e-6, 1e-6))
    assert rough == ensemble.STEPS[0]
    assert fine < rough
    assert found[1] <= 1e-6


def test_a_slow_peer_that_is_right_is_beaten_only_at_its_error(monkeypatch):
    starts, truth = np.zeros((4, 3)), np.zeros((3, 3))  # the origin stays where it is
    monkeypatch.setattr(ensemble, "heyoka_ends", lambda: lambda s, t, tolerance: np.zeros((4, 3)))
    entry = ensemble._beside_heyoka(starts, truth, 1e-6)
    assert entry.passed is False  # as good, and faster
    assert "0.0e+00" in entry.note
