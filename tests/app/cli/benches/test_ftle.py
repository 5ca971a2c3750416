from __future__ import annotations

import numpy as np

from app.catalogue import opened, preset
from app.cli.benches import ftle as bench
from engines.instruments.transport.ftle import ftle


def test_our_field_agrees_with_a_reference_integrated_elsewhere():
    x, y = np.linspace(0, 2, 65), np.linspace(0, 1, 33)
    values = {"A": bench.AMPLITUDE, "epsilon": bench.SWAY, "omega": bench.FREQUENCY}
    ready = opened(preset("double-gyre"), values)
    flow = ready.experiment.flow(ready.parameters)
    ours = ftle(flow, x, y, start=0.0, horizon=bench.HORIZON, method="grid")
    places, truth = bench.reference(x, y)
    assert bench.worst_error(ours, places, truth) < 1e-5
    assert bench.worst_error(ours + 1e-3, places, truth) > 5e-4


def test_without_its_peer_the_bench_measures_and_does_not_judge(monkeypatch):
    monkeypatch.setattr(bench, "numbacs_ftle", lambda: None)
    monkeypatch.setattr(bench, "numbacs_name", lambda: "numbacs 0.2.0 (absent)")
    monkeypatch.setattr(bench, "GRIDS", ((24, 12),))
    monkeypatch.setattr(bench, "_live", lambda flow, peer: [])
    monkeypatch.setattr(bench, "_growth", lambda flow: [])
    monkeypatch.setattr(bench, "dynlab_ftle", lambda: None)
    monkeypatch.setattr(bench.Sampled, "numbacs", lambda data: None)
    entry, data, other = bench.measure()
    assert other.passed is None
    assert data.passed is None
    assert data.name == "FTLE 24 x 12, data on 201 x 101 x 41 nodes"
    assert entry.passed is None
    assert entry.peer.endswith("(absent)")
    assert entry.ours_s > 0


def test_a_peer_is_compared_per_run_and_by_error(monkeypatch):
    monkeypatch.setattr(bench, "GRIDS", ((24, 12),))
    monkeypatch.setattr(bench, "_live", lambda flow, peer: [])
    monkeypatch.setattr(bench, "numbacs_name", lambda: "slow 1")
    monkeypatch.setattr(
        bench, "numbacs_ftle", lambda: lambda x, y, start, horizon: np.zeros((len(y), len(x)))
    )
    monkeypatch.setattr(bench, "_growth", lambda flow: [])
    monkeypatch.setattr(bench, "dynlab_ftle", lambda: lambda x, y, start, horizon: x)
    monkeypatch.setattr(
        bench.Sampled,
        "numbacs",
        lambda data: lambda x, y, start, horizon: np.zeros((len(y), len(x))),
    )
    entry, data, other = bench.measure()
    assert other.passed is False
    assert data.passed is False
    assert entry.passed is False  # nothing is faster than returning zeros
    assert entry.ratio is not None
    assert entry.ratio < 1


def test_the_growth_is_told_as_a_slope(monkeypatch):
    monkeypatch.setattr(bench, "LINEAR_ROWS", 4)
    monkeypatch.setattr(bench, "LINEAR_NODES", (16, 32))
    monkeypatch.setattr(bench, "LINEAR_HORIZONS", (1, 2))
    monkeypatch.setattr(bench, "grown", lambda work, sizes: (work(sizes[0]), (1.3, (0.1, 0.2)))[1])
    ready = opened(preset("double-gyre"))
    nodes, horizon = bench._growth(ready.experiment.flow(ready.parameters))
    assert (nodes.passed, horizon.passed) == (False, False)
    assert nodes.note == "slope 1.30: 16 100.0 ms, 32 200.0 ms"
    assert (nodes.name, horizon.name) == ("FTLE, time over nodes", "FTLE, time over horizon")
