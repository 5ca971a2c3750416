"""Momentum methods and their flows against what is known of them, baselines included."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

import numpy as np
from scipy.special import j1

from engines.evidence.shipped import system
from engines.instruments.transport.ftle import ftle
from engines.protocols.check import Claim
from engines.protocols.descent import Method
from engines.running.randomness import stream
from engines.systems.descent.family import accelerated, values_with, vanishing
from engines.systems.descent.flows import Course, accelerated_flow, followed, iterated
from engines.systems.descent.landscape import Landscape, landscape_of
from engines.systems.descent.methods import (
    coefficients,
    exponents,
    immersed,
    modes,
    spectral_radius,
    tuned,
)
from engines.systems.ode import OdeFlow

Measured = tuple[str, bool, bool]

CYCLE = np.array([792.0, -2208.0, 2592.0]) / 1225.0
SMALL = 1e-8


@cache
def _landscape(id: str) -> Landscape:
    return landscape_of(system(id))


def _course(
    id: str, method: Method, numbers: tuple[float, float, float] = (0.0, 0.0, 0.0), **values: float
) -> Course:
    landscape = _landscape(id)
    given = {**landscape.system.defaults(), **values}
    return Course(landscape, given, (), method, numbers)


def _settled(errors: np.ndarray) -> int:
    """First step from which on all errors are below `SMALL`."""
    large = np.flatnonzero(~(errors < SMALL))
    return int(large[-1]) + 1 if len(large) else 0


def _cycle() -> Measured:
    paths = {}
    for name in ("heavy_ball", "nesterov", "triple_momentum"):
        course = _course("bent-parabola", tuned(name, (1.0, 25.0)))
        paths[name] = iterated(course, course.own, np.array([3.3]), 3000)[:, 0]
    ring = paths["heavy_ball"][-300:].reshape(100, 3)
    gap = min(float(np.abs(ring - np.roll(CYCLE, k)).max()) for k in range(3))
    others = [_settled(np.abs(paths[name])) for name in ("nesterov", "triple_momentum")]
    good = gap < 1e-5 and max(others) <= 200 and others[1] == 86
    return f"period 3 within {gap:.0e}; NAG {others[0]}, TMM {others[1]} steps", good, False


def _caught() -> Measured:
    """Ends of the starts that fall on the cycle, by bisection between one inside and one beside."""
    course = _course("bent-parabola", tuned("heavy_ball", (1.0, 25.0)))

    def circles(start: float) -> bool:
        return bool(np.abs(iterated(course, course.own, np.array([start]), 400)[-1]) > 0.1)

    ends = []
    for inside, beside in ((3.3, 3.0), (3.3, 3.5)):
        for _ in range(20):
            middle = 0.5 * (inside + beside)
            inside, beside = (middle, beside) if circles(middle) else (inside, middle)
        ends.append(inside)
    good = abs(ends[0] - 3.0612) < 1e-4 and abs(ends[1] - 3.4633) < 1e-4
    return f"{ends[0]:.4f} to {ends[1]:.4f}", good and circles(3.3), False


def _radii() -> Measured:
    worst = 0.0
    for kappa in (10.0, 100.0, 1000.0):
        q = 1.0 / math.sqrt(kappa)
        exact = {
            "gradient_descent": (kappa - 1.0) / (kappa + 1.0),
            "heavy_ball": (1.0 - q) / (1.0 + q),
            "nesterov": 1.0 - q,
            "triple_momentum": 1.0 - q,
        }
        for name, rho in exact.items():
            found = spectral_radius(tuned(name, (1.0, kappa)), (1.0, kappa))
            worst = max(worst, abs(found - rho))
    return f"{worst:.1e}", worst < 1e-6, False


def _counts() -> Measured:
    curvature = (0.01, 1.0)
    methods = {
        name: tuned(name, curvature)
        for name in ("gradient_descent", "heavy_ball", "nesterov", "triple_momentum")
    }
    methods["1/L"] = replace(methods["gradient_descent"], alpha=1.0)
    exact = {"gradient_descent": 461, "1/L": 687, "heavy_ball": 71, "nesterov": 88,
             "triple_momentum": 110}  # fmt: skip
    found = {}
    for name, method in methods.items():
        course = _course("quadratic-bowl", method, kappa=100.0, rotation=0.0)
        path = iterated(course, method, np.ones(2), 800)
        heights = course.landscape.heights(path, course.values)
        found[name] = int(np.flatnonzero(heights < SMALL * heights[0])[0])
    good = all(abs(found[name] - count) <= 1 for name, count in exact.items())
    return ", ".join(str(found[name]) for name in exact), good, False


def _gaps(fine: bool) -> np.ndarray:
    """Largest distance of Nesterov's steps from their flow, for four steps s = 1/L."""
    found = []
    for s in (0.16, 0.04, 0.01, 0.0025):
        method = tuned("nesterov", (0.05, 1.0 / s))
        course = replace(_course("log-cosh-ridge", method, mu=0.05), fine=fine)
        steps = round(12.0 / math.sqrt(s))
        start = np.array([4.0, -3.0])
        gap = iterated(course, method, start, steps) - followed(course, method, start, steps)
        found.append(float(np.abs(gap).max()))
    return np.array(found)


