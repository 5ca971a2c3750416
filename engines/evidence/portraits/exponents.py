"""Lyapunov exponents and Kaplan-Yorke dimensions that are known, found again."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

import numpy as np
from scipy.special import lambertw

from engines.evidence.shipped import flow
from engines.instruments.spectra.spectrum import Running, measured, plan_of
from engines.protocols.check import Claim
from engines.protocols.flow import Flow
from engines.systems.system_file import system_from_text

Measured = tuple[str, bool, bool]

LOZI = """
title = "Lozi map"
[next]
x = "1 - 1.7*abs(x) + y"
y = "x/2"
[states]
x = { low = -1.5, high = 1.5, start = -0.1 }
y = { low = -1.0, high = 1.0, start = 0.1 }
"""
CAT = """
title = "Cat map"
[next]
x = "mod(2*x + y, 1)"
y = "mod(x + y, 1)"
[states]
x = { low = 0.0, high = 1.0, start = 0.3 }
y = { low = 0.0, high = 1.0, start = 0.2 }
"""
# Nearly at the energy of escape, where almost all of the surface is one sea of chaos.
HENON_HEILES = """
title = "Henon-Heiles"
step = 0.05
duration = 200.0
[rates]
x = "u"
y = "v"
u = "-x - 2*x*y"
v = "-y - x^2 + y^2"
[states]
x = { low = -1.0, high = 1.0, start = 0.0 }
y = { low = -0.5, high = 1.0, start = -0.1 }
u = { low = -0.6, high = 0.6, start = 0.56 }
v = { low = -0.6, high = 0.6, start = 0.0 }
"""

DELAY = """
title = "Feedback after a while"
kind = "dde"
step = 0.01
duration = 20.0
[rates]
x = "-x@tau"
[states]
x = { low = -1.5, high = 1.5, start = 1.0 }
[parameters]
tau = { value = 1.0, low = 0.1, high = 2.0 }
"""


@cache
def run(id: str, averaged: float, **values: float) -> Running:
    """The spectrum of a shipped system, measured once in a process."""
    moved = flow(id, **values)
    return measured(moved, plan_of(moved, averaged))


@cache
def run_text(text: str, averaged: float) -> Running:
    """The spectrum of a system that is written here."""
    system = system_from_text(text, "here")
    moved: Flow = system.flow_at(system.defaults())
    return measured(moved, plan_of(moved, averaged))


def exponents(running: Running) -> np.ndarray:
    """The exponents, the largest first; NaN if there are none."""
    return np.full(4, np.nan) if running.estimate is None else running.estimate.exponents


def near(value: float, known: float, bound: float, places: int = 4) -> Measured:
    """A number, and whether it lies within `bound` of a known one."""
    return f"{value:.{places}f}", bool(abs(value - known) < bound), False


def _largest(known: float, bound: float, of: Callable[[], Running]) -> Callable[[], Measured]:
    return lambda: near(float(exponents(of())[0]), known, bound)


def _dimension(known: float, bound: float, of: Callable[[], Running]) -> Callable[[], Measured]:
    def measure() -> Measured:
        found = of().estimate
        return near(math.nan if found is None else found.dimension, known, bound)

    return measure


def _sum(known: float, bound: float, of: Callable[[], Running]) -> Callable[[], Measured]:
    return lambda: near(float(exponents(of()).sum()), known, bound, 6)


def _lorenz() -> Running:
    return run("lorenz-1963", 200.0)  # of each of 64 orbits: 12 800 in all


def _lorenz_neutral() -> Measured:
    return near(float(exponents(_lorenz())[1]), 0.0, 2e-3)


def _rossler() -> Running:
    return run("rossler", 1500.0)


def _thomas(b: float) -> Callable[[], Running]:
    return lambda: run("thomas", 1500.0, b=b)


def _henon() -> Running:
    return run("henon", 4000.0)


def _kicked(k: float) -> Callable[[], Running]:
    return lambda: run("standard-map", 2000.0, K=k)


def _pairs() -> Measured:
    """Exponents of a Hamiltonian flow come in pairs, and the inner pair vanishes."""
    found = exponents(run_text(HENON_HEILES, 1500.0))
    gap = float(np.abs(found + found[::-1]).max())
    return f"{gap:.1e}", gap < 1e-4 and abs(found[1]) < 0.1 * found[0], False


SPROTT = "Sprott (2003), Chaos and Time-Series Analysis, Oxford, appendix A"
LIOUVILLE = "trace of the Jacobian; Liouville's theorem"
SYMPLECTIC = "Abarbanel, Brown & Kennel (1991), J. Nonlinear Sci. 1, 175-199, for the pairing"
KICKED = "Chirikov (1979), Phys. Rep. 52, 263-379, for ln(K/2) at large K"


def _law(
    id: str,
    check: str,
    must: str,
    source: str,
    measure: Callable[[], Measured],
    seconds: float = 0.5,
) -> Claim:
    return Claim(id, check, "law", must, source, measure, seconds=seconds)


CLAIMS = (
    _law("lorenz-1963", "largest Lyapunov exponent", "0.9056 within 0.01", SPROTT,
         _largest(0.9056, 0.01, _lorenz), 1.0),
    _law("lorenz-1963", "sum of Lyapunov exponents", "-13.6667 within 0.001", LIOUVILLE,
         _sum(-41.0 / 3.0, 1e-3, _lorenz)),
    _law("lorenz-1963", "exponent along the flow", "0 within 0.002",
         "Haken (1983), Phys. Lett. A 94, 71-72", _lorenz_neutral),
    _law("lorenz-1963", "Kaplan-Yorke dimension", "2.0622 within 0.001", SPROTT,
         _dimension(2.0622, 1e-3, _lorenz)),
    _law("rossler", "largest Lyapunov exponent", "0.0714 within 0.003", SPROTT,
         _largest(0.0714, 0.003, _rossler), 1.0),
    _law("rossler", "Kaplan-Yorke dimension", "2.0132 within 0.001", SPROTT,
         _dimension(2.0132, 1e-3, _rossler)),
    _law("thomas", "sum of Lyapunov exponents at b = 0.18", "-0.54 within 1e-6", LIOUVILLE,
         _sum(-0.54, 1e-6, _thomas(0.18)), 1.0),
    _law("thomas", "sum of Lyapunov exponents at b = 1.85", "-5.55 within 1e-4", LIOUVILLE,
         _sum(-5.55, 1e-4, _thomas(1.85)), 1.0),
    _law("thomas", "largest Lyapunov exponent at b = 0.18", "0.0349 within 0.003", SPROTT,
         _largest(0.0349, 0.003, _thomas(0.18))),
    _law("thomas", "Kaplan-Yorke dimension at b = 0.18", "2.0607 within 0.005", SPROTT,
         _dimension(2.0607, 5e-3, _thomas(0.18))),
    _law("henon", "largest Lyapunov exponent", "0.41922 within 0.005", SPROTT,
         _largest(0.41922, 5e-3, _henon)),
    _law("henon", "sum of Lyapunov exponents", "ln 0.3 within 1e-9", LIOUVILLE,
         _sum(math.log(0.3), 1e-9, _henon)),
    _law("henon", "Kaplan-Yorke dimension", "1.2583 within 0.003", SPROTT,
         _dimension(1.25827, 3e-3, _henon)),
    _law("standard-map", "largest Lyapunov exponent at K = 10", "ln 5 within 0.03", KICKED,
         _largest(math.log(5.0), 0.03, _kicked(10.0))),
    _law("standard-map", "largest Lyapunov exponent at K = 40", "ln 20 within 0.03", KICKED,
         _largest(math.log(20.0), 0.03, _kicked(40.0))),
    _law("henon-heiles", "exponents come in pairs", "gap < 1e-4 and inner pair below a tenth of the outer", SYMPLECTIC,
         _pairs, 1.0),
    _law("ikeda", "largest Lyapunov exponent", "0.5076 within 0.01", SPROTT,
         _largest(0.5076, 0.01, lambda: run("ikeda", 4000))),
    _law("ikeda", "sum of Lyapunov exponents", "2 ln 0.9 within 1e-9", LIOUVILLE,
         _sum(2.0 * math.log(0.9), 1e-9, lambda: run("ikeda", 4000))),
    _law("ikeda", "Kaplan-Yorke dimension", "1.7067 within 0.005", SPROTT,
         _dimension(1.70665, 5e-3, lambda: run("ikeda", 4000))),
    _law("lozi", "largest Lyapunov exponent", "0.4702 within 0.005", SPROTT,
         _largest(0.4702, 5e-3, lambda: run_text(LOZI, 4000))),
    _law("logistic", "Lyapunov exponent at r = 4", "ln 2 within 0.002",
         "Ulam & von Neumann (1947), Bull. Am. Math. Soc. 53, 1120",
         _largest(math.log(2.0), 2e-3, lambda: run("logistic", 4000, r=4.0))),
    _law("cat-map", "largest Lyapunov exponent", "ln((3 + sqrt 5)/2) within 1e-9",
         "Arnold & Avez (1968), Ergodic Problems of Classical Mechanics, appendix",
         _largest(math.log((3.0 + math.sqrt(5.0)) / 2.0), 1e-9, lambda: run_text(CAT, 400))),
    _law("kaplan-yorke-map", "Kaplan-Yorke dimension", "1 + ln 2/ln 5 within 1e-3",
         "Kaplan & Yorke (1979), Lecture Notes in Mathematics 730, 204-227",
         _dimension(1.0 + math.log(2.0) / math.log(5.0), 1e-3, lambda: run("kaplan-yorke", 400))),
    _law("delay-equations", "largest exponent of x' = -x(t - 1)", "-0.31813 within 0.002",
         "Corless et al. (1996), Adv. Comput. Math. 5, 329-359: root of z = -exp(-z)",
         _largest(float(lambertw(-1.0).real), 2e-3, lambda: run_text(DELAY, 40.0)), 2.0),
)  # fmt: skip
