from __future__ import annotations

import builtins

from app.cli.benches.parts import peers


def test_an_absent_peer_is_none_and_named_absent(monkeypatch):
    real = builtins.__import__

    def without(name, *rest, **more):
        if name.startswith(("numbacs", "dynlab")):
            raise ImportError(name)
        return real(name, *rest, **more)

    def unknown(name):
        raise peers.PackageNotFoundError(name)

    monkeypatch.setattr(builtins, "__import__", without)
    monkeypatch.setattr(peers, "version", unknown)
    assert peers.numbacs_ftle() is None
    assert peers.dynlab_ftle() is None
    assert peers.peer_name("dynlab", "0.1.0") == "dynlab 0.1.0 (absent)"
    assert peers.numbacs_name() == "numbacs 0.2.0 (absent)"


def test_a_present_peer_is_named_with_its_version(monkeypatch):
    monkeypatch.setattr(peers, "version", lambda name: "9.9")
    assert peers.numbacs_name() == "numbacs 9.9"
