"""Curves of the double gyre: ridges, shrink lines and closed curves, beside numbacs."""

from __future__ import annotations

from collections.abc import Callable, Sized

import numpy as np

from app.cli.benches.parts.entry import Entry
from app.cli.benches.parts.peer_curves import PeerCurves, numbacs_curves
from app.cli.benches.parts.peers import numbacs_name
from app.cli.benches.parts.timing import medians
from engines.evidence.shipped import flow
from engines.instruments.lcs.cauchy_green import CauchyGreen, Eigenfield, cauchy_green
from engines.instruments.lcs.ftle_ridges import ridges
from engines.instruments.lcs.hyperbolic import Rules, material_lines
from engines.instruments.lcs.lambda_lines import closed_curves, swept

GRID = (401, 201)
HORIZON = -10.0
SDD, GAP = 10.0, 0.05
RULES = Rules(
    step=1e-3, failure=0.1, shortest=1.5, percentile=40.0, sampling=10, mean=580.0, apart=0.02
)
SWEEP = (0.9, 1.1, 0.01)
SWEEP_BUDGET = 20.0  # s
REPEATS = 3


def measure() -> list[Entry]:
    """All three kinds, on one strain; where numbacs is installed on that of numbacs."""
    x, y = np.linspace(0.0, 2.0, GRID[0]), np.linspace(0.0, 1.0, GRID[1])
    peer = numbacs_curves(x, y, HORIZON)
    exact = cauchy_green(flow("double-gyre"), x, y, start=0.0, horizon=HORIZON)
    c = exact if peer is None else _as_ours(x, y, peer)
    across = c.eigen.vectors()[1]
    where = f"{GRID[0]} x {GRID[1]}, T = {HORIZON:g}"
    return [
        _beside(
            f"FTLE ridges, {where}",
            lambda: ridges(x, y, c.ftle, across, sdd=SDD, dist_tol=GAP),
            None if peer is None else lambda: peer.ridges(SDD, GAP),
        ),
        _beside(
            f"shrink lines, {where}",
            lambda: material_lines(c, RULES)[0],
            None
            if peer is None
            else lambda: peer.lines(
                RULES.step, RULES.failure, RULES.shortest, RULES.percentile, RULES.sampling,
                RULES.mean,
            ),
            "numbacs compiles part of it anew at each call, which its time includes",
        ),
        _sweep(exact, where),
    ]  # fmt: skip


def _as_ours(x: np.ndarray, y: np.ndarray, peer: PeerCurves) -> CauchyGreen:
    """Another's strain, so that both start from the same numbers."""
    n1, n2 = peer.across[..., 0], peer.across[..., 1]
    double = np.stack([n1**2 - n2**2, 2.0 * n1 * n2], axis=-1)
    double[np.isnan(peer.high)] = np.nan
    eigen = Eigenfield(x, y, 1.0 / peer.high, peer.high, double)
    return CauchyGreen(x, y, peer.high, peer.high, peer.high, HORIZON, eigen)


def _beside(
    name: str,
    ours: Callable[[], Sized],
    theirs: Callable[[], Sized] | None,
    remark: str = "",
) -> Entry:
    must = f"no slower than {numbacs_name().removesuffix(' (absent)')}"
    count = len(ours())
    if theirs is None:
        (mine,) = medians(ours, repeats=REPEATS)
        return Entry(name, mine, must, None, numbacs_name(), note=f"{count} lines")
    note = f"{count} lines, {numbacs_name()} {len(theirs())}"
    mine, others = medians(ours, theirs, repeats=REPEATS)
    note = f"{note}; {remark}" if remark else note
    return Entry(name, mine, must, mine <= others, numbacs_name(), others, others / mine, note)


def _sweep(c: CauchyGreen, where: str) -> Entry:
    """Closed curves of all stretchings, which no peer draws."""
    lams = swept(*SWEEP)

    def ours() -> int:
        return sum(len(found) for found in closed_curves(c, lams, tolerance=1e-4))

    count = ours()
    (mine,) = medians(ours, repeats=1)
    must = f"under {SWEEP_BUDGET:g} s"
    name = f"closed curves, {len(lams)} stretchings, {where}"
    return Entry(name, mine, must, mine < SWEEP_BUDGET, note=f"{count} curves")
