"""The linear flow beside a state: its Jacobian, and what kind of rest it makes."""

from __future__ import annotations

import numpy as np

from engines.protocols.capabilities import Differentiable
from engines.protocols.flow import Flow

NEUTRAL = 1e-7  # share of the largest eigenvalue below which a growth rate counts as none


def gradients(flow: Flow, states: np.ndarray, time: float = 0.0) -> np.ndarray:
    """dv_i/dx_j at `states`, by the flow itself or by central differences.

    Args:
        flow: Any flow.
        states: Shape (n, d).
        time: Moment of an unsteady flow.

    Returns:
        Shape (n, d, d).
    """
    if isinstance(flow, Differentiable):
        return flow.jacobian(states, time)
    n, d = states.shape
    step = np.cbrt(np.finfo(float).eps) * np.maximum(1.0, np.abs(states))
    slopes = np.empty((n, d, d))
    for j in range(d):
        shift = np.zeros((n, d))
        shift[:, j] = step[:, j]
        ahead, behind = flow.velocity(states + shift, time), flow.velocity(states - shift, time)
        slopes[:, :, j] = (ahead - behind) / (2.0 * step[:, j, None])
    return slopes


def rates_of_growth(values: np.ndarray, discrete: bool) -> np.ndarray:
    """Growth per unit time along each eigenvector: Re of it, or ln |multiplier| of a map."""
    if discrete:
        with np.errstate(divide="ignore"):
            return np.log(np.abs(values))
    return values.real


def kind_of(values: np.ndarray, discrete: bool = False) -> tuple[str, str]:
    """Mark and words for a fixed point with these eigenvalues.

    Args:
        values: Eigenvalues of the Jacobian, or multipliers of a map, shape (d,), complex.
        discrete: Whether they are multipliers.

    Returns:
        One of the marks "stable", "unstable", "saddle", "centre", "dot", and e.g. "stable spiral".
    """
    growth = rates_of_growth(values, discrete)
    size = 1.0 if discrete else float(np.max(np.abs(values)))
    turning = bool(np.any(np.abs(values.imag) > NEUTRAL * max(size, 1e-300)))
    up = int(np.count_nonzero(growth > NEUTRAL * size))
    down = int(np.count_nonzero(growth < -NEUTRAL * size))
    shape = "spiral" if turning else "node"
    if up and down:
        return "saddle", "saddle spiral" if turning else "saddle"
    if up + down == len(values):
        return ("unstable", f"unstable {shape}") if up else ("stable", f"stable {shape}")
    if turning and not up and not down:
        return "centre", "centre"
    return "dot", "degenerate"
