"""Where order ends: Feigenbaum's numbers, the window of period three, the last circle."""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from engines.evidence.shipped import system
from engines.instruments.density.visits import visited
from engines.instruments.sweeps.attractor import distinct
from engines.protocols.check import Claim
from engines.systems.maps import MapFlow
from engines.systems.system_file import system_from_text

Measured = tuple[str, bool, bool]

# On the whole line: the shipped one goes round, which Newton cannot follow.
STANDARD = """
title = "Standard map"
[next]
theta = "theta + p + K*sin(theta)"
p = "p + K*sin(theta)"
[states]
theta = { low = 0.0, high = 6.3, start = 0.0 }
p = { low = 0.0, high = 6.3, start = 3.9 }
[parameters]
K = { value = 0.5, low = 0.0, high = 5.0 }
"""
DELTA, ALPHA, LIMIT = 4.669201609102990, -2.502907875095892, 3.569945671870944
LAST_CIRCLE = 0.971635406
DOUBLINGS = 9


@cache
def _map(text: str) -> MapFlow:
    system = system_from_text(text, "map")
    return MapFlow(system, system.defaults())


def _logistic() -> MapFlow:
    shipped = system("logistic")
    return MapFlow(shipped, shipped.defaults())


@cache
def _superstable() -> tuple[np.ndarray, np.ndarray]:
    """Values r_n at which x = 1/2 has the period 2^n, n = 1 to `DOUBLINGS`, and the distance of
    1/2 from the nearest other point of that cycle, with its sign.

    Newton on f^{2^n}(1/2; r) = 1/2; the derivative by r is an entry of the tangent of the map on
    (x, r).
    """
    family = _logistic().suspended(["r"])
    values, gaps = [2.0, 1.0 + math.sqrt(5.0)], []
    for n in range(2, DOUBLINGS + 1):
        step = (values[-1] - values[-2]) / (DELTA if n > 2 else 4.7)
        r = values[-1] + step
        for _ in range(40):
            end, tangent = family.advance_tangent(np.array([[0.5, r]]), 0.0, float(2**n))
            change = (float(end[0, 0]) - 0.5) / float(tangent[0, 0, 1])
            r -= change
            if abs(change) < 1e-15:
                break
        values.append(r)
    for n, r in enumerate(values[1:], 1):
        half = _logistic().at({"r": r}).advance(np.array([[0.5]]), 0.0, float(2 ** (n - 1)))
        gaps.append(float(half[0, 0]) - 0.5)
    return np.array(values[1:]), np.array(gaps)


def _delta() -> Measured:
    r, _ = _superstable()
    ratios = (r[1:-1] - r[:-2]) / (r[2:] - r[1:-1])
    found = float(ratios[-1])
    return f"{found:.6f}", abs(found - DELTA) < 1e-4, False


def _alpha() -> Measured:
    _, gaps = _superstable()
    ratio = float(gaps[-2] / gaps[-1])
    return f"{ratio:.6f}", abs(ratio - ALPHA) < 1e-4, False


def _limit() -> Measured:
    r, _ = _superstable()
    a, b, c = r[-3:]
    found = float(c - (c - b) ** 2 / ((c - b) - (b - a)))  # Aitken: the rest is a geometric series
    return f"{found:.9f}", abs(found - LIMIT) < 1e-8, False


def _period(r: float) -> int:
    """Number of values the logistic map settles on."""
    start = _logistic().at({"r": r}).advance(np.array([[0.3123]]), 0.0, 200_000.0)
    path = _logistic().at({"r": r}).record(start, np.arange(400.0))[0, :, 0]
    return distinct(path, 1e-6)


def _window() -> Measured:
    """Bisects for the smallest r near 3.83 at which three values are left."""
    low, high = 3.82, 3.835
    for _ in range(20):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if _period(middle) == 3 else (middle, high)
    return f"{high:.6f}", abs(high - (1.0 + math.sqrt(8.0))) < 2e-5, False


