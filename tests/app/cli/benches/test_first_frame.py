from __future__ import annotations

from app.catalogue import preset
from app.cli.benches import first_frame


def test_every_preset_is_measured(monkeypatch):
    monkeypatch.setattr(first_frame, "presets", lambda: (preset("pendulum"),))
    (entry,) = first_frame.measure()
    assert entry.name == "first frame of pendulum"
    assert entry.ours_s > 0
