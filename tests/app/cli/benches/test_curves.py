from __future__ import annotations

import numpy as np

from app.cli.benches import curves as bench
from app.cli.benches.parts.peer_curves import PeerCurves
from engines.evidence.shipped import flow
from engines.instruments.lcs.cauchy_green import cauchy_green


def _small(monkeypatch):
    monkeypatch.setattr(bench, "GRID", (81, 41))
    monkeypatch.setattr(bench, "SWEEP", (1.0, 1.0, 0.01))
    monkeypatch.setattr(bench, "REPEATS", 1)


def test_without_its_peer_the_bench_measures_and_does_not_judge(monkeypatch):
    _small(monkeypatch)
    monkeypatch.setattr(bench, "numbacs_curves", lambda x, y, horizon: None)
    monkeypatch.setattr(bench, "numbacs_name", lambda: "numbacs 0.2.0 (absent)")
    ridges, lines, sweep = bench.measure()
    assert ridges.passed is None
    assert lines.passed is None
    assert ridges.peer.endswith("(absent)")
    assert ridges.ours_s > 0.0
    assert sweep.passed
    assert not sweep.peer


def test_both_draw_on_the_strain_of_the_peer(monkeypatch):
    _small(monkeypatch)
    drawn = []

    def peer(x, y, horizon):
        c = cauchy_green(flow("double-gyre"), x, y, start=0.0, horizon=horizon)

        def slow(*given):
            drawn.append(given)
            return [np.zeros((2, 2))] * sum(range(3))

        return PeerCurves(c.eigen.high, c.eigen.vectors()[1], slow, slow)

    monkeypatch.setattr(bench, "numbacs_curves", peer)
    monkeypatch.setattr(bench, "numbacs_name", lambda: "slow 1")
    ridges, lines, _ = bench.measure()
    assert (10.0, 0.05) in drawn
    assert (1e-3, 0.1, 1.5, 40.0, 10, 580.0) in drawn
    assert ridges.peer == "slow 1"
    assert ridges.passed is False  # it does nothing, and fast
    assert "slow 1 3" in lines.note
    assert "anew" in lines.note


def test_the_strain_of_a_peer_has_the_directions_it_gave():
    x, y = np.linspace(0.0, 2.0, 21), np.linspace(0.0, 1.0, 11)
    c = cauchy_green(flow("double-gyre"), x, y, start=0.0, horizon=3.0)
    again = bench._as_ours(x, y, PeerCurves(c.eigen.high, c.eigen.vectors()[1], list, list))
    np.testing.assert_allclose(again.eigen.double, c.eigen.double, atol=1e-12)
