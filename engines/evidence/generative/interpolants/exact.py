"""Bridges between two clouds: what no noise may change, and what only noise can mend."""

from __future__ import annotations

from functools import cache, partial

import numpy as np
from scipy.stats import kstest, norm

from engines.numerics.diffusion.path import Linear
from engines.numerics.interpolants.fokker_planck import divergence, spread
from engines.numerics.interpolants.interpolant import NOISES, SHAPES, Interpolant
from engines.numerics.interpolants.noisy import shaken
from engines.numerics.interpolants.schroedinger import bridge_variance, optimised
from engines.protocols.check import Claim
from engines.systems.clouds.gaussian_mixture import GaussianMixture, circle, mixture
from engines.systems.clouds.joined.bridge import MixtureBridge

Measured = tuple[str, bool, bool]
ID = "stochastic-interpolants"
PAPER = "Albergo, Boffi & Vanden-Eijnden (2023), arXiv:2303.08797"
NOISE = mixture([[0.0]], 1.0)
TARGET = mixture([[-2.0], [1.5]], [0.25, 0.16], [0.3, 0.7])
PARTICLES, STEPS = 20_000, 400
KULLBACK = {0.05: 0.158, 0.25: 0.109, 1.0: 0.040, 4.0: 0.0074}


def _law(x: np.ndarray) -> np.ndarray:
    return np.asarray(0.3 * norm.cdf(x, -2.0, 0.5) + 0.7 * norm.cdf(x, 1.5, 0.4))


def _density(x: np.ndarray) -> np.ndarray:
    return np.asarray(0.3 * norm.pdf(x, -2.0, 0.5) + 0.7 * norm.pdf(x, 1.5, 0.4))


@cache
def bridge(amplitude: float) -> MixtureBridge:
    """From N(0, 1) to two clouds on a line, with Brownian latent noise."""
    return MixtureBridge(NOISE, TARGET, Interpolant("linear", "Brownian", amplitude))


def _constant(eps: float, _: float) -> float:
    return eps


def marginals(steps: int = STEPS) -> Measured:
    """Eight samplers, one law."""
    draw, times = np.random.default_rng(0), np.linspace(0.0, 1.0, steps + 1)
    begin = draw.standard_normal((PARTICLES, 1))
    worst, means, variances = 0.0, [], []
    for amplitude in (0.0, 1.0):
        over = bridge(amplitude)
        for eps in (0.0, 0.1, 0.5, 2.0):
            end = shaken(over.tilted, begin, times, partial(_constant, eps), draw)[:, 0]
            worst = max(worst, float(kstest(end, _law).statistic))
            means.append(abs(float(end.mean()) - 0.45))
            variances.append(abs(float(end.var()) - 2.7595))
    words = f"KS {worst:.4f}, mean off {max(means):.3f}, variance off {max(variances):.3f}"
    return words, worst <= 0.012 and max(means) <= 0.03 and max(variances) <= 0.06, False


def _error_is_borne() -> Measured:
    over, found, known = bridge(1.0), [], np.array(list(KULLBACK.values()))
    for delta, levels in ((0.5, KULLBACK), (0.0, (0.05, 4.0))):
        for eps in levels:

            def drift(x: np.ndarray, t: float, e: float = eps, d: float = delta) -> np.ndarray:
                return over.tilted(x[:, None], t, e)[:, 0] + d

            x, rho = spread(drift, norm.pdf, eps)
            found.append(divergence(_density(x), rho, x[1] - x[0]))
    wrong, right = np.array(found[:4]), np.array(found[4:])
    passed = (np.abs(wrong / known - 1.0) < 0.05).all() and (np.diff(wrong) < 0.0).all()
    passed &= (wrong < 0.0625 / np.array(list(KULLBACK))).all() and (right < 1e-5).all()
    words = ", ".join(f"{number:.4g}" for number in wrong)
    return f"{words}; without error {right.max():.1e}", bool(passed), False


def _pair() -> tuple[GaussianMixture, GaussianMixture]:
    leaning = mixture([[1.0, 0.5], [-1.0, 0.0]], [[[0.6, 0.3], [0.3, 0.4]], [[0.3, 0], [0, 0.9]]])
    return leaning, circle(3, 2.0, 0.5)


