from __future__ import annotations

import builtins

import numpy as np
import pytest

from app.cli.benches.parts import peer_orbits as peers
from engines.evidence.shipped import flow

STARTS = np.array([[1.0, 1.0, 20.0], [-5.0, 2.0, 14.0], [8.0, 3.0, 30.0]])


@pytest.fixture
def alone(monkeypatch):
    """As if the packages were not installed."""
    honest = builtins.__import__

    def found(name, *rest):
        if name.partition(".")[0] in ("heyoka", "dysts"):
            raise ImportError(name)
        return honest(name, *rest)

    monkeypatch.setattr(builtins, "__import__", found)


def test_both_integrate_the_system_that_is_shipped():
    ours = flow("lorenz-1963").refined().refined().advance(STARTS, 0.0, 1.0)
    np.testing.assert_allclose(peers.scipy_ends(STARTS, 1.0, 1e-10), ours, atol=1e-6)
    heyoka = peers.heyoka_ends()
    if heyoka is not None:
        np.testing.assert_allclose(heyoka(STARTS, 1.0, 1e-10), ours, atol=1e-6)


def test_absent_peers_are_told(alone):
    assert peers.heyoka_ends() is None
    assert peers.dysts_exponents() is None


def test_dysts_measures_three_exponents():
    exponents = peers.dysts_exponents()
    assert exponents is not None
    found = exponents(100)
    assert found.shape == (3,)
    assert np.all(np.diff(found) <= 0.0)
