"""What remembers, against exact solutions, Lambert's W and another integrator."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from scipy.integrate import solve_ivp
from scipy.optimize import brentq
from scipy.special import lambertw

from engines.evidence.shipped import flow as flow_of
from engines.evidence.shipped import system
from engines.instruments.sweeps.attractor import distinct, marks
from engines.instruments.sweeps.family import at_values, starts
from engines.protocols.check import Claim
from engines.systems.delay.history import HistoryFlow
from engines.systems.system_file import system_from_text

Measured = tuple[str, bool, bool]

FEEDBACK = """
title = "Linear feedback"
kind = "dde"
step = 0.005
[rates]
x = "-a*x@tau"
[states]
x = { low = -1.0, high = 1.0, start = 1.0 }
[parameters]
a = { value = 1.0, low = 0.0, high = 3.0 }
tau = { value = 1.0, low = 0.1, high = 3.0 }
"""
EXPONENTS = 4
FARMER = "Farmer (1982), Physica D 4, 366-393"


@cache
def _feedback(a: float) -> HistoryFlow:
    return HistoryFlow(system_from_text(FEEDBACK, "feedback"), {"a": a, "tau": 1.0})


def _glass(tau: float, step: float | None = None) -> HistoryFlow:
    shipped = system("mackey-glass")
    return HistoryFlow(shipped, {**shipped.defaults(), "tau": tau}, step)


def _by_hand() -> Measured:
    flow = _feedback(1.0)
    path = flow.record(np.array([flow.box.start]), np.array([0.0, 1.0, 2.0]))[0, :, 0]
    off = max(abs(path[1]), abs(path[2] + 0.5))
    return f"{path[1]:.1e} and {path[2]:.12f}", off < 1e-8, False


def rhythm(series: np.ndarray, spacing: float) -> complex:
    """The exponent of a single growing or dying oscillation, from equally spaced samples.

    It obeys x_{n+2} = p x_{n+1} + q x_n, whose roots are exp(lambda spacing) (Prony).
    """
    pairs = np.stack([series[1:-1], series[:-2]], axis=1)
    (p, q), *_ = np.linalg.lstsq(pairs, series[2:], rcond=None)
    root = 0.5 * p + 0.5 * np.sqrt(complex(p * p + 4.0 * q))
    return complex(np.log(root) / spacing)


def _growth(flow: HistoryFlow, rest: float, size: float, wait: float, span: float) -> float:
    """How fast a small disturbance of a rest grows, once slower motions have died out."""
    times = np.concatenate([[0.0], wait + np.linspace(0.0, span, 41)])
    begin = np.full((1, flow.dimension), rest + size)
    path = flow.record(begin, times)[0, 1:, 0] - rest
    return rhythm(path, span / 40.0).real


def _threshold(growth: Callable[[float], float], low: float, high: float) -> float:
    return float(brentq(growth, low, high, xtol=1e-10))


def _hopf() -> Measured:
    found = _threshold(lambda a: _growth(_feedback(a), 0.0, 1.0, 12.0, 8.0), 1.5, 1.65)
    return f"{found:.9f}", abs(found - math.pi / 2.0) < 1e-7, False


def _glass_hopf() -> Measured:
    # x' = -gamma x - 0.4 x(t - tau) around x = 1 for beta = 0.2, gamma = 0.1, n = 10
    exact = math.acos(-0.25) / math.sqrt(0.4**2 - 0.1**2)
    found = _threshold(lambda tau: _growth(_glass(tau), 1.0, 1e-6, 120.0, 40.0), 4.5, 4.9)
    return f"{found:.6f}, exactly {exact:.6f}", abs(found - exact) < 1e-5, False


def _spectrum() -> Measured:
    flow = _feedback(1.0)
    frame = np.linalg.qr(np.random.default_rng(0).normal(size=(flow.dimension, EXPONENTS)))[0]
    sums, pieces, forgotten = np.zeros(EXPONENTS), 300, 30
    for i in range(pieces + forgotten):
        # the equation is linear: its tangents are its own solutions
        frame, r = np.linalg.qr(flow.advance(np.ascontiguousarray(frame.T), 0.0, 1.0).T)
        if i >= forgotten:
            sums += np.log(np.abs(np.diag(r)))
    found = sums / pieces
    exact = np.repeat([lambertw(-1.0, k).real for k in (0, 1)], 2)
    off = float(np.abs(found - exact).max())
    return ", ".join(f"{v:.4f}" for v in found), off < 5e-3, False


def stepped(
    rates: Callable[[float, float, float], float], start: float, tau: float, stop: float
) -> float:
    """X at `stop` by scipy's DOP853 from multiple to multiple of the delay, history constant."""
    x = start
    pieces: list[Callable[[float], np.ndarray]] = []

    def right(t: float, x: np.ndarray) -> list[float]:
        k = int((t - tau) // tau) if t > tau else -1
        past = start if t <= tau else float(pieces[min(k, len(pieces) - 1)](t - tau)[0])
        return [rates(t, float(x[0]), past)]

    k = 0
    while k * tau < stop:
        end = min((k + 1) * tau, stop)
        done = solve_ivp(
            right, (k * tau, end), [x], "DOP853", rtol=1e-12, atol=1e-13, dense_output=True
        )
        x = float(done.y[0, -1])
        pieces.append(done.sol)
        k += 1
    return x


def _against_scipy() -> Measured:
    flow = _glass(17.0, 0.02)
    end = flow.advance(np.array([flow.box.start]), 0.0, 100.0)[0, 0]
    start = system("mackey-glass").start[0]
    other = stepped(lambda t, x, past: 0.2 * past / (1.0 + past**10) - 0.1 * x, start, 17.0, 100.0)
    return f"{abs(end - other):.1e}", abs(end - other) < 1e-8, False


SETTLED, SEEN = 6000.0, 400.0  # near a doubling a cycle finds itself slowly
MAXIMA = 10


def _maxima(taus: np.ndarray, settled: float = SETTLED) -> np.ndarray:
    """The first maxima of Mackey-Glass on what it settles on, shape (n, MAXIMA), for delays."""
    flow: Any = flow_of("mackey-glass")
    begin = at_values(starts(flow, 1), taus[:, None])
    times = np.linspace(settled, settled + SEEN, 20_000)
    found = marks(flow.suspended(["tau"]), begin, 0, settled, times)
    return np.array([row[np.isfinite(row)][:MAXIMA] for row in found])


def _beats() -> Measured:
    rows = _maxima(np.array([7.0, 13.0, 14.0, 17.0]))
    one, near, two, many = (distinct(row, 1e-3) for row in rows)
    text = f"{one} at 7, {near} at 13, {two} at 14, {many} of {MAXIMA} at 17"
    return text, (one, near, two) == (1, 1, 2) and many > 6, False


def _doubles() -> Measured:
    """Maxima of a doubled cycle part by a length whose square grows in proportion to the delay."""
    taus = np.array([13.35, 13.4, 13.45, 13.5])
    rows = _maxima(taus)
    apart = rows[:, ::2].mean(axis=1) - rows[:, 1::2].mean(axis=1)
    slope, offset = np.polyfit(taus, apart**2, 1)
    found = -float(offset / slope)
    return f"{found:.3f}", abs(found - 13.3) < 0.1, False


CLAIMS: tuple[Claim, ...] = (
    Claim("mackey-glass", "x' = -x(t - 1), history 1: x(1) and x(2) by the method of steps", "law",
          "0 and -1/2 within 1e-8", "exact", _by_hand),
    Claim("mackey-glass", "delay 17, x(100) against DOP853 from delay to delay", "law",
          "below 1e-8", "scipy", _against_scipy),
    Claim("mackey-glass", "x' = -a x(t - 1) begins to oscillate", "law", "a = pi/2 within 1e-7",
          "exact; Hayes (1950), J. London Math. Soc. 25, 226-232", _hopf),
    Claim("mackey-glass", "delay at which the healthy count begins to beat", "law",
          "arccos(-1/4)/sqrt(0.15) within 1e-5", "exact: linear about x = 1", _glass_hopf),
    Claim("mackey-glass", "different maxima of what it settles on, by the orbit diagram", "law",
          "1 at delay 7 and 13, 2 at 14, more than 6 of 10 at 17", FARMER, _beats, seconds=3.0),
    Claim("mackey-glass", "delay at which its cycle doubles", "law", "13.3 within 0.1", FARMER,
          _doubles, seconds=3.0),
    Claim("mackey-glass", "first four exponents of x' = -x(t - 1) on histories", "law",
          "Re W_0(-1), Re W_1(-1), each twice, within 5e-3",
          "exact; Corless et al. (1996), Adv. Comput. Math. 5, 329-359", _spectrum),
)  # fmt: skip
