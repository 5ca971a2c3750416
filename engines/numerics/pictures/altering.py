"""Pictures that grow, turn and change their hue, pixel by pixel."""

from __future__ import annotations

import numpy as np

OFFSETS = np.array([0.0, 2.0, 1.0]) / 3.0  # of red, green and blue round the circle of hues


def tinted(hues: np.ndarray) -> np.ndarray:
    """Red, green and blue in [0, 1] of pure colours, shape (..., 3), at `hues` in radians, (...).

    c_i = clip(|6 ((h / 2 pi + o_i) mod 1) - 3| - 1, 0, 1) with o = (0, 2/3, 1/3)
    """
    turned = (np.asarray(hues)[..., None] / (2.0 * np.pi) + OFFSETS) % 1.0
    return np.clip(np.abs(6.0 * turned - 3.0) - 1.0, 0.0, 1.0)


def hue_of(picture: np.ndarray) -> np.ndarray:
    """Hue in radians of colours, shape (..., 3): shape (...), 0 for greys."""
    red, green, blue = np.moveaxis(np.asarray(picture, dtype=np.float64), -1, 0)
    # Corners of the cube of colours seen along its grey diagonal make a hexagon.
    chroma = np.ptp(picture, axis=-1)
    size = np.where(chroma > 0.0, chroma, 1.0)
    sixth = np.where(
        (red >= green) & (red >= blue),
        (green - blue) / size,
        np.where(green >= blue, 2.0 + (blue - red) / size, 4.0 + (red - green) / size),
    )
    return np.asarray((sixth % 6.0) * np.pi / 3.0)


def repainted(picture: np.ndarray, shifts: np.ndarray) -> np.ndarray:
    """The picture with all its hues moved; what is grey stays.

    Args:
        picture: Red, green and blue in [0, 1], shape (h, w, 3).
        shifts: Angles in radians, shape (k,).

    Returns:
        Shape (k, h, w, 3).
    """
    least = picture.min(axis=-1)[..., None]
    chroma = np.ptp(picture, axis=-1)[..., None]
    hues = hue_of(picture) + np.asarray(shifts)[:, None, None]
    return np.asarray(least + chroma * tinted(hues))


def resampled(picture: np.ndarray, scales: np.ndarray, turns: np.ndarray) -> np.ndarray:
    """The picture enlarged and turned about its middle, bilinear, black beyond its edges.

        x'(p) = x(R(-a) p / s),   p from the middle, y upwards

    Args:
        picture: Shape (h, w, 3).
        scales: s, shape (k,).
        turns: a in radians, anticlockwise, shape (k,).

    Returns:
        Shape (k, h, w, 3).
    """
    height, width = picture.shape[:2]
    # The rows of a picture run downwards, y upwards.
    x = np.arange(width) - 0.5 * (width - 1)
    y = 0.5 * (height - 1) - np.arange(height)
    cosine, sine = (f(turns)[:, None, None] / scales[:, None, None] for f in (np.cos, np.sin))
    column = cosine * x + sine * y[:, None] + 0.5 * (width - 1)
    row = 0.5 * (height - 1) - (cosine * y[:, None] - sine * x)
    framed = np.pad(picture, ((1, 1), (1, 1), (0, 0)))  # a black frame to mix with
    column, row = (np.clip(a + 1.0, 0.0, n + 1.0) for a, n in ((column, width), (row, height)))
    left = np.minimum(column.astype(int), width)
    top = np.minimum(row.astype(int), height)
    across, down = (column - left)[..., None], (row - top)[..., None]
    above = (1.0 - across) * framed[top, left] + across * framed[top, left + 1]
    below = (1.0 - across) * framed[top + 1, left] + across * framed[top + 1, left + 1]
    return np.asarray((1.0 - down) * above + down * below)
