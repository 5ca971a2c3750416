"""How probable a state is, as the noisy ways that lead back from it tell."""

from __future__ import annotations

import math

import numpy as np

from engines.numerics.interpolants.bridging import BridgingFlow, inside
from engines.running.ticket import Ticket

STEP = 1e-3  # of a central difference, in units of the states


def gained_back(
    flow: BridgingFlow,
    state: np.ndarray,
    paths: int,
    eps: float,
    draw: np.random.Generator,
    steps: int = 200,
    ticket: Ticket | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    r"""Where noisy ways back from one state at t = 1 begin, and what ln rho gains on each.

        dX = (b - eps s) dt + sqrt(2 eps) dW,  backwards from x
        ln rho_1(x) = E[ ln rho_0(X_0) ] - int_0^1 E[ div(b + eps s) + eps |s|^2 ] dt

    by Ito's rule for ln rho, which the equation of Fokker and Planck moves. With eps = 0 all ways
    are one, that of the flow. Euler-Maruyama with coefficients of the middle of each step;
    divergences by central differences.

    Args:
        flow: The bridge; its drift, without an error, and its score.
        state: x, shape (d,).
        paths: Number of ways.
        eps: Diffusion, 0 or more.
        draw: Random numbers.
        steps: From t = 1 to t = 0, of equal length.
        ticket: Looked at before each step.

    Returns:
        X_0, shape (paths, d), and the gains that are added to ln rho_0, shape (paths,).

    Raises:
        Withdrawn: If the ticket was withdrawn.

    Source:
        Albergo, Boffi & Vanden-Eijnden (2023), arXiv:2303.08797, section 2.5.
    """
    d = len(state)
    x: np.ndarray = np.repeat(np.asarray(state, dtype=np.float64)[None], paths, axis=0)
    gained, h = np.zeros(paths), 1.0 / steps
    for i in range(steps):
        if ticket is not None:
            ticket.check()
        t = inside(1.0 - (i + 0.5) * h)
        shifts = STEP * np.eye(d)
        places = np.concatenate([x, *(x + s for s in shifts), *(x - s for s in shifts)])
        ahead = flow.tilted(places, t, eps).reshape(2 * d + 1, paths, d)
        spread = sum((ahead[1 + k] - ahead[1 + d + k])[:, k] for k in range(d)) / (2.0 * STEP)
        back = ahead[0]
        gained -= h * spread
        if eps > 0.0:
            score = flow.score(x, t)
            gained -= h * eps * (score**2).sum(axis=1)
            back = back - 2.0 * eps * score
        x = x - h * back
        if eps > 0.0:
            x = x + math.sqrt(2.0 * eps * h) * draw.standard_normal(x.shape)
    return x, gained
