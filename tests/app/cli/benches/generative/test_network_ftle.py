from __future__ import annotations

from app.cli.benches.generative import network_ftle


def test_the_first_picture_comes_before_the_whole_one(monkeypatch):
    monkeypatch.setattr(network_ftle, "SIDE", 66)
    monkeypatch.setattr(network_ftle, "RUNS", 1)
    first, whole = network_ftle.measure()
    assert 0.0 < first.ours_s < whole.ours_s
    assert "are guessed" in whole.note
