from __future__ import annotations

from app.catalogue import preset
from app.cli.benches import withdrawal


def test_every_preset_is_measured_at_several_moments(monkeypatch):
    monkeypatch.setattr(withdrawal, "presets", lambda: (preset("pendulum"),))
    monkeypatch.setattr(withdrawal, "MOMENTS", (0.0, 0.01))
    (entry,) = withdrawal.measure()
    assert entry.name == "withdrawal of pendulum"
    assert entry.ours_s >= 0
