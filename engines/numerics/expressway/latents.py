"""Data at a late stage of the noise: what the jump leads to."""

from __future__ import annotations

import hashlib
import warnings

import numpy as np

from engines.errors import FlowError

LEVELS, HIGHEST, LOWEST = 64, 6.0, 0.02
JITTER = 1e-9


def stages(levels: int = LEVELS, high: float = HIGHEST, low: float = LOWEST) -> np.ndarray:
    """Noise levels sigma_1 > ... > sigma_L, each the same part of the one before, shape (L,).

    Raises:
        FlowError: If they do not fall, or are fewer than two.
    """
    if levels < 2 or not 0.0 < low < high:
        raise FlowError(
            f"{levels} noise levels from {high:g} to {low:g}, allowed at least 2 that fall"
        )
    return np.geomspace(high, low, levels)


def stage(back: int, sigmas: np.ndarray) -> float:
    """The noise level from which M = `back` steps are left: the last but M - 1.

    Raises:
        FlowError: If there are not that many levels.
    """
    if not 1 <= back <= len(sigmas):
        raise FlowError(f"M = {back}, M must be 1..{len(sigmas)}")
    return float(sigmas[len(sigmas) - back])


def latents(
    data: np.ndarray, sigma: float, draw: np.random.Generator, share: float = 1.0
) -> np.ndarray:
    """Noisy data y_i = a x_i + sigma z_i, in the order of the data, no two alike.

    Args:
        data: x, shape (n, d).
        sigma: Noise level.
        draw: Where z comes from.
        share: a, 1 unless the variance is preserved.

    Raises:
        FlowError: If there are fewer than two.

    Source:
        Li, Li, Wang, Lei, Luo & Gu (2023), ICCV, DPM-OT.
    """
    if len(data) < 2:
        raise FlowError(f"{len(data)} data points, at least 2 are needed")
    return apart(share * data + sigma * draw.standard_normal(data.shape), draw)


def apart(points: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """`points`, shape (n, d), the repeated ones of them moved by a hair, with a warning."""
    _, first = np.unique(points, axis=0, return_index=True)
    again = np.setdiff1d(np.arange(len(points)), first)
    if not len(again):
        return points
    warnings.warn(
        f"{len(again)} latents were there already and were moved by {JITTER:g}", stacklevel=2
    )
    moved = np.array(points, dtype=np.float64)
    size = JITTER * max(1.0, float(np.abs(moved).max()))
    moved[again] += size * draw.standard_normal((len(again), points.shape[1]))
    return moved


def order_of(points: np.ndarray) -> str:
    """A digest of the points in their order, as float32: heights belong to no other."""
    content = np.ascontiguousarray(points, dtype="<f4").tobytes()
    return hashlib.sha256(content).hexdigest()[:16]
