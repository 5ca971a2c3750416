from __future__ import annotations

from app.cli.benches import movie


def test_early_and_late_frames_are_compared(monkeypatch):
    monkeypatch.setattr(movie, "FRAMES", 7)
    monkeypatch.setattr(movie, "SIZE", (320, 180))
    monkeypatch.setattr(movie, "SHOWN", "pendulum")
    (entry,) = movie.measure()
    assert entry.ours_s > 0
    assert entry.name == "a frame of a movie 320 x 180, pendulum"
    assert "early" in entry.note
