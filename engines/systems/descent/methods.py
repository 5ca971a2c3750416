"""Five first-order methods, tuned by the curvatures of a landscape, and the flows behind them."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from engines.errors import ParameterError
from engines.protocols.descent import Method

# name in presets: short name, words
METHODS = {
    "gradient_descent": ("GD", "gradient descent"),
    "heavy_ball": ("HB", "heavy ball"),
    "nesterov": ("NAG", "Nesterov"),
    "convex_nesterov": ("NAG-C", "Nesterov, convex"),
    "triple_momentum": ("TMM", "triple momentum"),
}
FREE = "free"  # whose numbers are those of the sliders
LARGEST_CONDITION = 1e6
STEPS = (0.05, 2.2)  # allowed steps, in tuned ones
MODES = 2001  # curvatures at which a spectrum is looked at


def tuned(name: str, curvature: tuple[float, float], factor: float = 1.0) -> Method:
    """A method with the numbers for curvatures from mu to L.

    With kappa = L/mu, q = 1/sqrt(kappa) and rho = 1 - q:

        GD     alpha = 2/(L + mu)
        HB     alpha = 4/(sqrt L + sqrt mu)^2, beta = ((1 - q)/(1 + q))^2
        NAG    alpha = 1/L, beta = gamma = (1 - q)/(1 + q)
        NAG-C  alpha = 1/L, beta = gamma = k/(k + 3)
        TMM    alpha = (1 + rho)/L, beta = rho^2/(2 - rho),
               gamma = rho^2/((1 + rho)(2 - rho)), delta = rho^2/(1 - rho^2)

    Args:
        name: One of `METHODS`.
        curvature: mu and L.
        factor: What alpha is multiplied with.

    Raises:
        ParameterError: If a number is not allowed.

    Source:
        Polyak (1964); Nesterov (1983, 2018); Van Scoy, Freeman & Lynch (2018), IEEE Control
        Systems Letters 2, 49-54.
    """
    mu, largest = curvature
    if name not in METHODS:
        raise ParameterError(f"method = '{name}', allowed {', '.join(METHODS)}")
    if not (0.0 < mu < math.inf):
        raise ParameterError(f"mu = {mu:g}, allowed above 0")
    if not (mu <= largest <= LARGEST_CONDITION * mu):
        raise ParameterError(f"kappa = L/mu = {largest / mu:g}, allowed 1 to {LARGEST_CONDITION:g}")
    if not (STEPS[0] <= factor <= STEPS[1]):
        raise ParameterError(f"step = {factor:g}, allowed {STEPS[0]:g} to {STEPS[1]:g}")
    q = math.sqrt(mu / largest)
    rho = 1.0 - q
    kind = 1 + list(METHODS).index(name)
    method = Method(*METHODS[name], kind, 1.0 / largest)
    if name == "gradient_descent":
        method = replace(method, alpha=2.0 / (largest + mu))
    elif name == "heavy_ball":
        beta = (rho / (1.0 + q)) ** 2
        method = replace(method, alpha=4.0 / (math.sqrt(largest) + math.sqrt(mu)) ** 2, beta=beta)
    elif name == "nesterov":
        method = replace(method, beta=rho / (1.0 + q), gamma=rho / (1.0 + q))
    elif name == "convex_nesterov":
        method = replace(method, growing=True)
    else:
        square = rho * rho
        method = replace(
            method,
            alpha=(1.0 + rho) / largest,
            beta=square / (2.0 - rho),
            gamma=square / ((1.0 + rho) * (2.0 - rho)),
            delta=square / (1.0 - square),
        )
    return replace(method, alpha=factor * method.alpha)


def coefficients(method: Method) -> tuple[float, float, float]:
    """(d, h, c) of the flow that follows a method to second order in tau = sqrt(alpha).

        x'' + d x' + h H(x) x' + c grad f(x) = 0,  t_k = k tau,
        d = 2 (1 - beta)/(tau (1 + beta)),  h = 2 gamma tau/(1 + beta),  c = 2/(1 + beta)

    For a growing beta: its values late, where d = 0; d itself is 3/t.

    Source:
        Derived here: the second difference, the centred difference and y_k - xi_k of the method
        are tau^2 x'', tau x' and gamma tau x' to second order.
    """
    tau = math.sqrt(method.alpha)
    if method.growing:
        return 0.0, tau, 1.0
    whole = 1.0 + method.beta
    return (
        2.0 * (1.0 - method.beta) / (tau * whole),
        2.0 * method.gamma * tau / whole,
        2.0 / whole,
    )


def method_of(d: float, h: float, c: float, largest: float) -> Method:
    """The method whose flow has these coefficients, the other way round of `coefficients`:

        beta = 2/c - 1,  tau = 2 (c - 1)/d,  gamma = h/(c tau)

    Args:
        d: Damping.
        h: Damping by curvature.
        c: Gain.
        largest: L, for the clock of a flow that belongs to no method: tau = 1/sqrt(L).
    """
    name, words = FREE, "free numbers"
    if not (1.0 < c <= 2.0 and d > 0.0):
        return Method(name, words, 0, 1.0 / largest, stepped=False)
    tau = 2.0 * (c - 1.0) / d
    return Method(name, words, 0, tau * tau, 2.0 / c - 1.0, h / (c * tau))


# d of the flow for vanishing steps, in sqrt(mu)
_SLOW = {"HB": 2.0, "NAG": 2.0, "TMM": 3.0 / math.sqrt(2.0)}


def slow_coefficients(method: Method, mu: float) -> tuple[float, float, float]:
    """(d, h, c) for vanishing steps: h = 0 and c = 1, so that HB and NAG are the same."""
    if method.growing:
        return 0.0, 0.0, 1.0
    return _SLOW.get(method.name, 2.0) * math.sqrt(mu), 0.0, 1.0


def immersed(mu: float) -> tuple[float, float, float]:
    """(d, h, c) of the flow that has x' = -h grad f immersed exactly: c = d h.

    Source:
        The reading of arXiv:2509.18346 that the About text describes; reconstructed.
    """
    return math.sqrt(mu), 1.0 / math.sqrt(mu), 1.0


def multipliers(method: Method, curvatures: np.ndarray) -> np.ndarray:
    """Both eigenvalues of a step of `method` on f = lambda x^2/2, shape (k, 2), complex.

        z^2 - (1 + beta - alpha lambda (1 + gamma)) z + beta - alpha lambda gamma = 0

    For a growing beta: those of its limit 1.
    """
    beta, gamma = (1.0, 1.0) if method.growing else (method.beta, method.gamma)
    pull = method.alpha * np.asarray(curvatures, float)
    return _roots(-(1.0 + beta - pull * (1.0 + gamma)), beta - pull * gamma)


def exponents(d: float, h: float, c: float, curvatures: np.ndarray) -> np.ndarray:
    """Both roots of r^2 + (d + h lambda) r + c lambda = 0, shape (k, 2), complex."""
    lam = np.asarray(curvatures, float)
    return _roots(d + h * lam, c * lam)


def spectral_radius(method: Method, curvature: tuple[float, float]) -> float:
    """Largest multiplier over the curvatures from mu to L."""
    return float(np.abs(multipliers(method, modes(curvature))).max())


def modes(curvature: tuple[float, float], count: int = MODES) -> np.ndarray:
    """Curvatures from the lowest to the highest, evenly spaced, shape (count,)."""
    return np.linspace(*curvature, count)


def _roots(p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """Roots of z^2 + p z + q = 0; the smaller one from the product, where nothing cancels."""
    p, q = np.broadcast_arrays(np.asarray(p, float), np.asarray(q, float))
    root = np.sqrt((p * p - 4.0 * q).astype(complex))
    big = -0.5 * (p + np.where(p >= 0.0, 1.0, -1.0) * root)
    with np.errstate(divide="ignore", invalid="ignore"):
        small = np.where(big != 0.0, q / big, 0.0)
    return np.stack([big, small], axis=-1)
