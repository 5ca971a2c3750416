from __future__ import annotations

from app.cli.benches.live import picture_grid


def test_a_table_is_made_anew_each_time(monkeypatch):
    monkeypatch.setattr(picture_grid, "PICTURES", 2)
    (entry,) = picture_grid.measure()
    assert entry.name in picture_grid.MUST
    assert 0.0 < entry.ours_s < 60.0
    assert entry.note.endswith("tables a second")
