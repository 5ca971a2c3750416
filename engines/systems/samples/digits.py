"""Handwritten digits: the 1,797 small grey ones, and coloured ones that grow, turn and change hue."""

from __future__ import annotations

from functools import cache

import numba
import numpy as np

from engines.numerics.pictures.altering import tinted
from engines.running.randomness import stream

COUNT, TRAIN = 1797, 1500
GREY_SIDE, SIDE = 8, 16
# Nine values of each factor; the first is where a sequence of transformations starts.
SCALES = np.linspace(1.0, 1.8, 9)
TURNS = np.deg2rad(np.linspace(0.0, 160.0, 9))
HUES = np.deg2rad(np.linspace(180.0, 340.0, 9))
FACTORS = ("scale", "turn", "hue")


@cache
def _every() -> tuple[np.ndarray, np.ndarray]:
    from sklearn.datasets import load_digits  # type: ignore[import-untyped]

    found = load_digits()
    ink = np.asarray(found.images, dtype=np.float32) / 16.0
    return ink, np.asarray(found.target, dtype=np.int64)


def split(seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Indices of the 1,500 digits to learn from, and of the 297 kept for tests."""
    order = stream(seed, "digits").permutation(COUNT)
    return order[:TRAIN], order[TRAIN:]


def ink(indices: np.ndarray) -> np.ndarray:
    """Ink in [0, 1] of digits, shape (n, 8, 8).

    Raises:
        ValueError: If an index is outside 0 to `COUNT` - 1.

    Source:
        Alpaydin & Kaynak (1998), UCI, optical recognition of handwritten digits, test part.
    """
    return _every()[0][_checked(indices)]


def grey(indices: np.ndarray) -> np.ndarray:
    """Pictures of digits, shape (n, 8, 8), ground -1, full ink 1.

    Raises:
        ValueError: If an index is outside 0 to `COUNT` - 1.
    """
    return 2.0 * ink(indices) - np.float32(1.0)


def about_mean(indices: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pixels of digits less their mean picture, shape (n, 64), and that picture, shape (64,).

    Raises:
        ValueError: If an index is outside 0 to `COUNT` - 1.
    """
    pixels = grey(indices).reshape(len(indices), -1).astype(np.float64)
    mean = pixels.mean(axis=0)
    return pixels - mean, mean


def labels(indices: np.ndarray) -> np.ndarray:
    """Which digit each is, 0 to 9, shape (n,).

    Raises:
        ValueError: If an index is outside 0 to `COUNT` - 1.
    """
    return _every()[1][_checked(indices)]


def _checked(indices: np.ndarray) -> np.ndarray:
    indices = np.asarray(indices, dtype=np.int64)
    for index in indices[(indices < 0) | (indices >= COUNT)]:
        raise ValueError(f"digit index {index}, allowed 0 to {COUNT - 1}")
    return indices


def factors_of(steps: np.ndarray) -> np.ndarray:
    """Scale (1), turn (rad) and hue (rad), shape (n, 3), of `steps` 0 to 8 along each, (n, 3)."""
    steps = np.asarray(steps, dtype=np.int64)
    return np.stack([SCALES[steps[:, 0]], TURNS[steps[:, 1]], HUES[steps[:, 2]]], axis=1)


def coloured(indices: np.ndarray, factors: np.ndarray) -> np.ndarray:
    """Digits on black ground, enlarged, turned anticlockwise and painted.

    At scale 1.8 the eight pixels of the source cover the sixteen of the picture; ink between its
    pixels is bilinear.

    Args:
        indices: Which digits, shape (n,).
        factors: Scale (1), turn (rad) and hue (rad) of each, shape (n, 3).

    Returns:
        Red, green and blue in [0, 1], shape (n, 3, 16, 16).

    Raises:
        ValueError: If an index is outside 0 to `COUNT` - 1.
    """
    values = np.ascontiguousarray(factors, dtype=np.float64)
    pictures = np.empty((len(values), SIDE, SIDE), dtype=np.float32)
    _draw(ink(indices), values, pictures)
    return pictures[:, None] * tinted(values[:, 2]).astype(np.float32)[:, :, None, None]


@numba.njit(nogil=True, cache=True)
def _draw(sources: np.ndarray, factors: np.ndarray, pictures: np.ndarray) -> None:
    side, small = pictures.shape[1], sources.shape[1]
    for n in range(len(sources)):
        scale, turn = factors[n, 0], factors[n, 1]
        step = 1.8 * small / (side * scale)
        c, s = step * np.cos(turn), step * np.sin(turn)
        for row in range(side):
            for column in range(side):
                # The rows of a picture run downwards, y upwards.
                dx, dy = column + 0.5 - 0.5 * side, 0.5 * side - row - 0.5
                u = 0.5 * small - 0.5 + c * dx + s * dy
                v = 0.5 * small - 0.5 - (c * dy - s * dx)
                left, top = int(np.floor(u)), int(np.floor(v))
                total = 0.0
                for i in range(top, top + 2):
                    for j in range(left, left + 2):
                        if 0 <= i < small and 0 <= j < small:
                            total += (1.0 - abs(u - j)) * (1.0 - abs(v - i)) * sources[n, i, j]
                pictures[n, row, column] = total


def triples(
    digits: np.ndarray, each: int, steps: int, longest: int, draw: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Digits at the beginning of sequences, after `steps` steps, and one step later.

    Each step goes one value on along one factor; the others stay.

    Args:
        digits: Indices of the digits to draw from.
        each: Sequences of each factor.
        steps: From 0.
        longest: Steps that every sequence must leave room for, from `steps` + 1 to 8.
        draw: Where chance comes from.

    Returns:
        Indices of digits, shape (3, 3 `each`), and values of their factors, shape (3, 3 `each`, 3);
        the first axis is time, and sequences of scale come before those of turn and of hue.
    """
    which = digits[draw.integers(0, len(digits), 3 * each)]
    places = draw.integers(0, 9, (3 * each, 3))
    kinds = np.repeat(np.arange(3), each)
    rows = np.arange(3 * each)
    places[rows, kinds] = draw.integers(0, 9 - longest, 3 * each)
    moments = np.repeat(places[None], 3, axis=0)
    moments[1:, rows, kinds] += np.array([[steps], [steps + 1]])
    return np.repeat(which[None], 3, axis=0), factors_of(moments.reshape(-1, 3)).reshape(3, -1, 3)
