from __future__ import annotations

from app.cli.benches.live import editor
from app.cli.benches.parts import lived


def test_each_text_is_followed_by_a_picture(qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("SEPARATRIX_CONFIG", str(tmp_path))
    monkeypatch.setattr(lived, "WARM_UP", 0.1)
    monkeypatch.setattr(editor, "ROUNDS", 2)
    monkeypatch.setattr(editor, "REST", 0.1)
    monkeypatch.setattr(editor, "LONGEST", 60.0)
    added, other, gap = editor.measure()
    assert 0 < added.ours_s < 60.0
    assert 0 < other.ours_s < 60.0
    assert added.must == "under 300 ms"
    assert gap.ours_s > 0
