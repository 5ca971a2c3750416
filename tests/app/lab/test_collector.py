from __future__ import annotations

import gc
import sys

import pytest

from app.lab.collector import GROWN, Collector


@pytest.fixture
def frozen(monkeypatch):
    """How often everything was taken out of the collector's sight."""
    calls = []
    monkeypatch.setattr(gc, "freeze", lambda: calls.append(len(sys.modules)))
    return calls


def test_what_is_there_is_spared_once(frozen):
    collector = Collector()
    collector.spare()
    collector.spare(object())
    assert len(frozen) == 1


def test_it_is_spared_again_after_many_modules_were_loaded(frozen, monkeypatch):
    collector = Collector()
    collector.spare()
    more = {**sys.modules, **{f"module {i}": gc for i in range(GROWN)}}
    monkeypatch.setattr(sys, "modules", more)
    collector.spare()
    assert len(frozen) == 1
    more["one more"] = gc
    collector.spare()
    assert len(frozen) == 2


def test_what_was_spared_is_not_looked_through(monkeypatch):
    kept = [[] for _ in range(1000)]
    try:
        Collector().spare()
        assert gc.get_freeze_count() >= len(kept)
    finally:
        gc.unfreeze()
