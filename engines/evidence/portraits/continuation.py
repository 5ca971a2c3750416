"""Parameters at which something is born or dies, from formulas and from the literature."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy.integrate import solve_ivp
from scipy.optimize import fsolve

from engines.evidence.shipped import flow
from engines.instruments.continuation.branches import Grown, grown
from engines.instruments.cycles.closing import cycle_of
from engines.protocols.check import Claim
from engines.protocols.flow import Flow
from engines.systems.system_file import system_from_text

Measured = tuple[str, bool, bool]


def _below(error: float, bound: float) -> Measured:
    return f"{error:.1e}", bool(error < bound), False


def _family(
    rates: dict[str, str], kind: str = "rates", **values: tuple[float, float, float]
) -> Flow:
    """A flow over the square from -2 to 2 with parameters (value, low, high)."""
    text = 'title = "Family"\nduration = 20.0\n' + ("step = 0.02\n" if kind == "rates" else "")
    text += f"[{kind}]\n" + "".join(f'{n} = "{r}"\n' for n, r in rates.items()) + "[states]\n"
    text += "".join(f"{n} = {{ low = -2.0, high = 2.0, start = 0.1 }}\n" for n in rates)
    text += "[parameters]\n"
    for name, (value, low, high) in values.items():
        text += f"{name} = {{ value = {value}, low = {low}, high = {high} }}\n"
    system = system_from_text(text, "family")
    return system.flow_at(system.defaults())


def _grown(flow_: Flow, name: str, low: float, high: float, cycles: bool = False) -> list[Grown]:
    *_, (found, _) = grown(flow_, name, low, high, cycles)
    return found


def _changes(found: list[Grown], kind: str, of: str = "") -> list[float]:
    return sorted(
        float(change.place[-1])
        for one in found
        for change in one.branch.changes
        if change.kind == kind and of in ("", one.kind)
    )


def _born(found: list[Grown]) -> list[float]:
    return [value for one in found for value in one.born if math.isfinite(value)]


def _nearest(values: list[float], exact: float) -> float:
    return min((abs(value - exact) for value in values), default=math.inf)


def _lorenz() -> Measured:
    found = _grown(flow("lorenz-1963"), "rho", 0.0, 40.0)
    hopf, fork = _changes(found, "hopf"), _changes(found, "branch")
    right = _nearest(hopf, 470.0 / 19.0) < 1e-9 and min(_born(found), default=-1.0) > 0.0
    return f"{hopf[0]:.9f}, subcritical" if right else f"{hopf}", right and bool(fork), False


def _pitchfork() -> Measured:
    found = _grown(flow("lorenz-1963"), "rho", 0.0, 20.0)
    return _below(_nearest(_changes(found, "branch"), 1.0), 1e-9)


def _homoclinic() -> Measured:
    """The branch that leaves the origin falls to the other side just when it misses the origin."""
    low, high = 13.0, 15.0
    for _ in range(34):
        rho = (low + high) / 2.0
        lorenz: Any = flow("lorenz-1963", rho=rho)
        careful = lorenz.refined().refined()
        values, vectors = np.linalg.eig(lorenz.jacobian(np.zeros((1, 3)), 0.0)[0])
        out = np.real(vectors[:, int(np.argmax(values.real))])
        start = 1e-7 * out * np.sign(out[0])
        path = careful.record(start[None], np.linspace(0.0, 30.0, 3001))[0]
        crossed = bool((path[:, 0] < -1e-3).any())
        low, high = (low, rho) if crossed else (rho, high)
    return f"{low:.7f}", abs(low - 13.926557) < 1e-5, False


def _cusp() -> Measured:
    """The field p + q x - x^3 folds at p^2 = 4 q^3 / 27."""
    worst = 0.0
    for q in (0.2, 0.6, 1.5):
        family = _family({"x": "p + q*x - x^3", "y": "-y"}, p=(0.9, -1.0, 1.0), q=(q, -1.0, 2.0))
        folds = _changes(_grown(family, "p", -1.0, 1.0), "fold")
        edge = math.sqrt(4.0 * q**3 / 27.0)
        worst = max(worst, _nearest(folds, edge), _nearest(folds, -edge))
    return _below(worst, 1e-9)


def _brusselator() -> Measured:
    worst, signs = 0.0, []
    for a in (0.6, 1.0, 1.4):
        found = _grown(flow("brusselator", A=a), "B", 0.1, 5.0)
        worst = max(worst, _nearest(_changes(found, "hopf"), 1.0 + a * a))
        signs += _born(found)
    return f"{worst:.1e}, supercritical", worst < 1e-9 and max(signs) < 0.0, False


def _nerve() -> Measured:
    """Trace 1 - v^2 - s b = 0 gives v, the rest gives I."""
    b, a, s = 0.8, 0.7, 0.08
    found = _grown(flow("fitzhugh-nagumo"), "I", 0.0, 2.0)
    worst = 0.0
    for sign in (-1.0, 1.0):
        v = sign * math.sqrt(1.0 - s * b)
        worst = max(worst, _nearest(_changes(found, "hopf"), (v + a) / b - v + v**3 / 3.0))
    return _below(worst, 1e-9)


def _logistic() -> Measured:
    found = _grown(flow("logistic"), "r", 0.0, 4.0, cycles=True)
    flips = _changes(found, "flip")
    known = (3.0, 1.0 + math.sqrt(6.0), 3.5440903595519)
    worst = max(_nearest(flips, r) for r in known)
    return _below(worst, 1e-9)


def _henon() -> Measured:
    worst = 0.0
    for b in (0.3, 0.1, -0.3):
        found = _grown(flow("henon", a=1.0, b=b), "a", -1.0, 1.4)
        worst = max(worst, _nearest(_changes(found, "fold"), -((1.0 - b) ** 2) / 4.0))
        worst = max(worst, _nearest(_changes(found, "flip"), 3.0 * (1.0 - b) ** 2 / 4.0))
    return _below(worst, 1e-9)


def _circle() -> Measured:
    """The map (r x (1 - y), x): multipliers exp(+- i pi / 3) at r = 2."""
    family = _family({"x": "r*x*(1 - y)", "y": "x"}, "next", r=(1.5, 1.1, 2.3))
    found = _grown(family, "r", 1.1, 2.3)
    spectra = [c.spectrum for one in found for c in one.branch.changes if c.kind == "torus"]
    turned = [abs(abs(np.angle(s[0])) - math.pi / 3.0) for s in spectra]
    worst = max(_nearest(_changes(found, "torus"), 2.0), min(turned, default=math.inf))
    return _below(worst, 1e-8)


def _rings() -> Measured:
    found = _grown(flow("two-cycles"), "h", -0.5, 1.5, cycles=True)
    folds, hopf = _changes(found, "fold", "cycle"), _changes(found, "hopf")
    return _below(max(_nearest(folds, 0.0), _nearest(hopf, 1.0)), 1e-6)


def _rossler() -> Measured:
    """Where the branch says the band doubles, the cycle found anew has the multiplier -1."""
    found = _grown(flow("rossler", c=4.4), "c", 1.0, 4.5, cycles=True)
    worst, told = 0.0, []
    for one in found:
        for change in one.branch.changes:
            if change.kind != "flip":
                continue
            there = one.problem.at(float(change.place[-1]))
            cycle = cycle_of(there, change.place[:3], float(change.place[-2]))
            if cycle is None:
                return f"none at c = {change.place[-1]:.6f}", False, False
            worst = max(worst, float(np.abs(cycle.multipliers + 1.0).min()))
            told.append(f"{change.place[-1]:.5f}")
    return f"{worst:.1e} at c = {', '.join(told)}", bool(told) and worst < 1e-4, False


BENT = {"alpha": 1.0, "beta": 1.0, "delta": 0.15, "gamma": 0.3, "omega": 1.2}
TWISTED = {"alpha": -1.0, "beta": 1.0, "delta": 0.3, "gamma": 0.2, "omega": 1.2}


def _shot(x: float, v: float, of: dict[str, float]) -> tuple[np.ndarray, np.ndarray]:
    """By how much a state of x'' + delta x' + alpha x + beta x^3 = gamma cos(omega t) misses itself
    after a period, and the matrix of the map over it, by scipy.
    """
    a, b, d, g, w = (of[name] for name in ("alpha", "beta", "delta", "gamma", "omega"))

    def rates(t: float, z: np.ndarray) -> list[float]:
        k = -a - 3.0 * b * z[0] ** 2
        force = g * math.cos(w * t) - d * z[1] - a * z[0] - b * z[0] ** 3
        return [z[1], force, z[3], k * z[2] - d * z[3], z[5], k * z[4] - d * z[5]]

    span, begin = (0.0, 2.0 * math.pi / w), [x, v, 1.0, 0.0, 0.0, 1.0]
    end = solve_ivp(rates, span, begin, "DOP853", rtol=1e-11, atol=1e-12).y[:, -1]
    return end[:2] - [x, v], np.array([[end[2], end[4]], [end[3], end[5]]])


def _balanced() -> list[list[float]]:
    """x, v and omega where the answer folds, about: by the balance of one harmonic of size A,

    (alpha + 3 beta A^2 / 4 - omega^2)^2 + (delta omega)^2 = (gamma / A)^2.
    """
    a, b, d, g = (BENT[name] for name in ("alpha", "beta", "delta", "gamma"))
    size = np.linspace(0.05, 3.0, 20_001)
    stiff = a + 0.75 * b * size**2
    inside = (2.0 * stiff - d * d) ** 2 - 4.0 * (stiff**2 - (g / size) ** 2)
    size, stiff, inside = (row[inside >= 0.0] for row in (size, stiff, inside))
    pace = np.sqrt(0.5 * (2.0 * stiff - d * d + np.sqrt(inside)))
    found = []
    for i in np.flatnonzero(np.diff(np.sign(np.diff(pace)))) + 1:
        late = math.atan2(d * pace[i], stiff[i] - pace[i] ** 2)
        x, v = size[i] * math.cos(late), size[i] * pace[i] * math.sin(late)
        found.append([x, v, float(pace[i])])
    return found


def _bent() -> Measured:
    """Folds of the answer against x = F(x), det(dF - 1) = 0 solved by scipy."""

    def folds(u: np.ndarray) -> list[float]:
        off, matrix = _shot(u[0], u[1], {**BENT, "omega": u[2]})
        return [*off, float(np.linalg.det(matrix - np.eye(2)))]

    wanted = sorted(float(fsolve(folds, u, xtol=1e-12)[2]) for u in _balanced())
    found = _changes(_grown(flow("duffing", **BENT), "omega", 0.5, 2.5, cycles=True), "fold")
    if len(found) != len(wanted):
        return f"{len(found)} of {len(wanted)}", False, False
    off = max(abs(one - other) for one, other in zip(found, wanted, strict=True))
    told = " and ".join(f"{value:.6f}" for value in found)
    return f"omega = {told}, {off:.0e} off", off < 1e-6 and len(found) == 2, False


def _twisted() -> Measured:
    """Where the answer in one valley doubles, scipy's map has the multiplier -1."""
    found = _grown(flow("duffing", **TWISTED), "gamma", 0.15, 0.28, cycles=True)
    worst, told = 0.0, ""
    for one in found:
        for change in one.branch.changes if one.order == 1 else ():
            if change.kind != "flip":
                continue
            x, v, force = change.place.tolist()
            off, matrix = _shot(x, v, {**TWISTED, "gamma": force})
            miss = float(np.abs(np.linalg.eigvals(matrix) + 1.0).min())
            worst = max(worst, miss, float(np.abs(off).max()))
            told = f"gamma = {change.place[2]:.6f}, {worst:.0e} off"
    return told or "none", bool(told) and worst < 1e-5, False


