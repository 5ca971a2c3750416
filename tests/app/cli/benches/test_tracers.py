from __future__ import annotations

from app.cli.benches import tracers


def test_the_time_between_two_pictures_is_measured(qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("SEPARATRIX_CONFIG", str(tmp_path))
    monkeypatch.setattr(tracers, "NUMBER", 500)
    monkeypatch.setattr(tracers, "WARM_UP", 0.2)
    monkeypatch.setattr(tracers, "SECONDS", 0.5)
    (entry,) = tracers.measure()
    assert 0 < entry.ours_s <= 0.5  # a busy machine may draw once
    assert "pictures per second" in entry.note
