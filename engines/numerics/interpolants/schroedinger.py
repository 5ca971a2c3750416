"""The interpolant whose sampler is a Schroedinger bridge, for normal laws on a line."""

from __future__ import annotations

import numpy as np
from scipy.optimize import least_squares

from engines.errors import FlowError

KNOTS = 33
NODES = 4  # of Gauss in each piece between knots


def bridge_variance(first: float, last: float, noise: float) -> float:
    r"""Variance at t = 1/2 of the Schroedinger bridge from N(0, s_0^2) to N(0, s_1^2).

        c = (sqrt(4 s_0^2 s_1^2 + 4 eps^2) - 2 eps) / 2,   V = (s_0^2 + s_1^2 + 2 c) / 4 + eps / 2

    Args:
        first: s_0.
        last: s_1.
        noise: eps, half the squared noise of the reference process.

    Source:
        Leonard (2014), Discrete Contin. Dyn. Syst. 34, 1533-1574; Bures distance with entropy.
    """
    shared = 0.5 * (np.sqrt(4.0 * first**2 * last**2 + 4.0 * noise**2) - 2.0 * noise)
    return float(0.25 * (first**2 + last**2 + 2.0 * shared) + 0.5 * noise)


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
    times = np.linspace(0.0, 1.0, knots)
    x, w = np.polynomial.legendre.leggauss(NODES)
    share, weight = 0.5 * (x + 1.0), 0.5 * w
    step = times[1] - times[0]
    t = (times[:-1, None] + step * share).ravel()
    root = np.sqrt(np.tile(step * weight, knots - 1))
    square, half = 2.0 * noise * t * (1.0 - t), noise * (1.0 - 2.0 * t)

    def spread_out(free: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        alpha = np.concatenate(([1.0], free[: knots - 2], [0.0]))
        return alpha, np.concatenate(([0.0], free[knots - 2 :], [1.0]))

    def between(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        rise = np.diff(values)
        return (values[:-1, None] + rise[:, None] * share).ravel(), np.repeat(rise / step, NODES)

    def residuals(free: np.ndarray) -> np.ndarray:
        (a, da), (b, db) = (between(values) for values in spread_out(free))
        shared = a * da * first**2 + b * db * last**2 + half - noise
        return root * shared / np.sqrt(a**2 * first**2 + b**2 * last**2 + square)

    start = np.concatenate((1.0 - times[1:-1], times[1:-1]))
    found = least_squares(residuals, start, xtol=1e-12, ftol=1e-12, gtol=1e-12)
    return times, *spread_out(found.x)