SPARROW = "Sparrow (1982), The Lorenz Equations, chapters 1 and 2"
CLAIMS = (
    Claim("lorenz-branches", "rests turn unstable at rho, subcritically", "law",
          "470/19 = 24.736842105 within 1e-9, l1 > 0", SPARROW, _lorenz),
    Claim("lorenz-branches", "the origin forks at rho = 1", "law", "error < 1e-9", SPARROW,
          _pitchfork),
    Claim("lorenz-branches", "the loop through the origin", "law", "rho = 13.926557 within 1e-5",
          "Doedel, Krauskopf & Osinga (2006), Nonlinearity 19, 2947-2972", _homoclinic,
          seconds=4.0),
    Claim("continuation", "folds of a cusp", "law", "p^2 = 4 q^3/27 within 1e-9",
          "Kuznetsov (2004), Elements of Applied Bifurcation Theory, section 8.2", _cusp),
    Claim("brusselator", "begins to beat at B = 1 + A^2, supercritically", "law",
          "error < 1e-9, l1 < 0", "Strogatz (2015), Nonlinear Dynamics and Chaos, exercise 8.3.1",
          _brusselator),
    Claim("fitzhugh-nagumo", "begins and ceases to fire at I", "law", "error < 1e-9",
          "trace of its Jacobian; FitzHugh (1961), Biophys. J. 1, 445-466", _nerve),
    Claim("logistic", "doublings at 3, 1 + sqrt 6 and 3.5440903596", "law", "error < 1e-9",
          "Strogatz (2015), section 10.2 and 10.3", _logistic),
    Claim("henon", "fold at -(1 - b)^2/4, doubling at 3 (1 - b)^2/4", "law", "error < 1e-9",
          "Hénon (1976), Commun. Math. Phys. 50, 69-77", _henon),
    Claim("continuation", "a delayed logistic map sheds a circle at r = 2", "law",
          "r and an angle of pi/3 within 1e-8",
          "Aronson, Chory, Hall & McGehee (1982), Commun. Math. Phys. 83, 303-354", _circle),
    Claim("two-cycles", "the rings meet at h = 0, the inner one is born at h = 1", "law",
          "error < 1e-6", "its formula", _rings),
    Claim("bent-resonance", "the answer to a force folds twice over its frequency", "law",
          "omega as by shooting, within 1e-6", "scipy, DOP853 and fsolve, from the balance of one "
          "harmonic; Kovacic & Brennan (2011), The Duffing Equation, chapter 5", _bent,
          seconds=1.5),
    Claim("duffing", "the answer in one valley doubles its period", "law",
          "multiplier -1 within 1e-5", "scipy, DOP853 along the variational equation", _twisted,
          seconds=3.0),
    Claim("rossler", "the band doubles at c", "law", "multiplier -1 within 1e-4",
          "Kuznetsov (2004), section 5.3; the cycle is located again with more care", _rossler),
)  # fmt: skip
