"""Cycles whose periods and multipliers are known, in closed form or to many digits."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from engines.evidence.shipped import flow
from engines.instruments.cycles.closing import Cycle, cycle_of
from engines.instruments.cycles.repeated import repeated
from engines.instruments.cycles.search import cycles_of
from engines.instruments.portrait.scales import seeds
from engines.protocols.check import Claim

Measured = tuple[str, bool, bool]


def _below(error: float, bound: float) -> Measured:
    return f"{error:.1e}", bool(error < bound), False


def _rings() -> Measured:
    """Two rings at r^2 = 1 +- sqrt(h) with the multipliers exp(-4 m r^2 (r^2 - 1) 2 pi / w)."""
    worst = 0.0
    for h, m in ((0.1, 0.3), (0.25, 0.5), (0.6, 0.2)):
        *_, (found, _) = cycles_of(flow("two-cycles", h=h, m=m), 10.0)
        if sorted(c.kind for c in found) != ["stable", "unstable"]:
            return f"found {[c.kind for c in found]} at h = {h:g}", False, False
        for cycle in found:
            r2 = 1.0 + math.sqrt(h) * (1.0 if cycle.kind == "stable" else -1.0)
            exact = math.exp(-8.0 * math.pi * m * r2 * (r2 - 1.0))
            other = cycle.multipliers[0 if cycle.kind == "unstable" else -1].real
            worst = max(worst, abs(other / exact - 1.0), abs(cycle.period - 2.0 * math.pi))
            worst = max(worst, abs(float(np.linalg.norm(cycle.place)) - math.sqrt(r2)))
    return _below(worst, 1e-6)


def _along() -> Measured:
    worst = 0.0
    for id, longest in (("van-der-pol", 20.0), ("lorenz-1963", 2.4), ("rossler", 13.0)):
        *_, (found, _) = cycles_of(flow(id), longest)
        if not found:
            return f"none in {id}", False, False
        worst = max(worst, max(abs(c.trivial - 1.0) for c in found))
    return _below(worst, 1e-8)


def _settled(mu: float, period: float) -> Cycle | None:
    pol: Any = flow("van-der-pol", mu=mu)
    start = pol.advance(np.array([[2.0, 0.0]]), 0.0, 8.0 * period + 20.0)[0]
    return cycle_of(pol, start, period)


def _van_der_pol(mu: float, exact: float, bound: float) -> Measured:
    cycle = _settled(mu, 1.003 * exact)
    if cycle is None:
        return "none", False, False
    return f"{cycle.period:.10f}", abs(cycle.period - exact) < bound, False


def _relaxed() -> Measured:
    """The period at mu = 5 between two crossings that scipy finds by itself."""
    from scipy.integrate import solve_ivp

    def rates(_: float, state: np.ndarray) -> list[float]:
        return [state[1], 5.0 * (1.0 - state[0] ** 2) * state[1] - state[0]]

    def top(_: float, state: np.ndarray) -> float:
        return float(state[1])

    top.direction = -1.0  # type: ignore[attr-defined]
    run = solve_ivp(rates, (0.0, 60.0), [2.0, 0.0], "DOP853", events=top, rtol=1e-12, atol=1e-13)
    exact = float(np.diff(run.t_events[0])[-1])
    cycle = _settled(5.0, 1.003 * exact)
    if cycle is None:
        return "none", False, False
    words = f"{cycle.period:.9f}, scipy {exact:.9f}"
    return words, abs(cycle.period - exact) < 1e-8, False


def _weak() -> Measured:
    """2 pi (1 + mu^2/16 - 5 mu^4/3072), the next term being of order mu^6."""
    worst = 0.0
    for mu in (0.05, 0.1):
        exact = 2.0 * math.pi * (1.0 + mu**2 / 16.0 - 5.0 * mu**4 / 3072.0)
        cycle = _settled(mu, exact)
        if cycle is None:
            return f"none at mu = {mu:g}", False, False
        worst = max(worst, abs(cycle.period - exact))
    return _below(worst, 1e-8)


def _loops(index: int, exact: float) -> Measured:
    *_, (found, _) = cycles_of(flow("lorenz-1963"), 2.4)
    if len(found) != 3:
        return f"{len(found)} found", False, False
    period = found[index].period
    return f"{period:.10f}", abs(period - exact) < 1e-8, False


def _band() -> Measured:
    *_, (found, _) = cycles_of(flow("rossler"), 8.0)
    if not found:
        return "none", False, False
    one = found[0]
    growing = float(one.multipliers[0].real)
    right = abs(one.period - 5.88108845586) < 1e-8 and abs(growing + 2.40395353) < 1e-6
    return f"T = {one.period:.9f}, {growing:.7f}", right, False


def _henon_orbits() -> Measured:
    henon = flow("henon")
    path = henon.record(np.array([[0.1, 0.1]]), np.arange(200.0))[0]
    starts = np.concatenate([seeds(henon.box, 300, 0, "evidence"), path])  # type: ignore[attr-defined]
    counts = [len(orbits) for orbits in repeated(henon, starts, 7)]
    return str(counts), counts == [2, 1, 0, 1, 0, 2, 4], False


def _logistic_orbits() -> Measured:
    chaos: Any = flow("logistic", r=4.0)
    counts, worst = [], 0.0
    for k, orbits in enumerate(repeated(chaos, seeds(chaos.box, 600, 0, "evidence"), 5), 1):
        counts.append(len(orbits))
        for one in orbits:
            size = 4.0 if k == 1 and abs(one.place[0]) < 1e-9 else 2.0**k
            worst = max(worst, abs(abs(one.multipliers[0]) / size - 1.0))
    return f"{counts}, {worst:.0e}", counts == [2, 1, 2, 3, 6] and worst < 1e-6, False


VISWANATH = "Viswanath (2003), Nonlinearity 16, 1035-1056"
CLAIMS = (
    Claim("two-cycles", "radii, periods and multipliers of both rings", "law", "error < 1e-6",
          "its formula", _rings),
    Claim("two-cycles", "multiplier along cycles of three systems is 1", "law", "error < 1e-8",
          "Floquet's theorem", _along),
    Claim("van-der-pol", "period of the located cycle at mu = 1", "law",
          "6.66328685932 within 1e-9", "Amore (2021), arXiv:2111.12198",
          lambda: _van_der_pol(1.0, 6.66328685932313, 1e-9)),
    Claim("van-der-pol", "period of the located cycle at mu = 5", "law",
          "as scipy's within 1e-8", "scipy.integrate.solve_ivp, DOP853 with events", _relaxed),
    Claim("van-der-pol", "period of weak oscillations", "law",
          "2 pi (1 + mu^2/16 - 5 mu^4/3072) within 1e-8",
          "Andersen & Geer (1982), SIAM J. Appl. Math. 42, 678-693", _weak),
    Claim("lorenz-loops", "period of the loop once round each wing", "law",
          "1.5586522107 within 1e-8", VISWANATH, lambda: _loops(0, 1.5586522107)),
    Claim("lorenz-loops", "period of the next pair of loops", "law",
          "2.3059072639 within 1e-8", VISWANATH, lambda: _loops(1, 2.3059072639)),
    Claim("rossler", "shortest unstable cycle: period and multiplier", "law",
          "5.88108845586 within 1e-8, -2.40395353 within 1e-6",
          "Cvitanović et al., ChaosBook.org, table of cycles of the Rössler flow", _band),
    Claim("henon", "orbits of prime period 1 to 7", "law", "2, 1, 0, 1, 0, 2, 4",
          "Biham & Wenzel (1989), Phys. Rev. Lett. 63, 819-822", _henon_orbits),
    Claim("logistic", "orbits at r = 4, with multipliers +- 2^k", "law",
          "2, 1, 2, 3, 6 within 1e-6", "F^k is conjugate to the tent map", _logistic_orbits),
)  # fmt: skip
