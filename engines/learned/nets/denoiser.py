"""A network that sees a noisy place and its noise level, and tells what was clean, on any path."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from engines.learned.nets.mlp import Mlp, torch_value
from engines.learned.nets.mlp import shapes as mlp_shapes
from engines.numerics.diffusion.path import Moment

HEADS = ("v", "x", "eps", "score")
WAVES = 8  # pairs of sine and cosine of the noise level
LEAST = 2.5e-3  # share of the data below which noise tells nothing of them


def shapes(
    d: int, hidden: tuple[int, ...], stem: str = "", told: int = 0
) -> dict[str, tuple[int, ...]]:
    """Name to shape of every array of a network for d coordinates that is told `told` numbers."""
    return mlp_shapes((d + 2 * WAVES + told, *hidden, d), stem)


def levels(lam: Any, spread: float) -> Any:
    """The share tau = a d / (a d + s) of data d times as large as noise, from 0 to 1.

    Along every path it goes at the pace of a linear one, on which nothing is abrupt: what the
    network makes of it can be followed by long steps.
    """
    with np.errstate(over="ignore"):
        return 1.0 / (1.0 + np.exp(-np.asarray(lam) - math.log(spread)))


def waves(level: Any) -> np.ndarray:
    """Slow sines and cosines of levels, shape (n,): shape (n, 2 WAVES)."""
    angles = np.asarray(level)[..., None] * (0.25 * math.pi * np.arange(1, WAVES + 1))
    return np.concatenate([np.sin(angles), np.cos(angles)], axis=-1)


def parts(a: Any, s: Any, spread: float) -> tuple[Any, Any, Any]:
    """Length r = sqrt(a^2 spread^2 + s^2) of noisy data, and the shares a spread / r and s / r."""
    r = np.sqrt((a * spread) ** 2 + s**2)
    return r, a * spread / r, s / r


def target(head: str, data: Any, noise: Any, alpha: Any, beta: Any) -> Any:
    """What the raw output should be, for data of unit spread and its noise.

    Args:
        head: "v" for beta x - alpha z, "x", "eps", or "score" for -z / beta.
        data: x / spread.
        noise: z.
        alpha: Share of the data.
        beta: Share of the noise.
    """
    if head == "v":
        return beta * data - alpha * noise
    if head == "x":
        return data
    return noise if head == "eps" else -noise / beta


def weight(head: str, beta: Any) -> Any:
    """Weight of a squared error, so that none of the heads blows up at the clean end."""
    return beta**2 if head == "score" else 1.0 + 0.0 * beta


class Denoiser:
    r"""D(x, t) of a path from a network of the scaled place and the noise level.

        r = sqrt(a^2 d^2 + s^2),   alpha = a d / r,   beta = s / r,   d the spread of the data
        D = d (alpha x/r + beta F)   "v": the preconditioning of Karras et al.
        D = d F   "x";   D = d (x/r - beta F) / alpha   "eps";   D = d (x/r + beta^2 F) / alpha   "score"

    with F = F(x / r, a d / (a d + s)). Only the ratio of signal and noise enters: a network
    that was trained on one path serves all.

    Args:
        arrays: Name to array, names as in `shapes`.
        spread: Standard deviation d of a coordinate of the data.
        head: What F stands for.
        stem: Prefix of the names.
        dtype: Kind of number all of it is computed in.
        told: Numbers it is told besides, for instance what is wished for, shape (c,).

    Source:
        Karras, Aittala, Aila & Laine (2022), arXiv:2206.00364, table 1; Salimans & Ho (2022),
        arXiv:2202.00512, for "v".
    """

    def __init__(
        self,
        arrays: Mapping[str, np.ndarray],
        spread: float,
        head: str = "v",
        stem: str = "",
        dtype: type = np.float64,
        told: np.ndarray | None = None,
    ) -> None:
        self.net, self.spread, self.head = Mlp(arrays, stem, dtype), spread, head
        self._told: np.ndarray = np.zeros(0) if told is None else np.asarray(told)

    def told(self, lam: float) -> np.ndarray:
        """What the network knows besides the place, shape (2 WAVES + c,)."""
        return np.concatenate([waves(levels(lam, self.spread)), self._told])

    def shares(self, m: Moment) -> tuple[float, float, float]:
        """D = of_place x + of_output F, and r."""
        of_place, of_output, r = self.shares_at(m.a, m.s)
        return float(of_place), float(of_output), float(r)

    def shares_at(self, a: Any, s: Any) -> tuple[Any, Any, Any]:
        """The same for many shares of data and of noise."""
        r, alpha, beta = parts(a, s, self.spread)
        d = self.spread
        if self.head == "v":
            return d * alpha / r, d * beta, r
        if self.head == "x":
            return 0.0 * r, d + 0.0 * r, r
        # at pure noise the two know nothing of the data: the mean of all, which is 0, is told
        alpha = np.maximum(alpha, LEAST)
        return d / (alpha * r), d * (-beta if self.head == "eps" else beta**2) / alpha, r

    def data(self, x: np.ndarray, m: Moment) -> np.ndarray:
        """D at places x, shape (n, d)."""
        of_place, of_output, r = self.shares(m)
        raw = self.net.value((x / r).astype(self.net.dtype, copy=False), self.told(m.lam))
        raw = raw.astype(np.float64, copy=False)
        return np.asarray(of_place * x + of_output * raw)

    def pushed(
        self, x: np.ndarray, tangents: np.ndarray, m: Moment
    ) -> tuple[np.ndarray, np.ndarray]:
        """D, shape (n, d), and what small displacements, shape (k, n, d), become."""
        of_place, of_output, r = self.shares(m)
        seen: np.ndarray = (x / r).astype(self.net.dtype, copy=False)
        moves: np.ndarray = (tangents / r).astype(self.net.dtype, copy=False)
        raw, rates = self.net.pushed(seen, moves, self.told(m.lam))
        value = of_place * x + of_output * raw.astype(np.float64, copy=False)
        return value, of_place * tangents + of_output * rates.astype(np.float64, copy=False)


def torch_raw(
    tensors: Mapping[str, Any],
    scaled: Any,
    lam: np.ndarray,
    spread: float,
    stem: str = "",
    told: np.ndarray | None = None,
) -> Any:
    """The raw output F for torch places x / r, shape (n, d), ln(a/s), shape (n,), and what each is
    told besides, shape (n, c).
    """
    import torch

    seen = waves(levels(lam, spread))
    if told is not None:
        seen = np.concatenate([seen, told], axis=1)
    known = torch.from_numpy(seen.astype(np.float32))
    return torch_value(tensors, torch.cat([scaled, known], dim=1), stem)
