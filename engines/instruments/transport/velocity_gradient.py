"""The gradient of a velocity in the plane of two coordinates, and how fast it strains there."""

from __future__ import annotations

import numpy as np

from engines.errors import UnfitError
from engines.protocols.capabilities import Differentiable, Spherical
from engines.protocols.flow import Flow


def unfit_to_differentiate(flow: Flow) -> str:
    """Why the velocity gradient of `flow` is not known; empty if it is."""
    if isinstance(flow, Spherical) and isinstance(flow.whole, Differentiable):
        return ""
    if not isinstance(flow, Differentiable):
        return "needs a flow that knows the derivative of its velocity"
    return ""


def velocity_gradient(flow: Flow, states: np.ndarray, time: float) -> np.ndarray:
    """Derivative dv_i/dx_j of the velocity; on a sphere along its surface, east before north.

    Args:
        flow: Knows the derivative of its velocity, or is a sphere whose space knows it.
        states: Shape (n, d).
        time: The moment.

    Returns:
        Shape (n, d, d), 1 over the unit of time. NaN where a state is lost: a constant derivative
        knows nothing of that.

    Raises:
        UnfitError: If the derivative is not known.
    """
    if isinstance(flow, Spherical) and isinstance(flow.whole, Differentiable):
        lifted = flow.lifted(states)
        bases = flow.bases(lifted)
        found = np.einsum("nia,nij,njb->nab", bases, flow.whole.jacobian(lifted, time), bases)
    elif isinstance(flow, Differentiable):
        found = flow.jacobian(states, time)
    else:
        raise UnfitError(f"the velocity gradient {unfit_to_differentiate(flow)}")
    return np.where(np.isnan(states).any(axis=1)[:, None, None], np.nan, found)


def strain_rates(gradient: np.ndarray) -> np.ndarray:
    """Eigenvalues of the rate of strain, the lower one first.

        S = (grad v + grad v^T) / 2,   s1 <= s2

    s2 is the limit of the FTLE for short horizons forwards, -s1 backwards.

    Args:
        gradient: Shape (n, 2, 2).

    Returns:
        Shape (n, 2), 1 over the unit of time.

    Source:
        Serra & Haller (2016), Chaos 26, 053110; Nolan, Serra & Ross (2020), Nonlinear Dyn. 100,
        3825-3852.
    """
    mean = 0.5 * (gradient[:, 0, 0] + gradient[:, 1, 1])
    half = 0.5 * (gradient[:, 0, 0] - gradient[:, 1, 1])
    shear = 0.5 * (gradient[:, 0, 1] + gradient[:, 1, 0])
    off = np.hypot(half, shear)
    return np.stack([mean - off, mean + off], axis=1)
