from __future__ import annotations

from app.cli.benches import gui_gap
from app.cli.benches.parts import lived


def test_the_gap_is_measured_while_two_engines_work(qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("SEPARATRIX_CONFIG", str(tmp_path))
    monkeypatch.setattr(lived, "WARM_UP", 0.1)
    monkeypatch.setattr(gui_gap, "SECONDS", 0.5)
    monkeypatch.setattr(gui_gap, "MUST", {"gap": "under 50 ms"})
    monkeypatch.setattr(gui_gap, "SHOWN", ("pendulum",))
    (entry,) = gui_gap.measure()
    assert entry.ours_s > 0
    assert "longest" in entry.note


def test_each_preset_has_a_budget():
    assert len(gui_gap.MUST) == len(gui_gap.SHOWN)
    assert all("50 ms" in must and "250 ms" in must for must in gui_gap.MUST.values())
