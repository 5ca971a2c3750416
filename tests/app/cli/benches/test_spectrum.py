from __future__ import annotations

import numpy as np
import pytest

from app.cli.benches import spectrum


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(spectrum, "AVERAGED", 4.0)
    monkeypatch.setattr(spectrum, "LONG", 20.0)


def test_without_its_peer_the_bench_measures_and_does_not_judge(monkeypatch):
    monkeypatch.setattr(spectrum, "dysts_exponents", lambda: None)
    (entry,) = spectrum.measure()
    assert entry.passed is None
    assert entry.ours_s > 0.0


def test_a_peer_that_is_fast_or_right_is_not_beaten(monkeypatch):
    truth = np.array([0.905, 0.0, -14.57])
    monkeypatch.setattr(spectrum, "dysts_exponents", lambda: lambda points: truth)
    (entry,) = spectrum.measure()
    assert entry.passed is False
    assert entry.peer.startswith("dysts")
    assert entry.ratio == pytest.approx(entry.peer_s / entry.ours_s)
