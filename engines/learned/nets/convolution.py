"""Convolutions of kernel 4, stride 2, margin 1, which halve or double a picture, in NumPy."""

from __future__ import annotations

import numpy as np


def convolved(pictures: np.ndarray, kernel: np.ndarray, offset: np.ndarray) -> np.ndarray:
    """Pictures of half the size.

        out[n, o, i, j] = offset[o] + sum_{c, a, b} kernel[o, c, a, b] in[n, c, 2i + a - 1, 2j + b - 1]

    Args:
        pictures: Shape (n, c, h, w) with even h and w; zero outside.
        kernel: Shape (o, c, 4, 4).
        offset: Shape (o,).

    Returns:
        Shape (n, o, h / 2, w / 2).
    """
    n, c, h, w = pictures.shape
    o = len(kernel)
    padded = np.pad(pictures, ((0, 0), (0, 0), (1, 1), (1, 1)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (4, 4), axis=(2, 3))[:, :, ::2, ::2]
    rows = windows.transpose(0, 2, 3, 1, 4, 5).reshape(n * h * w // 4, c * 16)
    out = rows @ kernel.reshape(o, c * 16).T + offset
    return out.reshape(n, h // 2, w // 2, o).transpose(0, 3, 1, 2)


def spread(pictures: np.ndarray, kernel: np.ndarray, offset: np.ndarray) -> np.ndarray:
    """Pictures of twice the size: the transpose of `convolved`.

        out[n, o, 2i + a - 1, 2j + b - 1] += kernel[c, o, a, b] in[n, c, i, j],  plus offset[o]

    Args:
        pictures: Shape (n, c, h, w).
        kernel: Shape (c, o, 4, 4).
        offset: Shape (o,).

    Returns:
        Shape (n, o, 2 h, 2 w).
    """
    n, c, h, w = pictures.shape
    o = kernel.shape[1]
    rows = pictures.transpose(0, 2, 3, 1).reshape(n * h * w, c)
    parts = (rows @ kernel.reshape(c, o * 16)).reshape(n, h, w, o, 4, 4)
    out = np.zeros((n, o, 2 * h + 2, 2 * w + 2), dtype=parts.dtype)
    for a in range(4):
        for b in range(4):
            out[:, :, a : a + 2 * h : 2, b : b + 2 * w : 2] += parts[..., a, b].transpose(
                0, 3, 1, 2
            )
    return out[:, :, 1:-1, 1:-1] + offset[:, None, None]
