from __future__ import annotations

import numpy as np
import pytest

from app.cli.benches.generative import schedulers
from app.cli.benches.parts.peer_schedulers import Peer
from engines.numerics.diffusion.grids import grid
from engines.numerics.diffusion.path import Linear
from engines.numerics.diffusion.solvers import SOLVERS, solved


def peer(solver: str, other: str) -> Peer:
    nodes = grid("lam", Linear(), 6)
    return Peer("a peer", solver, Linear(), nodes, lambda f, x: solved(SOLVERS[other], f, x, nodes))


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr(schedulers, "NUMBER", 20)


def test_a_peer_that_does_the_same_differs_by_nothing(monkeypatch):
    monkeypatch.setattr(schedulers, "diffusers_peers", lambda steps: [peer("DDIM", "DDIM")])
    (entry,) = schedulers.measure()
    assert entry.note == "largest difference 0.0e+00"
    assert entry.ratio == pytest.approx(entry.peer_s / entry.ours_s)


def test_a_peer_that_does_something_else_is_found_out(monkeypatch):
    monkeypatch.setattr(schedulers, "diffusers_peers", lambda steps: [peer("DPM++2M", "DDIM")])
    (entry,) = schedulers.measure()
    assert entry.passed is False
    assert float(entry.note.split()[-1]) > 100.0 * schedulers.APART


def test_without_diffusers_nothing_is_claimed(monkeypatch):
    monkeypatch.setattr(schedulers, "diffusers_peers", lambda steps: [])
    (entry,) = schedulers.measure()
    assert entry.passed is None
    assert np.isnan(entry.ours_s)
