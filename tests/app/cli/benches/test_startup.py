from __future__ import annotations

import subprocess
import types

import pytest

from app.cli.benches import startup
from engines.errors import SeparatrixError


def test_two_moments_of_a_real_start_are_measured(qtbot, monkeypatch):
    monkeypatch.setattr(startup, "STARTS", 1)
    monkeypatch.setattr(startup, "_start", _once(startup._start))
    window, moving = startup.measure()
    assert 0 < window.ours_s < moving.ours_s
    assert (window.must, moving.must) == ("under 2 s", "under 3 s")


def test_a_start_that_shows_nothing_is_a_sentence(monkeypatch):
    dead = types.SimpleNamespace(stdout="")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: dead)
    with pytest.raises(SeparatrixError, match="did not come to life"):
        startup._start()


def _once(start):
    """One start is enough for a test; the warming one repeats it."""
    kept = []

    def measured():
        kept.append(kept[0] if kept else start())
        return kept[0]

    return measured
