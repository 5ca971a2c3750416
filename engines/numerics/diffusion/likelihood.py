"""How probable a state is, followed back to the noise it came from."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

import numpy as np

from engines.numerics.diffusion.path import Path
from engines.numerics.marching import RK4, Pushed, stepped
from engines.running.ticket import Ticket

Diverging = Callable[[np.ndarray, float], tuple[np.ndarray, np.ndarray]]


def log_likelihood(
    rate: Diverging,
    path: Path,
    x: np.ndarray,
    nodes: np.ndarray,
    ticket: Ticket | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    r"""The logarithm ln p at the last of `nodes`, and the noise each state came from.

        d ln p_t(x_t) / dt = -div u,   ln p_1(x) = ln p_0(x_0) - int_0^1 div u dt

    Args:
        rate: Places, shape (n, d), and a time to velocities, shape (n, d), and their divergence,
            shape (n,).
        path: Its noise at t = 0 is normal with standard deviation s.
        x: Places at nodes[-1], shape (n, d).
        nodes: Rising times from t = 0 on, by whatever clock `rate` keeps; RK4 steps lead from each to the one before.
        ticket: Looked at before each step.

    Returns:
        ln p, shape (n,), and the states at nodes[0], shape (n, d).

    Raises:
        Withdrawn: If the ticket was withdrawn.

    Source:
        Chen, Rubanova, Bettencourt & Duvenaud (2018), arXiv:1806.07366, theorem 1.
    """
    d = x.shape[1]

    def both(state: np.ndarray, t: float) -> np.ndarray:
        velocity, divergence = rate(state[:, :d], t)
        return np.concatenate([velocity, divergence[:, None]], axis=1)

    state = np.concatenate([x, np.zeros((len(x), 1))], axis=1)
    for t, until in itertools.pairwise(nodes[::-1]):
        if ticket is not None:
            ticket.check()
        state = stepped(both, state, float(t), float(until - t), RK4)
    begin, gained = state[:, :d], state[:, d]
    return log_noise(path, begin) + gained, begin


def log_noise(path: Path, x: np.ndarray, t: float = 0.0) -> np.ndarray:
    """The logarithm ln N(x; 0, s(t)^2 I), shape (n,)."""
    s, d = path.at(t).s, x.shape[1]
    found = -0.5 * (x**2).sum(axis=1) / s**2 - d * math.log(s) - 0.5 * d * math.log(2.0 * math.pi)
    return np.asarray(found)


def traced_divergence(jacobian: np.ndarray) -> np.ndarray:
    """The trace of each of n matrices, shape (n,)."""
    return np.asarray(np.trace(jacobian, axis1=1, axis2=2))


def hutchinson(pushed: Pushed, probes: np.ndarray) -> Diverging:
    """Velocity and an unbiased guess of its divergence, for states of many coordinates.

        div u = E[z^T (du/dx) z],   E[z z^T] = I

    Args:
        pushed: Velocities and rates of displacements, as in `carried`.
        probes: Random displacements z, for instance of +-1, shape (k, n, d); kept along the way.

    Source:
        Hutchinson (1990), Commun. Stat. Simul. 19, 433-450.
    """

    def rate(x: np.ndarray, t: float) -> tuple[np.ndarray, np.ndarray]:
        velocity, rates = pushed(x, probes, t)
        return velocity, np.einsum("knd,knd->kn", probes, rates).mean(axis=0)

    return rate
