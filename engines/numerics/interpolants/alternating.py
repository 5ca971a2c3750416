"""A Schroedinger bridge of normal laws on a line, trained: one step of the drift, one of the ways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from engines.errors import FlowError
from engines.numerics.interpolants.schroedinger import KNOTS, pieces
from engines.running.ticket import Ticket

STEPS, RATE, SLOWER = 4000, 2e-2, 0.05  # of the ways, beside the rate of the drift
# Of Adam, without the mean of slopes: a saddle is circled by whatever keeps its direction. With
# 0.9 of it the variance was off by 5 to 50 per cent, without by 1 at most.
SCALE, TINY = 0.999, 1e-8
SPOKEN = 40  # steps between two looks


class Trained(NamedTuple):
    """How far it is.

    Attributes:
        step: Steps done.
        times: Of the knots.
        alpha: Share of x_0 at each.
        beta: Share of x_1 at each.
        action: int E|u|^2 dt of the drift as it is now.
    """

    step: int
    times: np.ndarray
    alpha: np.ndarray
    beta: np.ndarray
    action: float


def trained(
    first: float,
    last: float,
    noise: float,
    steps: int = STEPS,
    knots: int = KNOTS,
    ticket: Ticket | None = None,
) -> Iterator[Trained]:
    r"""Adam on both sides of the saddle, in turn, from straight ways and a drift of nothing.

        max over I, min over u of  int E[ |u|^2 / 2 - (dI/dt + (gamma' - eps/gamma) z) . u ] dt
        I = alpha(t) x_0 + beta(t) x_1,   u = k(t) x,   gamma^2 = 2 eps t (1 - t)

    with alpha, beta and k straight between knots; of normal laws the best drift is linear in x.
    Expectations are taken exactly, the integral over t by Gauss's rule.

    Args:
        first: s_0.
        last: s_1.
        noise: eps.
        steps: Of each side.
        knots: Number of knots.
        ticket: Looked at before each step.

    Raises:
        FlowError: If a number is not positive.
        Withdrawn: If the ticket was withdrawn.

    Source:
        Albergo, Boffi & Vanden-Eijnden (2023), arXiv:2303.08797, section 3.5; Kingma & Ba (2015),
        arXiv:1412.6980.
    """
    if not (first > 0.0 and last > 0.0 and noise > 0.0):
        raise FlowError(f"s_0 = {first:g}, s_1 = {last:g}, eps = {noise:g}: all must be positive")
    times, t, weight, value, rate = pieces(knots)
    square, half = 2.0 * noise * t * (1.0 - t), noise * (1.0 - 2.0 * t)
    # columns: alpha, beta, k; the ends of the first two stay
    held = np.stack([1.0 - times, times, np.zeros(knots)], axis=1)
    free = np.ones((knots, 3))
    free[[0, -1], :2] = 0.0
    scale = np.zeros_like(held)
    sizes = np.array([first**2, last**2])
    for step in range(1, steps + 1):
        if ticket is not None:
            ticket.check()
        pace = 0.5 * RATE * (1.0 + np.cos(np.pi * (step - 1) / steps))
        for side, speed in ((slice(2, 3), pace), (slice(0, 2), SLOWER * pace)):
            now, slope = value @ held, rate @ held
            ways, k = now[:, :2], now[:, 2]
            wide = ways**2 @ sizes + square
            shared = (ways * slope[:, :2]) @ sizes + half - noise
            if side.start == 2:
                down = value.T @ (weight * (k * wide - shared))[:, None]
            else:
                pull = (weight * k)[:, None]
                down = value.T @ (pull * slope[:, :2]) + rate.T @ (pull * ways)
                down = sizes * (down - value.T @ (pull * k[:, None] * ways))
            scale[:, side] = SCALE * scale[:, side] + (1.0 - SCALE) * down**2
            move = down / (np.sqrt(scale[:, side] / (1.0 - SCALE**step)) + TINY)
            held[:, side] -= speed * free[:, side] * move
        if step % SPOKEN == 0 or step == steps:
            now = value @ held
            action = float(weight @ (now[:, 2] ** 2 * (now[:, :2] ** 2 @ sizes + square)))
            yield Trained(step, times, held[:, 0].copy(), held[:, 1].copy(), action)
