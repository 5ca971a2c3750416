from __future__ import annotations

from app.cli.benches import slider
from app.cli.benches.parts import lived


def test_each_move_is_followed_by_a_picture(qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("SEPARATRIX_CONFIG", str(tmp_path))
    monkeypatch.setattr(lived, "WARM_UP", 0.1)
    monkeypatch.setattr(slider, "MOVES", 3)
    (entry,) = slider.measure()
    assert 0 < entry.ours_s <= slider.LONGEST
    assert entry.must == "under 100 ms in 95 of 100"
