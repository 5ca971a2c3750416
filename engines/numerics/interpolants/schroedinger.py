"""The interpolant whose sampler is a Schroedinger bridge, for normal laws on a line."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from scipy.optimize import least_squares

from engines.errors import FlowError
from engines.numerics.interpolants.interpolant import Instant, Interpolant

KNOTS = 33
NODES = 4  # of Gauss in each piece between knots


def bridge_variance(first: float, last: float, noise: float) -> float:
    """Variance at t = 1/2 of the Schroedinger bridge, as in `bridge_law`."""
    return float(bridge_law(first, last, noise, np.array([0.5]))[0])


def bridge_law(first: float, last: float, noise: float, times: np.ndarray) -> np.ndarray:
    r"""Variance at each time of the Schroedinger bridge from N(0, s_0^2) to N(0, s_1^2).

        c = (sqrt(4 s_0^2 s_1^2 + 4 eps^2) - 2 eps) / 2
        V = (1 - t)^2 s_0^2 + t^2 s_1^2 + 2 t (1 - t) (c + eps)

    Args:
        first: s_0.
        last: s_1.
        noise: eps, half the squared noise of the reference process.
        times: From 0 to 1.

    Source:
        Leonard (2014), Discrete Contin. Dyn. Syst. 34, 1533-1574; Bures distance with entropy.
    """
    t = np.asarray(times, dtype=np.float64)
    shared = 0.5 * (np.sqrt(4.0 * first**2 * last**2 + 4.0 * noise**2) - 2.0 * noise)
    ends = ((1.0 - t) * first) ** 2 + (t * last) ** 2
    return np.asarray(ends + 2.0 * t * (1.0 - t) * (shared + noise))


def optimised(
    first: float, last: float, noise: float, knots: int = KNOTS
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    r"""Shares alpha and beta at knots, so that the drift of the forward sampler costs least.

    With gamma^2 = 2 eps t (1 - t) fixed, the inner minimum over u is met by
    u = E[dI/dt + (gamma' - eps/gamma) z | x_t]; what is left for the interpolant is to minimise

        int_0^1 E|u|^2 dt = int (alpha alpha' s_0^2 + beta beta' s_1^2 + gamma gamma' - eps)^2 / V dt
        V = alpha^2 s_0^2 + beta^2 s_1^2 + gamma^2

    Args:
        first: s_0.
        last: s_1.
        noise: eps.
        knots: Number of knots of alpha and beta, which are straight between them.

    Returns:
        Times of the knots, alpha and beta there.

    Raises:
        FlowError: If a number is not positive.

    Source:
        Albergo, Boffi & Vanden-Eijnden (2023), arXiv:2303.08797, section 3.5.
    """
    if not (first > 0.0 and last > 0.0 and noise > 0.0):
        raise FlowError(f"s_0 = {first:g}, s_1 = {last:g}, eps = {noise:g}: all must be positive")
    times, t, weight, value, rate = pieces(knots)
    root = np.sqrt(weight)
    square, half = 2.0 * noise * t * (1.0 - t), noise * (1.0 - 2.0 * t)

    def spread_out(free: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        alpha = np.concatenate(([1.0], free[: knots - 2], [0.0]))
        return alpha, np.concatenate(([0.0], free[knots - 2 :], [1.0]))

    def parts(free: np.ndarray) -> tuple[np.ndarray, ...]:
        alpha, beta = spread_out(free)
        a, da, b, db = value @ alpha, rate @ alpha, value @ beta, rate @ beta
        shared = a * da * first**2 + b * db * last**2 + half - noise
        return a, da, b, db, a**2 * first**2 + b**2 * last**2 + square, shared

    def residuals(free: np.ndarray) -> np.ndarray:
        *_, wide, shared = parts(free)
        return np.asarray(root * shared / np.sqrt(wide))

    def slopes(free: np.ndarray) -> np.ndarray:
        a, da, b, db, wide, shared = parts(free)
        found = []
        for x, dx, size in ((a, da, first**2), (b, db, last**2)):
            own = (dx - shared * x / wide)[:, None] * value + x[:, None] * rate
            found.append((size * root / np.sqrt(wide))[:, None] * own[:, 1:-1])
        return np.concatenate(found, axis=1)

    start = np.concatenate((1.0 - times[1:-1], times[1:-1]))
    found = least_squares(residuals, start, slopes, xtol=1e-10, ftol=1e-10, gtol=1e-10)
    return times, *spread_out(found.x)


def pieces(knots: int) -> tuple[np.ndarray, ...]:
    """Times of knots; nodes of Gauss in the pieces between them, with weights; and what turns
    numbers at the knots, straight between them, into values and rates at the nodes.
    """
    times = np.linspace(0.0, 1.0, knots)
    x, w = np.polynomial.legendre.leggauss(NODES)
    share, step = 0.5 * (x + 1.0), times[1] - times[0]
    t = (times[:-1, None] + step * share).ravel()
    piece = np.repeat(np.arange(knots - 1), NODES)
    rows, local = np.arange(len(t)), np.tile(share, knots - 1)
    value, rate = np.zeros((len(t), knots)), np.zeros((len(t), knots))
    value[rows, piece], value[rows, piece + 1] = 1.0 - local, local
    rate[rows, piece], rate[rows, piece + 1] = -1.0 / step, 1.0 / step
    return times, t, np.tile(0.5 * step * w, knots - 1), value, rate


@dataclass(frozen=True, slots=True, eq=False)
class Knotted(Interpolant):
    """An interpolant whose shares are straight between knots.

    Attributes:
        times: Of the knots, from 0 to 1.
        alphas: alpha at each.
        betas: beta at each.
    """

    times: np.ndarray = field(default_factory=lambda: np.array([0.0, 1.0]))
    alphas: np.ndarray = field(default_factory=lambda: np.array([1.0, 0.0]))
    betas: np.ndarray = field(default_factory=lambda: np.array([0.0, 1.0]))

    def at(self, t: float) -> Instant:
        t = min(max(float(t), 0.0), 1.0)
        square, half = self.square(t)
        i = int(np.clip(np.searchsorted(self.times, t, side="right") - 1, 0, len(self.times) - 2))
        step = float(self.times[i + 1] - self.times[i])
        share = (t - float(self.times[i])) / step
        rise, fall = (float(v[i + 1] - v[i]) / step for v in (self.betas, self.alphas))
        alpha, beta = float(self.alphas[i]), float(self.betas[i])
        return Instant(
            alpha + share * step * fall, beta + share * step * rise, fall, rise, square, half
        )


@lru_cache(maxsize=64)
def least_action(first: float, last: float, amplitude: float) -> Knotted:
    """The interpolant with Brownian noise of this amplitude whose forward sampler of diffusion
    A / 2 costs least, for normal laws of these widths.

    Args:
        first: s_0.
        last: s_1.
        amplitude: A.

    Raises:
        FlowError: If a number is not positive.
    """
    return Knotted("linear", "Brownian", amplitude, *optimised(first, last, 0.5 * amplitude))