def _order_high() -> Measured:
    gaps = _gaps(fine=True)
    orders = np.log2(gaps[:-1] / gaps[1:])
    ends = abs(gaps[0] - 8.8e-2) < 0.05e-2 and abs(gaps[-1] - 2.0e-3) < 0.05e-3
    good = bool(ends and orders.min() >= 1.7 and orders.max() <= 2.0)
    return f"orders {_list(orders)}; {gaps[0]:.1e} to {gaps[-1]:.1e}", good, False


def _order_low() -> Measured:
    gaps = _gaps(fine=False)
    orders = np.log2(gaps[:-1] / gaps[1:])
    ends = abs(gaps[0] - 5.6e-1) < 0.05e-1 and abs(gaps[-1] - 7.8e-2) < 0.05e-2
    good = bool(ends and orders.min() >= 0.9 and orders.max() <= 1.1)
    return f"orders {_list(orders)}; {gaps[0]:.1e} to {gaps[-1]:.1e}", good, False


def _abscissae() -> Measured:
    curvature = (0.01, 1.0)
    many = modes(curvature)
    fast = float(exponents(*coefficients(tuned("nesterov", curvature)), many).real.max())
    # h = sqrt(s), as it is often written, in place of (1 - q) sqrt(s)
    written = float(exponents(0.2, 1.0, 1.1, many).real.max())
    exact = exponents(*immersed(0.01), many)
    downhill = float(-many.min())
    good = (
        abs(written + 0.1) < 1e-9
        and abs(downhill + 0.01) < 1e-12
        and abs(float(exact.real.max()) + 0.1) < 1e-8
        and not exact.imag.any()
    )
    text = f"{written:.9f}; gradient flow {downhill:.2f}; immersed {exact.real.max():.6f}, real"
    return f"{text}; h = (1 - q) sqrt(s): {fast:.5f}", good, False


def _passivity() -> Measured:
    draw = stream(0, "passivity")
    worst, rising = 0.0, 0.0
    for id in ("quadratic-bowl", "log-cosh-ridge", "bent-parabola", "single-mode"):
        landscape = _landscape(id)
        values = landscape.system.defaults()
        curvature = landscape.tuned_for(values)
        for name in ("heavy_ball", "nesterov", "triple_momentum"):
            gap, rise = _balance(id, coefficients(tuned(name, curvature)), draw)
            worst, rising = max(worst, gap), max(rising, rise)
    return f"{worst:.1e}, largest rise {rising:.0e}", worst < 1e-6 and rising <= 1e-10, False


