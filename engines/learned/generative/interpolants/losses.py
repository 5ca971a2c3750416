"""Losses whose minimisers are drift and noise of a bridge, quiet where gamma' has no bound."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from engines.learned.generative.interpolants.flow import CLOSER, DRIFT, NOISE, SCORE, torch_raw
from engines.learned.generative.interpolants.least import BEND, FORWARD
from engines.learned.nets.mlp import torch_pushed
from engines.numerics.interpolants.interpolant import Interpolant

CLIPPED = 1e-4  # of time at both ends


class Batch(NamedTuple):
    """Draws at their times.

    Attributes:
        time: t, shape (n,).
        middle: I(t, x_0, x_1), shape (n, d).
        rate: dI/dt, shape (n, d).
        noise: z, shape (n, d).
        width: gamma, shape (n, 1).
        growth: gamma', shape (n, 1).
        told: What networks are told of the two ends, shape (n, k); None for nothing.
    """

    time: np.ndarray
    middle: np.ndarray
    rate: np.ndarray
    noise: np.ndarray
    width: np.ndarray
    growth: np.ndarray
    told: np.ndarray | None = None


def batch(
    interpolant: Interpolant,
    first: np.ndarray,
    last: np.ndarray,
    noise: np.ndarray,
    time: np.ndarray,
) -> Batch:
    """Pairs of ends with noise, each of shape (n, d), on their way at `time`, shape (n,)."""
    now = [interpolant.at(float(t)) for t in np.clip(time, CLIPPED, 1.0 - CLIPPED)]
    alpha, beta, dalpha, dbeta, square, half = np.array(now).T[:, :, None]
    width = np.sqrt(square)
    growth = np.divide(half, width, out=np.zeros_like(width), where=width > 0.0)
    middle, rate = alpha * first + beta * last, dalpha * first + dbeta * last
    return Batch(np.asarray(time), middle, rate, noise, width, growth)


def even_times(count: int, draw: np.random.Generator) -> np.ndarray:
    """One moment in each of `count` equal parts of 0 to 1, in random order."""
    return np.asarray((draw.permutation(count) + draw.random(count)) / count)


def drift_loss(
    tensors: Mapping[str, Any],
    some: Batch,
    spread: float,
    stem: str = "",
    antithetic: bool = True,
) -> Any:
    r"""Mean squared error of the drift; its minimiser is b = E[dI/dt + gamma' z | x_t].

        loss = (1/2) sum over +- of E| b(I +- gamma z, t) - (dI/dt +- gamma' z) |^2 / spread^2

    Near the ends gamma' z is large and tells nothing; in the two halves it has opposite signs at
    nearly the same place, so that it leaves the gradient.

    Args:
        tensors: Name to torch tensor.
        some: Draws at their times.
        spread: Root mean square of a coordinate of both clouds, the unit of the output.
        stem: Prefix of the names, before that of the part.
        antithetic: Both signs of the noise; otherwise the first alone.

    Source:
        Albergo, Boffi & Vanden-Eijnden (2023), arXiv:2303.08797, section 6.1.
    """
    return _both(tensors, some, spread, stem + DRIFT, antithetic, some.rate, some.growth, spread)


def noise_loss(
    tensors: Mapping[str, Any],
    some: Batch,
    spread: float,
    stem: str = "",
    antithetic: bool = True,
) -> Any:
    r"""Mean squared error of the noise; its minimiser is eta = E[z | x_t] = -gamma s.

    Arguments as in `drift_loss`.
    """
    still, whole = np.zeros_like(some.rate), np.ones_like(some.growth)
    return _both(tensors, some, spread, stem + NOISE, antithetic, still, whole, 1.0)


def score_loss(tensors: Mapping[str, Any], some: Batch, spread: float, stem: str = "") -> Any:
    r"""What the score itself makes least; its minimiser is s = -E[z | x_t] / gamma.

        loss = (1/2) sum over +- of E[ |s(I +- gamma z, t)|^2 / 2 +- z . s(I +- gamma z, t) / gamma ]

    in units of `spread`. The square is not completed: z / gamma has no bound, and a sum of squares
    would be all of it. Arguments as in `drift_loss`.
    """
    total: Any = 0.0
    for sign in (1.0, -1.0):
        place = _float(some.middle + sign * some.width * some.noise)
        s = torch_raw(tensors, place, some.time, spread, stem + SCORE, some.told)
        pull = _float(sign * spread * some.noise / some.width)
        total = total + 0.5 * ((0.5 * s + pull) * s).sum(dim=1).mean()
    return total


def forward_loss(tensors: Mapping[str, Any], some: Batch, spread: float, noise: float) -> Any:
    r"""Mean squared error of the forward drift; its minimiser is b_F = b + eps s.

        loss = (1/2) sum over +- of E| u(I +- gamma z, t) - (dI/dt +- (gamma' - eps/gamma) z) |^2

    Args:
        tensors: Name to torch tensor.
        some: Draws at their times, with noise.
        spread: Root mean square of a coordinate of both clouds, the unit of the output.
        noise: eps.

    Source:
        Albergo, Boffi & Vanden-Eijnden (2023), arXiv:2303.08797, section 3.5.
    """
    ahead = some.growth - noise / some.width
    return _both(tensors, some, spread, FORWARD, True, some.rate, ahead, spread)


def bent(
    tensors: Mapping[str, Any], some: Batch, first: np.ndarray, last: np.ndarray, spread: float
) -> tuple[Any, Any]:
    """I + t (1 - t) N(t, x_0, x_1) and its rate, as torch values of shape (n, d)."""
    import torch

    ends = np.concatenate([first, last], axis=1) * (CLOSER / spread)
    seen = _float(np.concatenate([ends, some.time[:, None]], axis=1))
    onward = torch.zeros_like(seen)
    onward[:, -1] = 1.0
    aside, rate = torch_pushed(tensors, seen, onward, BEND)
    t = seen[:, -1:]
    share, slope = spread * t * (1.0 - t), spread * (1.0 - 2.0 * t)
    return _float(some.middle) + share * aside, _float(some.rate) + slope * aside + share * rate


def bend_loss(
    tensors: Mapping[str, Any],
    some: Batch,
    first: np.ndarray,
    last: np.ndarray,
    spread: float,
    noise: float,
) -> Any:
    r"""What the interpolant makes small while the forward drift u stands still.

        loss = E[ (dI/dt + (gamma' - eps/gamma) z) . u(x_t, t) - |u(x_t, t)|^2 / 2 ] / spread^2

    Where u is the best for I this is half the action of u, and the two have the same slope in I.

    Args:
        tensors: Name to torch tensor; only those of the bend are followed down.
        some: Draws on straight ways at their times.
        first: x_0, shape (n, d).
        last: x_1, shape (n, d).
        spread: Root mean square of a coordinate of both clouds.
        noise: eps.

    Source:
        Albergo, Boffi & Vanden-Eijnden (2023), arXiv:2303.08797, section 3.5.
    """
    still = {name: t.detach() for name, t in tensors.items() if name.startswith(FORWARD)}
    middle, rate = bent(tensors, some, first, last, spread)
    total: Any = 0.0
    for sign in (1.0, -1.0):  # both signs, since the factor of z has no bound at the end
        place = middle + _float(sign * some.width * some.noise)
        wanted = rate + _float(sign * (some.growth - noise / some.width) * some.noise)
        u = torch_raw(still, place, some.time, spread, FORWARD)
        total = total + 0.5 * ((wanted / spread - 0.5 * u) * u).sum(dim=1).mean()
    return total


def _both(
    tensors: Mapping[str, Any],
    some: Batch,
    spread: float,
    prefix: str,
    antithetic: bool,
    rate: np.ndarray,
    growth: np.ndarray,
    unit: float,
) -> Any:
    noisy = bool(some.width.any())
    signs = (1.0, -1.0) if antithetic and noisy else (1.0,)
    places = np.concatenate([some.middle + sign * some.width * some.noise for sign in signs])
    wanted = np.concatenate([rate + sign * growth * some.noise for sign in signs]) / unit
    times = np.tile(some.time, len(signs))
    told = None if some.told is None else np.tile(some.told, (len(signs), 1))
    raw = torch_raw(tensors, _float(places), times, spread, prefix, told)
    return ((raw - _float(wanted)) ** 2).sum(dim=1).mean()


def _float(array: np.ndarray) -> Any:
    import torch

    return torch.from_numpy(np.ascontiguousarray(array, dtype=np.float32))
