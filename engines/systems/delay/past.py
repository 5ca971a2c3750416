"""Histories: what states were, as samples and slopes."""

from __future__ import annotations

import numpy as np

# Weights of the derivative at one of five equally spaced samples, exact for quartics.
_SLOPES = (
    np.array(
        [
            [-25.0, 48.0, -36.0, 16.0, -3.0],
            [-3.0, -10.0, 18.0, -6.0, 1.0],
            [1.0, -8.0, 0.0, 8.0, -1.0],
            [-1.0, 6.0, -18.0, 10.0, 3.0],
            [3.0, -16.0, 36.0, -48.0, 25.0],
        ]
    )
    / 12.0
)


def slopes(samples: np.ndarray, spacing: float) -> np.ndarray:
    """Derivatives of equally spaced samples along axis 1, by differences of fourth order.

    Args:
        samples: Shape (n, k, s), k >= 5, in the order of time.
        spacing: Time between two samples.

    Returns:
        Shape (n, k, s).
    """
    found = np.empty_like(samples)
    inner = (samples[:, :-4], samples[:, 1:-3], samples[:, 3:-1], samples[:, 4:])
    found[:, 2:-2] = (inner[0] - 8.0 * inner[1] + 8.0 * inner[2] - inner[3]) / 12.0
    for place in (0, 1):
        found[:, place] = np.einsum("w,nws->ns", _SLOPES[place], samples[:, :5])
        found[:, -1 - place] = np.einsum("w,nws->ns", _SLOPES[4 - place], samples[:, -5:])
    return found / spacing


def weights(theta: np.ndarray | float) -> np.ndarray:
    """Weights of value and slope at the beginning, value and slope at the end of an interval of
    length 1, for the cubic that has both (Hermite), at `theta` from 0 to 1: shape (..., 4).
    """
    q = np.asarray(theta, dtype=float)
    r = 1.0 - q
    return np.stack(
        [r * r * (1.0 + 2.0 * q), q * r * r, q * q * (3.0 - 2.0 * q), -q * q * r], axis=-1
    )


def finer(
    samples: np.ndarray, rates: np.ndarray, times: int, spacing: float
) -> tuple[np.ndarray, np.ndarray]:
    """Samples and slopes on a grid `times` as fine, by cubics.

    Args:
        samples: Shape (n, k, s).
        rates: Their derivatives, shape (n, k, s).
        times: How many intervals become of one.
        spacing: Time between two samples.

    Returns:
        Values and derivatives, each of shape (n, (k - 1) * times + 1, s).
    """
    if times == 1:
        return samples, rates
    n, k, s = samples.shape
    theta = np.arange(times) / times
    w = weights(theta)
    slope = np.stack(
        [
            6.0 * theta * (theta - 1.0),
            (1.0 - theta) * (1.0 - 3.0 * theta),
            6.0 * theta * (1.0 - theta),
            theta * (3.0 * theta - 2.0),
        ],
        axis=-1,
    )
    corners = np.stack(
        [samples[:, :-1], spacing * rates[:, :-1], samples[:, 1:], spacing * rates[:, 1:]]
    )
    values = np.einsum("tw,wnks->nkts", w, corners).reshape(n, (k - 1) * times, s)
    moved = np.einsum("tw,wnks->nkts", slope, corners).reshape(n, (k - 1) * times, s) / spacing
    return (
        np.concatenate([values, samples[:, -1:]], axis=1),
        np.concatenate([moved, rates[:, -1:]], axis=1),
    )


def interpolated(
    samples: np.ndarray, rates: np.ndarray, place: float, spacing: float
) -> np.ndarray:
    """The cubic through samples, shape (n, k, s), at `place`, counted in intervals from the first.

    Returns:
        Shape (n, s).
    """
    at = min(max(int(np.floor(place)), 0), samples.shape[1] - 2)
    w = weights(place - at)
    found: np.ndarray = (
        w[0] * samples[:, at]
        + w[1] * spacing * rates[:, at]
        + w[2] * samples[:, at + 1]
        + w[3] * spacing * rates[:, at + 1]
    )
    return found
