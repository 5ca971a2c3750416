from __future__ import annotations

import math

import pytest

from app.cli.benches.parts import lived
from app.cli.benches.parts.entry import Entry


def test_without_a_display_each_budget_is_named_and_not_measured(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    (entry,) = lived.with_display({"x": "under 1 s"}, lambda: [])
    assert math.isnan(entry.ours_s)
    assert (entry.name, entry.must, entry.passed) == ("x", "under 1 s", None)
    assert entry.row()["ours_s"] is None
    assert "not measured" in entry.line()
    assert "display" in entry.note


def test_with_a_display_the_work_is_done(monkeypatch):
    monkeypatch.setenv("DISPLAY", ":0")
    done = [Entry("x", 0.1, "under 1 s", True)]
    assert lived.with_display({"x": "under 1 s"}, lambda: done) == done


def test_a_busy_thread_is_seen_as_a_gap(qtbot, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(lived.time, "perf_counter", lambda: now[0])
    heart = lived.Heart()
    for passed in (0.005, 0.080, 0.005):
        now[0] += passed
        heart._beat()
    assert heart.stop() == pytest.approx([0.005, 0.080, 0.005])


def test_the_lab_opens_moves_and_is_closed(qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("SEPARATRIX_CONFIG", str(tmp_path))
    monkeypatch.setattr(lived, "WARM_UP", 0.1)
    with lived.lab("pendulum") as window:
        pictures = lived.pictures_of(window)
        qtbot.waitUntil(lambda: len(pictures) > 1, timeout=20_000)
        assert window.workspace.playing
    assert not window.isVisible()
