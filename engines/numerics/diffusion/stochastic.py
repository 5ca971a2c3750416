r"""Samplers with noise of their own: every one of them has the marginals of the path.

    dx = [u + (g^2 / 2) S] dt + g dW,   any g(t) >= 0

Source:
    Song et al. (2021), arXiv:2011.13456; Lai et al. (2025), The Principles of Diffusion Models.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

import numpy as np

from engines.errors import FlowError
from engines.numerics.diffusion.conversions import Field
from engines.numerics.diffusion.path import Path
from engines.numerics.diffusion.solvers import Past, Solver
from engines.running.randomness import stream
from engines.running.ticket import Ticket

BLOCK = 512  # states that draw from one stream
FARTHEST = 0.5 * math.log(2.0)  # a step back in ln(a/s): noise grows by the root of 2 at most


class Shaking:
    """Normal numbers for each step of a sampler, state by state, drawn when they are asked for.

    State i gets the same numbers whatever is asked for before, after or beside it.

    Args:
        seed: Of the noise.
        dimension: Coordinates of a state.
        rows: First and last state, the last one not included.
    """

    def __init__(self, seed: int, dimension: int, rows: tuple[int, int]) -> None:
        self._seed, self._dimension, self._rows = seed, dimension, rows
        self._step, self._drawn = -1, np.empty((0, dimension))

    def at(self, step: int) -> np.ndarray:
        """Those of one step, shape (n, d)."""
        if step != self._step:
            first, last = self._rows
            shape = (BLOCK, self._dimension)
            low, high = first // BLOCK, max(first, last - 1) // BLOCK
            blocks = [
                stream(self._seed, f"churn {step} of {b}").standard_normal(shape)
                for b in range(low, high + 1)
            ]
            drawn = np.concatenate(blocks)[first - low * BLOCK : last - low * BLOCK]
            self._step, self._drawn = step, drawn
        return self._drawn


def reverse_noise(path: Path, t: float) -> float:
    """The noise g of the reverse of the forward process dx = f x du + g dW, u = 1 - t.

    g^2 = ds^2/du - 2 f s^2 = 2 s W / a,   f = d ln a / du
    """
    m = path.at(t)
    if m.a <= 0.0:
        return math.inf
    return math.sqrt(max(2.0 * m.s * m.wronskian / m.a, 0.0))


def maruyama(
    field: Field,
    x: np.ndarray,
    nodes: np.ndarray,
    half: Callable[[float], float],
    draw: np.random.Generator,
    ticket: Ticket | None = None,
    midpoint: bool = True,
) -> np.ndarray:
    """Euler-Maruyama steps of the equation above for any g^2 / 2, over a rising grid.

    Args:
        field: The field.
        x: States at nodes[0], shape (n, d).
        nodes: Times, rising.
        half: Time to g^2 / 2.
        draw: Random numbers.
        ticket: Looked at before each step.
        midpoint: Take drift and noise in the middle of each step, away from the ends of the path.

    Raises:
        FlowError: If g^2 / 2 is negative somewhere.
        Withdrawn: If the ticket was withdrawn.
    """
    for t, until in itertools.pairwise(nodes):
        if ticket is not None:
            ticket.check()
        h = float(until - t)
        when = float(t + 0.5 * h) if midpoint else float(t)
        level = half(when)
        if level < 0.0:
            raise FlowError(f"g^2 / 2 = {level:g} at t = {when:g}, must be >= 0")
        drift = field.velocity(x, when)
        if level > 0.0:
            drift = drift + level * field.score(x, when)
            x = x + h * drift + math.sqrt(2.0 * level * h) * draw.standard_normal(x.shape)
        else:
            x = x + h * drift
    return x


def ancestral(
    field: Field, x: np.ndarray, t: float, until: float, z: np.ndarray, scale: float = 1.0
) -> np.ndarray:
    r"""A step in which part of the noise is forgotten and drawn anew.

        x' = a' D + s' (k e + sqrt(1 - k^2) z),   k = exp(-scale^2 (lam' - lam))

    At scale 1 it draws from q(x_{k-1} | x_k, D), as DDPM does; at 0 it is DDIM. As steps shrink it
    becomes the equation above with g = scale times `reverse_noise`.

    Args:
        field: The field.
        x: States, shape (n, d), at `t`.
        t: Their time.
        until: A later time.
        z: Normal numbers, shape (n, d).
        scale: How strong the noise is.

    Source:
        Ho, Jain & Abbeel (2020), arXiv:2006.11239; Song, Meng & Ermon (2021), arXiv:2010.02502.
    """
    m, n = field.path.at(t), field.path.at(until)
    data = field.denoiser(x, t)
    if m.s == 0.0:
        return n.a * data
    kept = math.exp(-(scale**2) * (n.lam - m.lam)) if scale > 0.0 else 1.0
    noise = (x - m.a * data) / m.s
    return n.a * data + n.s * (kept * noise + math.sqrt(max(1.0 - kept**2, 0.0)) * z)


def churned(
    path: Path, x: np.ndarray, t: float, back: float, z: np.ndarray
) -> tuple[np.ndarray, float]:
    r"""States made noisier, and the earlier time at which they are then.

        x^ = (a^/a) x + sqrt(s^^2 - (a^ s / a)^2) z,   lam^ = lam - back

    so that a law p_t becomes p_t^ exactly. Where the path does not begin that early, it goes to
    its beginning; from t = 0 nothing moves.

    Args:
        path: The path.
        x: States, shape (n, d), at `t`.
        t: Their time.
        back: How far to go back in ln(a/s).
        z: Normal numbers, shape (n, d).

    Source:
        Karras, Aittala, Aila & Laine (2022), arXiv:2206.00364, algorithm 2.
    """
    m = path.at(t)
    if back <= 0.0 or not math.isfinite(m.lam):
        return x, t
    earlier = min(float(path.time_of(m.lam - back)), t)
    n = path.at(earlier)
    share = n.a / m.a
    return share * x + math.sqrt(max(n.s**2 - (share * m.s) ** 2, 0.0)) * z, earlier


def shaken(
    solver: Solver,
    field: Field,
    x: np.ndarray,
    t: float,
    until: float,
    scale: float,
    z: np.ndarray,
    past: Past | None = None,
) -> tuple[np.ndarray, Past | None]:
    """A step of any solver after the states were made noisier by scale^2 (lam' - lam).

    As steps shrink it becomes the equation above with g = scale times `reverse_noise`; the law of
    the states is right as far as the solver itself is, whatever the scale. No step goes back by
    more than `FARTHEST`, so that it has no longer way to go than a solver can bear, and a solver
    that learns from the step before, which is worth nothing now, is replaced by its like.
    """
    path = field.path
    length = path.at(until).lam - path.at(t).lam
    if scale <= 0.0 or not math.isfinite(length):
        return solver.step(field, x, t, until, past)
    noisier, earlier = churned(path, x, t, min(scale**2 * length, FARTHEST), z)
    return solver.alone.step(field, noisier, earlier, until)