def _arcsine() -> Measured:
    edges = np.linspace(0.0, 1.0, 41)
    counts = np.zeros(40)
    for states in visited(_logistic().at({"r": 4.0}), 200):
        counts += np.histogram(states[:, 0], edges)[0]
    exact = np.diff(2.0 / math.pi * np.arcsin(np.sqrt(edges)))
    off = float(np.abs(counts / counts.sum() / exact - 1.0).max())
    return f"{100.0 * off:.2f} %", off < 0.02, False


def _residue(kick: float, turns: int, length: int, momentum: float) -> tuple[float, float]:
    """Greene's residue (2 - trace) / 4 of the orbit with `turns` turns in `length` iterates that
    has a point at angle pi, and its momentum there, found by Newton from `momentum`.
    """
    circle = _map(STANDARD).at({"K": kick})
    for _ in range(60):
        state = np.array([[math.pi, momentum]])
        end, tangent = circle.advance_tangent(state, 0.0, float(length))
        gap = float(end[0, 0]) - math.pi - 2.0 * math.pi * turns
        change = gap / float(tangent[0, 0, 1])
        momentum -= change
        if abs(change) < 1e-14:
            break
    return (2.0 - float(np.trace(tangent[0]))) / 4.0, momentum


@cache
def _critical(turns: int, length: int) -> float:
    """The kick at which the residue of this orbit is a quarter."""
    known = [(0.0, 2.0 * math.pi * turns / length)]
    for kick in np.linspace(0.01, 1.0, 100):
        # a line through the last two, since Newton leaves a coarser guess for another orbit
        slope = (known[-1][1] - known[-2][1]) / (known[-1][0] - known[-2][0]) if known[1:] else 0.0
        guess = known[-1][1] + slope * (float(kick) - known[-1][0])
        residue, momentum = _residue(float(kick), turns, length, guess)
        if residue > 0.25:
            break
        known.append((float(kick), momentum))
    low, high, momentum = known[-1][0], float(kick), known[-1][1]
    for _ in range(40):
        middle = 0.5 * (low + high)
        residue, found = _residue(middle, turns, length, momentum)
        if residue > 0.25:
            high = middle
        else:
            low, momentum = middle, found
    return 0.5 * (low + high)


def _last_circle() -> Measured:
    found = _critical(34, 55)
    return f"{found:.5f}", abs(found - LAST_CIRCLE) < 1e-4, False


CLAIMS: tuple[Claim, ...] = (
    Claim("period-doubling", "Feigenbaum's delta of the logistic map, from 9 doublings", "law",
          "4.669202 within 1e-4", "Feigenbaum (1978), J. Stat. Phys. 19, 25-52", _delta),
    Claim("period-doubling", "Feigenbaum's alpha of the logistic map", "law",
          "-2.502908 within 1e-4", "Feigenbaum (1978), J. Stat. Phys. 19, 25-52", _alpha),
    Claim("period-doubling", "where the doublings of the logistic map accumulate", "law",
          "3.569945672 within 1e-8", "Feigenbaum (1979), J. Stat. Phys. 21, 669-706", _limit),
    Claim("period-doubling", "the window of period three opens", "law",
          "1 + sqrt 8 within 2e-5", "exact; Li & Yorke (1975), Amer. Math. Monthly 82, 985-992",
          _window, seconds=3.0),
    Claim("period-doubling", "density of the logistic map at r = 4, 40 bins", "law",
          "1/(pi sqrt(x(1 - x))) within 2 %", "Ulam & von Neumann (1947)", _arcsine),
    Claim("standard-map", "the last circle breaks: kick at which the residue of 34/55 is 1/4",
          "law", "0.97164 within 1e-4", "Greene (1979), J. Math. Phys. 20, 1183-1201",
          _last_circle, seconds=2.0),
)  # fmt: skip
