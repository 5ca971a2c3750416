"""Losses whose minimisers are drift and noise of a bridge, quiet where gamma' has no bound."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from engines.learned.generative.interpolants.flow import DRIFT, NOISE, torch_raw
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
    """

    time: np.ndarray
    middle: np.ndarray
    rate: np.ndarray
    noise: np.ndarray
    width: np.ndarray
    growth: np.ndarray


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
    raw = torch_raw(tensors, _float(places), times, spread, prefix)
    return ((raw - _float(wanted)) ** 2).sum(dim=1).mean()


def _float(array: np.ndarray) -> Any:
    import torch

    return torch.from_numpy(np.ascontiguousarray(array, dtype=np.float32))
