from __future__ import annotations

from app.cli.benches.live import cloud
from app.cli.benches.parts import lived


def test_a_cloud_that_moves_is_painted_again_and_again(qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("SEPARATRIX_CONFIG", str(tmp_path))
    monkeypatch.setattr(lived, "WARM_UP", 0.3)
    monkeypatch.setattr(cloud, "NUMBER", 200)
    monkeypatch.setattr(cloud, "PICTURES", 3)
    monkeypatch.setattr(cloud, "LONGEST", 60.0)
    entries = cloud.measure()
    assert [entry.name for entry in entries] == list(cloud.MUST)
    for entry in entries:
        assert 0.0 < entry.ours_s < 60.0
