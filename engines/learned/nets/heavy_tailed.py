"""A denoiser that is not thrown by noise whose mean square is infinite."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from engines.learned.nets.denoiser import WAVES, Denoiser, waves
from engines.numerics.diffusion.path import Moment

USUAL = 4.0  # of the mean square length up to which a place is one that normal noise reaches too


class Felt(NamedTuple):
    """Noise as a place far outside feels it.

    Attributes:
        square: e^2, shape (n,).
        slope: Its derivative by |x|^2, shape (n,).
    """

    square: np.ndarray
    slope: np.ndarray


def felt(x: np.ndarray, clean: Any, noise: Any, hidden: float) -> Felt:
    r"""Student noise is normal noise of random strength, and a place far away tells how strong.

        e^2 = s^2 + N (c^2 + s^2) g(u) / (N + D),   u = |x|^2 / N (c^2 + s^2)
        g(u) = max(0, u - 4)^2 / u

    Far outside e^2 goes to (|x|^2 + D s^2) / (N + D) but for a constant, with which the posterior
    mean of any data is linear; where data and usual noise lie it is s^2, and so it is for infinite D.

    Args:
        x: Noisy places, shape (n, N).
        clean: Standard deviation c of a coordinate of the data, one or shape (n,).
        noise: s, one or shape (n,).
        hidden: D.

    Source:
        Andrews & Mallows (1974), J. R. Stat. Soc. B 36, 99-102, for normal laws of random strength.
    """
    n, square = x.shape[1], (x**2).sum(axis=1)
    if math.isinf(hidden):
        return Felt(noise**2 + 0.0 * square, 0.0 * square)
    usual = n * (clean**2 + noise**2)
    u = square / usual
    beyond = np.maximum(u - USUAL, 0.0)
    grown, slope = beyond**2 / np.maximum(u, USUAL), 1.0 - (USUAL / np.maximum(u, USUAL)) ** 2
    return Felt(noise**2 + usual * grown / (n + hidden), slope / (n + hidden))


def seen(x: np.ndarray, clean: Any, noise: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What the network sees of each place, shape (n, N + 2 WAVES), and r = sqrt(c^2 + e^2).

    Args:
        x: Noisy places, shape (n, N).
        clean: Standard deviation c of a coordinate of the data, one or shape (n,).
        noise: Felt noise e, shape (n,).
    """
    r = np.sqrt(clean**2 + noise**2)
    return np.concatenate([x / r[:, None], waves(clean / (clean + noise))], axis=1), r


class HeavyTailed(Denoiser):
    r"""The denoiser of the head "v", with the noise a place feels instead of that of the path.

        r = sqrt(c^2 + e^2),   D = d (c x / r^2 + e F / r),   c = a d,   e as in `felt`

    The scaling of Karras et al. divides by the standard deviation of noisy data, which Student noise
    of D <= 2 does not have: single far draws would rule what is learned.

    Args:
        arrays: Name to array, names as in `shapes`.
        spread: Standard deviation d of a coordinate of the data.
        hidden: D.
        stem: Prefix of the names.
        dtype: Kind of number the network is computed in.

    Source:
        Karras, Aittala, Aila & Laine (2022), arXiv:2206.00364, table 1, for the scaling; Xu et al.
        (2023), arXiv:2302.04265, for the noise.
    """

    def __init__(
        self,
        arrays: Mapping[str, np.ndarray],
        spread: float,
        hidden: float,
        stem: str = "",
        dtype: type = np.float64,
    ) -> None:
        super().__init__(arrays, spread, "v", stem, dtype)
        self.hidden = hidden

    def data(self, x: np.ndarray, m: Moment) -> np.ndarray:
        clean = m.a * self.spread
        noise = np.sqrt(felt(x, clean, m.s, self.hidden).square)
        inputs, r = seen(x, clean, noise)
        raw = self.net.value(inputs.astype(self.net.dtype, copy=False))
        d = self.spread
        return np.asarray((d * clean / r**2)[:, None] * x + (d * noise / r)[:, None] * raw)

    def pushed(
        self, x: np.ndarray, tangents: np.ndarray, m: Moment
    ) -> tuple[np.ndarray, np.ndarray]:
        n, d, clean = x.shape[1], self.spread, m.a * self.spread
        square, slope = felt(x, clean, m.s, self.hidden)
        noise = np.sqrt(square)
        inputs, r = seen(x, clean, noise)
        # what small displacements make of felt noise e, of r and of the level c / (c + e)
        e_moves = slope * (tangents * x).sum(axis=2) / noise
        r_moves = noise * e_moves / r
        level_moves = -clean * e_moves / (clean + noise) ** 2
        moves = np.empty((*tangents.shape[:2], inputs.shape[1]), dtype=self.net.dtype)
        moves[..., :n] = tangents / r[:, None] - (r_moves / r**2)[..., None] * x
        pace = 0.25 * math.pi * np.arange(1, WAVES + 1)
        sines, cosines = inputs[:, n : n + WAVES], inputs[:, n + WAVES :]
        turned = np.concatenate([pace * cosines, -pace * sines], axis=1)
        moves[..., n:] = level_moves[..., None] * turned
        raw, rates = self.net.pushed(inputs.astype(self.net.dtype, copy=False), moves)
        of_place, of_output = (d * clean / r**2)[:, None], (d * noise / r)[:, None]
        moved = of_place * tangents + of_output * rates
        moved -= (2.0 * r_moves / r)[..., None] * of_place * x
        moved += (d * (e_moves - noise * r_moves / r) / r)[..., None] * raw
        return of_place * x + of_output * raw, moved
