from __future__ import annotations

from app.cli.benches.live import traversal
from app.cli.benches.parts import lived


def test_each_move_of_the_hand_is_followed_by_its_picture(qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("SEPARATRIX_CONFIG", str(tmp_path))
    monkeypatch.setattr(lived, "WARM_UP", 0.5)
    monkeypatch.setattr(traversal, "SETTLE", 0.1)
    monkeypatch.setattr(traversal, "MOVES", 4)
    monkeypatch.setattr(traversal, "LONGEST", 60.0)
    entries = traversal.measure()
    assert [entry.name for entry in entries] == list(traversal.MUST)
    freely, along, *_ = entries
    assert 0.0 < freely.ours_s < 60.0
    assert 0.0 < along.ours_s < 60.0
