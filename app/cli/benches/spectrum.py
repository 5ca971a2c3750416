"""The whole Lyapunov spectrum of the Lorenz system, beside dysts."""

from __future__ import annotations

import numpy as np

from app.cli.benches.parts.entry import Entry
from app.cli.benches.parts.peer_orbits import dysts_exponents
from app.cli.benches.parts.peers import peer_name
from app.cli.benches.parts.timing import medians, seconds_of
from engines.evidence.shipped import flow
from engines.instruments.spectra.spectrum import Running, measured, plan_of

AVERAGED = 20.0  # of each of 64 orbits
LONG = 1000.0
POINTS = 5000  # ten of dysts' periods
BETA = 2.667  # as dysts writes 8/3
FASTER = 50.0


def measure() -> list[Entry]:
    """Both against a run fifty times as long as ours."""
    lorenz = flow("lorenz-1963", beta=BETA)

    def ours(averaged: float = AVERAGED) -> Running:
        return measured(lorenz, plan_of(lorenz, averaged))

    truth = _exponents(ours(LONG))
    error = float(np.abs(_exponents(ours()) - truth).max())
    name = f"Lyapunov spectrum of Lorenz, 64 orbits, T = {AVERAGED:g} each"
    must = f"at least {FASTER:g} x dysts at no larger error"
    known, peer = peer_name("dysts", "0.96"), dysts_exponents()
    said = f"largest error {error:.3f}"
    (mine,) = medians(ours)
    if peer is None:
        return [Entry(name, mine, must, None, known, note=said)]
    found: list[np.ndarray] = []
    others = seconds_of(lambda: found.append(peer(POINTS)))
    theirs = float(np.abs(found[0] - truth).max())
    return [
        Entry(
            name,
            mine,
            must,
            others / mine >= FASTER and error <= theirs,
            known,
            others,
            others / mine,
            f"{said}; {POINTS} points of find_lyapunov_exponents {theirs:.3f}, against T = "
            f"{64.0 * LONG:g}",
        )
    ]


def _exponents(running: Running) -> np.ndarray:
    found = running.estimate
    return np.full(3, np.nan) if found is None else found.exponents