def _balance(
    id: str, numbers: tuple[float, float, float], draw: np.random.Generator
) -> tuple[float, float]:
    """Gap between V' and its formula, of the largest V'; and the largest rise of V, of V(0)."""
    landscape, (d, h, c) = _landscape(id), numbers
    n, own = landscape.dimension, landscape.system
    values = values_with(landscape, own.defaults(), d=d, h=h, c=c)
    flow = OdeFlow(accelerated(landscape), values, 0.02, "dormand_prince", 1e-12)
    box = flow.box
    start = np.array(box.low) + draw.random(2 * n) * np.subtract(box.high, box.low)
    apart = 2e-3 / math.sqrt(c * landscape.tuned_for(values)[1])
    middles = np.linspace(50.0 * apart, 5000.0 * apart, 60)
    times = (middles[:, None] + apart * np.arange(-2.0, 3.0)).ravel()
    path = flow.record(start[None], np.concatenate([[0.0], times]), None)[0, 1:]
    slopes = landscape.gradient(path[:, :n], values)
    momentum = (path[:, n:] ** 2).sum(axis=1)
    stored = 0.5 * momentum + (c - d * h) * landscape.heights(path[:, :n], values)
    spent = -d * momentum - h * (c - d * h) * (slopes**2).sum(axis=1)
    five = stored.reshape(-1, 5)
    found = (five[:, 0] - 8.0 * five[:, 1] + 8.0 * five[:, 3] - five[:, 4]) / (12.0 * apart)
    usable = np.ones(len(middles), bool)
    if id == "bent-parabola":  # across its corners V' has no derivative to difference
        piece = (path[:, 0] > 1.0).astype(int) + (path[:, 0] > 2.0)
        usable = np.ptp(piece.reshape(-1, 5), axis=1) == 0
    gap = np.abs(found - spent.reshape(-1, 5)[:, 2])[usable].max() / np.abs(spent).max()
    return float(gap), float(max(np.diff(stored).max(), 0.0) / stored[0])


def _bessel() -> Measured:
    landscape, lam, begin = _landscape("single-mode"), 3.0, 1e-6
    values = {"lam": lam, "kappa": 100.0, "h": 0.0, "b": 0.0, "t0": begin}
    flow = OdeFlow(vanishing(landscape), values, 0.05, "dormand_prince", 1e-11)
    times = np.concatenate([np.linspace(0.1, 30.0, 2991), [30.0]])
    start = np.array([[1.0, -0.25 * begin * lam]])
    x = flow.record(start, np.concatenate([[0.0], times - begin]), None)[0, 1:, 0]
    exact = 2.0 * j1(math.sqrt(lam) * times) / (math.sqrt(lam) * times)
    gap = float(np.abs(x - exact).max())
    bound = float((times**2 * lam * x**2 / 2.0).max())
    at_five = float(x[np.argmin(np.abs(times - 5.0))])
    good = gap < 1e-6 and bound <= 2.0 and abs(bound - 0.677) < 5e-4
    good = good and abs(at_five - 0.0626406) < 1e-6
    return f"{gap:.0e}; sup t^2 f = {bound:.3f}; x(5) = {at_five:.7f}", good, False


def _ftle() -> Measured:
    exact = {0.25: -0.245542, 0.04: 0.015062}
    found, even = {}, 0.0
    for lam in exact:
        numbers = (0.4, 1.0, 1.2)
        method = tuned("nesterov", (0.04, 1.0))
        flow = accelerated_flow(_course("single-mode", method, numbers, lam=lam, kappa=25.0))
        x, w = np.linspace(-2.0, 2.0, 9), np.linspace(-1.0, 1.0, 7)
        field = ftle(flow, x, w, start=0.0, horizon=10.0)
        found[lam] = float(field.mean())
        even = max(even, float(np.ptp(field)))
    good = even < 1e-9 and all(abs(found[lam] - value) < 1e-4 for lam, value in exact.items())
    return f"{found[0.25]:.6f}, {found[0.04]:+.6f}, even to {even:.0e}", good, False


def _momenta(numbers: tuple[float, float, float], begin: float) -> tuple[np.ndarray, np.ndarray]:
    """Times and |w| along the flow of the ridge from |w| = `begin`."""
    course = _course("log-cosh-ridge", tuned("nesterov", (0.05, 1.0)), numbers)
    flow = accelerated_flow(course).refined()
    times = np.linspace(0.0, 40.0, 401)
    state = np.array([4.0, -3.0, 0.6 * begin, 0.8 * begin])
    return times, np.linalg.norm(flow.record(state[None], times, None)[0, :, 2:], axis=1)