def _identities() -> Measured:
    draw, linked, carried, scored = np.random.default_rng(1), 0.0, 0.0, 0.0
    h = 1e-4
    for shape in SHAPES:
        for noise in NOISES:
            over = MixtureBridge(*_pair(), Interpolant(shape, noise, 0.7))
            x, t = 1.5 * draw.standard_normal((50, 2)), float(draw.uniform(0.1, 0.9))
            b, s = over.drift(x, t), over.score(x, t)
            half = over.interpolant.at(t).half
            linked = max(linked, float(np.abs(b - (over.own(x, t) - half * s)).max()))
            rate = _rate(over, x, t, h)
            flux, slope = np.zeros(len(x)), np.zeros_like(x)
            for i, unit in enumerate(np.eye(2)):
                up, down = x + h * unit, x - h * unit
                logs = over.at(t).log_density(up), over.at(t).log_density(down)
                slope[:, i] = (logs[0] - logs[1]) / (2.0 * h)
                flux += (np.exp(logs[0]) * over.drift(up, t)[:, i]
                         - np.exp(logs[1]) * over.drift(down, t)[:, i]) / (2.0 * h)  # fmt: skip
            size = float(np.abs(rate).max() + np.abs(flux).max()) or 1.0
            carried = max(carried, float(np.abs(rate + flux).max()) / size)
            scored = max(scored, float((np.abs(slope - s) / (1.0 + np.abs(s))).max()))
    words = f"b: {linked:.1e}, transport: {carried:.1e}, score: {scored:.1e}"
    return words, linked < 1e-9 and carried < 1e-4 and scored < 1e-4, False


def _rate(over: MixtureBridge, x: np.ndarray, t: float, h: float) -> np.ndarray:
    after, before = (np.exp(over.at(t + side * h).log_density(x)) for side in (1.0, -1.0))
    return np.asarray((after - before) / (2.0 * h))


def _schroedinger() -> Measured:
    found = []
    for last in (1.0, 2.0):
        _, alpha, beta = optimised(1.0, last, 0.5)
        middle = len(alpha) // 2
        found.append(float(alpha[middle] ** 2 + (beta[middle] * last) ** 2 + 0.25))
    exact = np.array([bridge_variance(1.0, 1.0, 0.5), bridge_variance(1.0, 2.0, 0.5)])
    off = np.abs(np.array(found) / np.array([1.0590, 2.2808]) - 1.0)
    apart = abs(0.75 / exact[0] - 1.0) > 0.2
    words = f"{found[0]:.4f}, {found[1]:.4f}; straight 0.7500"
    return words, bool((off < 0.02).all()) and apart, False


def _one_sided() -> Measured:
    cloud, draw, worst = circle(), np.random.default_rng(2), 0.0
    over = MixtureBridge(mixture([[0.0, 0.0]], 1.0), cloud, Interpolant("linear", "none"))
    for t in draw.uniform(0.0, 1.0, 20):
        x = 3.0 * draw.standard_normal((50, 2))
        exact = cloud.field(Linear()).velocity(x, float(t))
        worst = max(worst, float(np.abs(over.drift(x, float(t)) - exact).max()))
    return f"{worst:.1e}", worst < 1e-10, False


def _there_and_back() -> Measured:
    one, two = mixture([[-2.0, 0.0], [2.0, 0.0]], 0.3), mixture([[0.0, -2.0], [0.0, 2.0]], 0.3)
    over, draw = MixtureBridge(one, two), np.random.default_rng(3)
    times = np.linspace(0.0, 1.0, STEPS + 1)
    begin = one.drawn(5000, draw)
    there = shaken(over.tilted, begin, times, lambda _: 1.0, draw)
    again = shaken(over.tilted, there, times[::-1], lambda _: 1.0, draw)
    root = np.sqrt(0.3)
    across = kstest(again[:, 0], lambda x: 0.5 * (norm.cdf(x, -2, root) + norm.cdf(x, 2, root)))
    along = kstest(again[:, 1], lambda x: norm.cdf(x, 0.0, root))
    worst = max(float(across.statistic), float(along.statistic))
    return f"KS {worst:.4f}", worst < 0.02, False


CLAIMS = (
    Claim(ID, "Any latent noise A = 0, 1, any diffusion 0, 0.1, 0.5, 2: one law at the end", "law",
          "KS <= 0.012; mean within 0.03, variance within 0.06; 20 000 particles",
          "exact: N(0, 1) to 0.3 N(-2, 0.5^2) + 0.7 N(1.5, 0.4^2)", marginals, seconds=12.0),
    Claim(ID, "An error of the drift 0.5: KL at eps = 0.05, 0.25, 1, 4", "law",
          "0.158, 0.109, 0.040, 0.0074 within 5 %, below 0.0625/eps; without error below 1e-5",
          f"{PAPER}, theorem 2.23; Fokker-Planck equation on 2001 cells", _error_is_borne, seconds=6.0),
    Claim(ID, "b = v - gamma gamma' s; density is carried by b; s = grad log density", "law",
          "1e-9; 1e-4; 1e-4, on every path and noise", "algebra and differences", _identities),
    Claim(ID, "Best interpolant of normal laws, eps = 1/2: variance at t = 1/2", "law",
          "1.0590 to N(0, 1) and 2.2808 to N(0, 4), within 2 %; the straight one differs",
          "Schroedinger bridge in closed form", _schroedinger),
    Claim(ID, "From one side, without latent noise: the probability flow", "law", "1e-10", "algebra",
          _one_sided),
    Claim(ID, "With diffusion 1 there and back: the first cloud", "law", "KS < 0.02 on each axis",
          f"{PAPER}, section 2.4", _there_and_back, seconds=4.0),
)  # fmt: skip
