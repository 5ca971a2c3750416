"""Noise of a point charge in D hidden dimensions: Student's t, normal where D is infinite."""

from __future__ import annotations

import math

import numpy as np
from scipy.special import gammaln

from engines.errors import FlowError

MOST = 1e7  # of N + D; beyond, single powers lose what they could tell from the normal law


def checked_hidden(hidden: float, dimension: int) -> float:
    """D, once it is one that can be computed with.

    Raises:
        FlowError: If D is not positive, or N + D > 1e7 and D is finite.
    """
    if not hidden > 0.0:
        raise FlowError(f"D = {hidden:g}, D must be > 0 or inf")
    if math.isfinite(hidden) and dimension + hidden > MOST:
        raise FlowError(f"N + D = {dimension + hidden:g}, allowed up to {MOST:g}; use D = inf")
    return hidden


def student_noise(
    count: int, dimension: int, hidden: float, sigma: float, draw: np.random.Generator
) -> np.ndarray:
    r"""Draws of p(x) ~ (|x|^2 + r^2)^{-(N+D)/2}, r = sigma sqrt(D), about the origin.

        b ~ Beta(N/2, D/2),   R = r sqrt(b / (1 - b)),   x = R g / |g|,   g ~ N(0, I_N)

    b / (1 - b) is drawn as the quotient of two gamma variates, so that no tail is cut by rounding.

    Args:
        count: Number of draws.
        dimension: N.
        hidden: D, inf for N(0, sigma^2 I).
        sigma: Scale.
        draw: Where they come from.

    Returns:
        Shape (count, N).

    Raises:
        FlowError: If D is not allowed.

    Source:
        Xu, Liu, Tian, Tong, Tegmark & Jaakkola (2023), ICML, arXiv:2302.04265, section 3.
    """
    checked_hidden(hidden, dimension)
    around = draw.standard_normal((count, dimension))
    if math.isinf(hidden):
        return sigma * around
    length = np.linalg.norm(around, axis=1, keepdims=True)
    above = draw.standard_gamma(0.5 * dimension, (count, 1))
    below = draw.standard_gamma(0.5 * hidden, (count, 1))
    return np.asarray(sigma * np.sqrt(hidden * above / below) * around / length)


def log_density(x: np.ndarray, hidden: float, sigma: float) -> np.ndarray:
    r"""The logarithm of that density, normalised, shape (n,).

        ln p = c - (N + D)/2 log1p(|x|^2 / (D sigma^2))

    Args:
        x: Shape (n, N).
        hidden: D, inf for the normal law.
        sigma: Scale.

    Source:
        Kotz & Nadarajah (2004), Multivariate t Distributions and Their Applications, eq. (1.1).
    """
    n = x.shape[1]
    checked_hidden(hidden, n)
    square = (x**2).sum(axis=1) / sigma**2
    if math.isinf(hidden):
        return np.asarray(-0.5 * square - 0.5 * n * math.log(2.0 * math.pi * sigma**2))
    level = gammaln(0.5 * (n + hidden)) - gammaln(0.5 * hidden)
    level -= 0.5 * n * math.log(hidden * math.pi * sigma**2)
    return np.asarray(level - 0.5 * (n + hidden) * np.log1p(square / hidden))
