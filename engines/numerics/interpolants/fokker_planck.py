"""The density of a noisy sampler on a line, and how far it ends from the one that was meant."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.linalg import solve_banded

from engines.errors import FlowError
from engines.running.ticket import Ticket

LOW, HIGH, CELLS, STEPS = -8.0, 8.0, 2001, 2000
Along = Callable[[np.ndarray, float], np.ndarray]


def spread(
    drift: Along,
    first: Callable[[np.ndarray], np.ndarray],
    noise: float,
    cells: int = CELLS,
    steps: int = STEPS,
    ticket: Ticket | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    r"""Solves d_t rho + d_x (b rho) = eps d_xx rho from t = 0 to 1 on [-8, 8], with closed ends.

    Finite volumes with central fluxes, by Crank and Nicolson with coefficients in the middle of
    the step: second order in both, and mass is kept to rounding.

    Args:
        drift: b at places, shape (n,), and a time.
        first: rho at t = 0.
        noise: eps, positive.
        cells: Number of cells.
        steps: Number of steps.
        ticket: Looked at before each step.

    Returns:
        Middles of the cells and rho at t = 1, both of shape (cells,).

    Raises:
        FlowError: If eps is not positive.
        Withdrawn: If the ticket was withdrawn.
    """
    if not noise > 0.0:
        raise FlowError(f"eps = {noise:g}, the density of a flow without noise needs eps > 0")
    edges = np.linspace(LOW, HIGH, cells + 1)
    width, h = edges[1] - edges[0], 1.0 / steps
    middles = 0.5 * (edges[1:] + edges[:-1])
    rho = first(middles)
    rho = rho / (rho.sum() * width)
    for k in range(steps):
        if ticket is not None and k % 16 == 0:
            ticket.check()
        pace = drift(edges[1:-1], (k + 0.5) * h)
        # flux through an inner edge = out * left - back * right
        out, back = 0.5 * pace + noise / width, noise / width - 0.5 * pace
        main, above, below = np.zeros(cells), np.zeros(cells), np.zeros(cells)
        main[:-1] -= out
        main[1:] -= back
        above[1:], below[:-1] = back, out
        scale = 0.5 * h / width
        change = main * rho
        change[:-1] += above[1:] * rho[1:]
        change[1:] += below[:-1] * rho[:-1]
        bands = np.stack((-scale * above, 1.0 - scale * main, -scale * below))
        rho = solve_banded((1, 1), bands, rho + scale * change, check_finite=False)
    return middles, rho


def divergence(meant: np.ndarray, found: np.ndarray, width: float) -> float:
    """KL(meant || found) = int meant ln(meant / found), for densities on cells of one width."""
    inside = meant > 1e-300
    ratio = np.log(meant[inside]) - np.log(np.maximum(found[inside], 1e-300))
    return float((meant[inside] * ratio).sum() * width)
