from __future__ import annotations

import builtins

import numpy as np

from app.cli.benches.parts.peer_curves import numbacs_curves


def test_an_absent_peer_is_none(monkeypatch):
    real = builtins.__import__

    def without(name, *rest, **more):
        if name.startswith("numbacs"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    assert numbacs_curves(np.linspace(0.0, 2.0, 9), np.linspace(0.0, 1.0, 5), 1.0) is None