def _immersion() -> Measured:
    mu = 0.05
    times, still = _momenta(immersed(mu), 0.0)
    _, moving = _momenta(immersed(mu), 1.0)
    gap = float(np.abs(moving - np.exp(-immersed(mu)[0] * times)).max())
    good = bool(still.max() < 1e-8 and gap < 1e-6)
    return f"|w| {still.max():.0e} from 0; {gap:.0e} off exp(-d t) from 1", good, False


def _no_immersion() -> Measured:
    numbers = coefficients(tuned("heavy_ball", (0.05, 0.8723110997362451)))
    _, still = _momenta(numbers, 0.0)
    return f"|w| reaches {still.max():.2f}", bool(still.max() > 1e-2), False


def _list(numbers: np.ndarray) -> str:
    return ", ".join(f"{number:.2f}" for number in numbers)


ID = "acceleration-dynamics"
LESSARD = "Lessard, Recht & Packard (2016), SIAM J. Optim. 26, 57-95, section 4.6"
POLYAK = "Polyak (1964), Nesterov (2018), Van Scoy et al. (2018); companion matrices"
COMPUTED = "recursions of the methods, computed for this check"
DERIVED = "second-order matching of differences, derived here"
PAPER = "arXiv:2509.18346 for the claim; the identity is derived here"
SU = "Su, Boyd & Candes (2016), J. Mach. Learn. Res. 17, 1-43"
HEADLINE = (
    "heavy ball circles between three points, the others arrive",
    "law",
    "792, -2208, 2592 over 1225 within 1e-5; NAG below 1e-8 in 200 steps, TMM in 86",
    LESSARD,
    _cycle,
)
IMMERSED = (
    "immersed flow stays where w = 0",
    "law",
    "|w| < 1e-8; |w| = exp(-d t) within 1e-6",
    PAPER,
    _immersion,
)
LEFT = ("baseline: heavy ball leaves w = 0", "law", "|w| > 0.01", PAPER, _no_immersion)
STRETCHED = (
    "FTLE in (x, w): modes 0.25 and 0.04",
    "law",
    "-0.245542 and +0.015062 within 1e-4",
    "norm of the matrix exponential",
    _ftle,
)
CLAIMS = (
    Claim(ID, *HEADLINE, seconds=2.0),
    Claim("heavy-ball-cycle", *HEADLINE, seconds=2.0),
    Claim("heavy-ball-cycle", "starts at rest that fall on the circle", "law",
          "3.0612 to 3.4633 within 1e-4", COMPUTED, _caught),
    Claim("designed-momentum", *IMMERSED),
    Claim("designed-momentum", *LEFT),
    Claim("designed-momentum", *STRETCHED),
    Claim(ID, "rates on quadratics, kappa 10, 100, 1000", "law",
          "(kappa-1)/(kappa+1), (1-q)/(1+q), 1-q, 1-q within 1e-6", POLYAK, _radii),
    Claim(ID, "steps to 1e-8 of f: GD, GD with 1/L, HB, NAG, TMM", "law",
          "461, 687, 71, 88, 110, each within 1", COMPUTED, _counts),
    Claim(ID, "high-resolution flow follows Nesterov's steps", "law",
          "orders 1.7 to 2 in the step, 8.8e-2 to 2.0e-3", DERIVED, _order_high),
    Claim(ID, "baseline: the low-resolution flow only to first order", "law",
          "orders about 1, 5.6e-1 to 7.8e-2", DERIVED, _order_low),
    Claim(ID, "slowest mode of the flow, mu = 0.01", "law",
          "-0.1 within 1e-9; gradient flow -0.01; immersed -0.1, all real", DERIVED, _abscissae),
    Claim(ID, "V' = -d |w|^2 - h (c - d h) |grad f|^2", "law",
          "within 1e-6 of the largest, V never rises", PAPER, _passivity, seconds=6.0),
    Claim(ID, "convex Nesterov flow is a Bessel function", "law",
          "error < 1e-6; t^2 f <= 2, sup 0.677; x(5) = 0.0626406", SU, _bessel, seconds=2.0),
    Claim(ID, *STRETCHED),
    Claim(ID, *IMMERSED),
    Claim(ID, *LEFT),
)  # fmt: skip
