"""By how much a potential misses the equation it should obey."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engines.learned.latent.potentials.derivatives import Derivatives

Residual = Callable[[Derivatives, Any], Any]


def _like(rate: Any, curvature: Any) -> Any:
    """`rate` beside a curvature that may be a vector, as the published operator makes it."""
    return rate[..., None] if curvature.ndim > rate.ndim else rate


def _against(speed: Any, curvature: Any) -> Any:
    return speed.reshape(-1, *([1] * (curvature.ndim - 1))) ** 2 * curvature


def wave(at: Derivatives, speed: Any) -> Any:
    """Residual u_tt - c^2 Lap u, with c = `speed`, shape (K,).

    Source:
        Song, Keller, Sebe & Welling (2023), ICML, eq. (3).
    """
    return _like(at.second_rate, at.curvature) - _against(speed, at.curvature)


def heat(at: Derivatives, speed: Any) -> Any:
    """Residual u_t - c^2 Lap u, with c = `speed`, shape (K,)."""
    return _like(at.rate, at.curvature) - _against(speed, at.curvature)


def hamilton_jacobi(at: Derivatives, speed: Any) -> Any:
    """Residual u_t + |grad u|^2 / 2: along its flow a particle is free and keeps its velocity."""
    return at.rate + 0.5 * (at.slope**2).sum(-1)


RESIDUALS: dict[str, Residual] = {
    "wave": wave,
    "heat": heat,
    "hamilton-jacobi": hamilton_jacobi,
}


def scale(equation: str, at: Derivatives, speed: Any) -> Any:
    """Sum of the squares of the two terms of the equation: what a residual is measured by."""
    if equation == "hamilton-jacobi":
        return at.rate**2 + 0.25 * (at.slope**2).sum(-1) ** 2
    rate = at.second_rate if equation == "wave" else at.rate
    return _like(rate, at.curvature) ** 2 + _against(speed, at.curvature) ** 2
