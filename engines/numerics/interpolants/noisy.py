"""Forward and backward samplers with any noise, for a bridge of which drift and score are known."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from engines.errors import FlowError
from engines.running.ticket import Ticket

Tilted = Callable[[np.ndarray, float, float], np.ndarray]


def shaken(
    tilted: Tilted,
    states: np.ndarray,
    times: np.ndarray,
    noise: Callable[[float], float],
    draw: np.random.Generator,
    ticket: Ticket | None = None,
) -> np.ndarray:
    r"""Euler-Maruyama steps whose coefficients are taken in the middle of the step.

        forward   dX = (b + eps s) dt + sqrt(2 eps) dW
        backward  X <- X - (b - eps s) h + sqrt(2 eps h) N

    Every eps >= 0 has the marginals of the bridge.

    Args:
        tilted: b + eps s at states, a time and an eps, which is negative on the way back.
        states: At times[0], shape (n, d).
        times: Nodes of the steps, rising or falling.
        noise: Time to eps.
        draw: Random numbers.
        ticket: Looked at before each step.

    Returns:
        States at times[-1], shape (n, d).

    Raises:
        FlowError: If eps is negative somewhere.
        Withdrawn: If the ticket was withdrawn.

    Source:
        Albergo, Boffi & Vanden-Eijnden (2023), arXiv:2303.08797, eqs. (2.33) and (2.34).
    """
    x = np.asarray(states, dtype=np.float64)
    for i in range(1, len(times)):
        if ticket is not None:
            ticket.check()
        h = float(times[i] - times[i - 1])
        when = float(times[i - 1]) + 0.5 * h
        level = noise(when)
        if level < 0.0:
            raise FlowError(f"eps = {level:g}, eps must be >= 0")
        move = h * tilted(x, when, math.copysign(level, h))
        if level > 0.0:
            move += math.sqrt(2.0 * level * abs(h)) * draw.standard_normal(x.shape)
        x = x + move
    return x
