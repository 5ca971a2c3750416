"""What is known exactly about the shipped systems, found again by the instruments."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy.special import ellipk

from engines.evidence.shipped import flow, system
from engines.instruments.portrait.scales import seeds
from engines.instruments.stability.fixed_points import fixed_points
from engines.instruments.stability.linear import gradients
from engines.instruments.stability.manifolds import branches
from engines.protocols.check import Claim
from engines.running.ticket import Ticket

Measured = tuple[str, bool, bool]


def _below(error: float, bound: float) -> Measured:
    return f"{error:.1e}", bool(error < bound), False


def _lorenz_rests() -> Measured:
    worst = 0.0
    for rho in (5.0, 28.0, 60.0):
        lorenz: Any = flow("lorenz-1963", rho=rho)
        far = math.sqrt(lorenz.values["beta"] * (rho - 1.0))
        exact = np.array([[-far, -far, rho - 1.0], [0.0, 0.0, 0.0], [far, far, rho - 1.0]])
        found = np.array([f.place for f in fixed_points(lorenz)])
        inside = np.all((exact >= lorenz.box.low) & (exact <= lorenz.box.high), axis=1)
        if len(found) != np.count_nonzero(inside):
            return f"{len(found)} found at rho = {rho:g}", False, False
        worst = max(worst, float(np.abs(found - exact[inside]).max()))
    return _below(worst, 1e-10)


def _lorenz_hopf() -> Measured:
    low, high = 20.0, 30.0
    for _ in range(40):
        rho = (low + high) / 2.0
        turning = fixed_points(flow("lorenz-1963", rho=rho))[-1].values
        growing = max(v.real for v in turning if abs(v.imag) > 1e-6)
        low, high = (low, rho) if growing > 0.0 else (rho, high)
    return f"{low:.6f}", abs(low - 470.0 / 19.0) < 1e-6, False


def _pendulum_rates() -> Measured:
    worst = 0.0
    for c in (0.05, 0.22, 1.3):
        for point in fixed_points(flow("pendulum", c=c)):
            down = round(point.place[0] / math.pi) % 2 == 0
            exact = np.roots([1.0, c, 1.0 if down else -1.0])
            gap = np.abs(point.values[:, None] - exact).min(axis=1).max()
            worst = max(worst, float(gap))
    return _below(worst, 1e-10)


def _pendulum_swing() -> Measured:
    worst = 0.0
    free = flow("pendulum", c=0.0)
    for angle in (0.5, 1.5, 3.0):
        period = 4.0 * float(ellipk(math.sin(angle / 2.0) ** 2))
        start = np.array([[angle, 0.0]])
        worst = max(worst, float(np.abs(free.advance(start, 0.0, period) - start).max()))
    return _below(worst, 1e-6)


def _pendulum_separatrix() -> Measured:
    free = flow("pendulum", c=0.0)
    found = fixed_points(free)
    saddle = next(f for f in found if f.mark == "saddle")
    rests = np.array([f.place for f in found])
    lines, _ = branches(free, saddle, rests, 20.0, 2000, Ticket())
    places = np.concatenate(lines)
    exact = 2.0 * np.abs(np.cos(places[:, 0] / 2.0))
    return _below(float(np.abs(np.abs(places[:, 1]) - exact).max()), 1e-4)


def _van_der_pol_period() -> Measured:
    cycle = flow("van-der-pol", mu=1.0)
    settled = cycle.advance(np.array([[2.0, 0.0]]), 0.0, 60.0)
    times = np.arange(0.0, 15.0, 0.01)
    path = cycle.record(settled, times)[0]
    tops = np.flatnonzero((path[:-1, 1] > 0.0) & (path[1:, 1] <= 0.0))[:2]
    moments = [_crossing(cycle, path[i], float(times[i])) for i in tops]
    period = moments[1] - moments[0]
    return f"{period:.7f}", abs(period - 6.66328685932313) < 1e-6, False


def _crossing(cycle: Any, state: np.ndarray, time: float) -> float:
    """Moment at which the second coordinate is zero, by Newton from just before it."""
    moment = time
    for _ in range(6):
        now = cycle.advance(state[None], time, moment) if moment != time else state[None]
        moment -= now[0, 1] / cycle.velocity(now, moment)[0, 1]
    return float(moment)


def _lotka_volterra_round() -> Measured:
    hunt: Any = flow("lotka-volterra")
    p = hunt.values
    path = hunt.record(np.array([hunt.box.start]), np.linspace(0.0, hunt.duration, 400))[0]
    x, y = path.T
    kept = p["delta"] * x - p["gamma"] * np.log(x) + p["beta"] * y - p["alpha"] * np.log(y)
    return _below(float(np.ptp(kept) / np.abs(kept).mean()), 1e-6)


def _henon_rests() -> Measured:
    henon: Any = flow("henon")
    a, b = henon.values["a"], henon.values["b"]
    exact = np.sort(np.roots([a, 1.0 - b, -1.0]))
    found = fixed_points(henon)
    if len(found) != 2:
        return f"{len(found)} found", False, False
    gap = float(np.abs([f.place[0] - x for f, x in zip(found, exact, strict=True)]).max())
    saddles = all(f.mark == "saddle" for f in found)
    return f"{gap:.1e}", saddles and gap < 1e-10, False


def _area(id: str, exact: float) -> Measured:
    turned = flow(id)
    states = seeds(system(id).box, 200, 0, "evidence")
    slopes = gradients(turned, states) + np.eye(2)
    return _below(float(np.abs(np.linalg.det(slopes) - exact).max()), 1e-12)


def _rossler_rest() -> Measured:
    worst = 0.0
    for c in (3.0, 5.7, 8.0):
        bent: Any = flow("rossler", c=c)
        a, b = bent.values["a"], bent.values["b"]
        inner = (c - math.sqrt(c * c - 4.0 * a * b)) / 2.0
        exact = np.array([inner, -inner / a, inner / a])
        gaps = [float(np.abs(f.place - exact).max()) for f in fixed_points(bent)]
        worst = max(worst, min(gaps, default=math.inf))
    return _below(worst, 1e-10)


def _thomas_rests() -> Measured:
    thomas: Any = flow("thomas")
    places = np.array([f.place for f in fixed_points(thomas)])
    turned = places[:, [1, 2, 0]]
    gaps = np.linalg.norm(turned[:, None] - places, axis=2).min(axis=1)
    return f"{len(places)} found, {gaps.max():.1e}", bool(gaps.max() < 1e-9), False


STROGATZ = "Strogatz (2015), Nonlinear Dynamics and Chaos, section 6.7"
LORENZ = "Lorenz (1963), J. Atmos. Sci. 20, 130-141"
CLAIMS = (
    Claim("lorenz-1963", "fixed points", "law", "error < 1e-10", LORENZ, _lorenz_rests),
    Claim("lorenz-1963", "spirals turn unstable at rho", "law", "24.736842", LORENZ, _lorenz_hopf),
    Claim(
        "pendulum", "eigenvalues at all rests", "law", "error < 1e-10", STROGATZ, _pendulum_rates
    ),
    Claim(
        "pendulum",
        "returns after the period 4K",
        "law",
        "error < 1e-6",
        "DLMF 22.19(i)",
        _pendulum_swing,
    ),
    Claim(
        "pendulum",
        "separatrix v = 2 cos(angle/2)",
        "law",
        "error < 1e-4",
        STROGATZ,
        _pendulum_separatrix,
    ),
    Claim(
        "van-der-pol",
        "period at mu = 1",
        "law",
        "6.6632869 within 1e-6",
        "Amore (2021), arXiv:2111.12198",
        _van_der_pol_period,
    ),
    Claim(
        "lotka-volterra",
        "conserved quantity, relative drift",
        "law",
        "< 1e-6",
        "Volterra (1926), Nature 118, 558-560",
        _lotka_volterra_round,
    ),
    Claim(
        "henon",
        "both fixed points are saddles in place",
        "law",
        "error < 1e-10",
        "Henon (1976), Commun. Math. Phys. 50, 69-77",
        _henon_rests,
    ),
    Claim(
        "henon",
        "area shrinks by -b",
        "law",
        "error < 1e-12",
        "Henon (1976), Commun. Math. Phys. 50, 69-77",
        lambda: _area("henon", -system("henon").defaults()["b"]),
    ),
    Claim(
        "standard-map",
        "area is kept",
        "law",
        "error < 1e-12",
        "Chirikov (1979), Phys. Rep. 52, 263-379",
        lambda: _area("standard-map", 1.0),
    ),
    Claim(
        "rossler",
        "inner fixed point",
        "law",
        "error < 1e-10",
        "Rossler (1976), Phys. Lett. A 57, 397-398",
        _rossler_rest,
    ),
    Claim(
        "thomas",
        "rests turn into each other with x, y, z",
        "law",
        "gap < 1e-9",
        "Thomas (1999), Int. J. Bifurcation Chaos 9, 1889-1905",
        _thomas_rests,
    ),
)
