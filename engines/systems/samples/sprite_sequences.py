"""Sprites that change step by step: one of their five factors grows, the others stay."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engines.systems.samples.sprites import COUNT, SIZES

STEPS = 5
# Values of the grid passed in one step: another shape, a tenth of the size, nine degrees, 1.8 pixels.
STRIDES = (1, 1, 1, 4, 4)
# A square, an ellipse, a heart looks as before after so many places of turn.
PERIODS = np.array([10, 20, 40])


def room(places: np.ndarray, k: int) -> np.ndarray:
    """How many values factor `k` may take on in a sequence of sprites at `places`, shape (n,).

    A turn stays within one period of the shape, so that what looks alike is met once.
    """
    return PERIODS[places[:, 0]] if k == 2 else np.full(len(places), SIZES[k])


def fits(places: np.ndarray, k: int) -> np.ndarray:
    """Whether `STEPS` steps of transformation `k` stay within the values there are, shape (n,)."""
    if k == 0:
        return np.ones(len(places), dtype=bool)
    return places[:, k] + STEPS * STRIDES[k] < room(places, k)


def begun(places: np.ndarray, k: int, draw: np.random.Generator) -> np.ndarray:
    """The same sprites with factor `k` drawn anew, evenly among the values that fit."""
    found = np.array(places)
    if k == 0:
        return found
    found[:, k] = (draw.random(len(found)) * (room(found, k) - STEPS * STRIDES[k])).astype(int)
    return found


def moved(places: np.ndarray, k: int, steps: int) -> np.ndarray:
    """Places after `steps` steps of transformation `k`; square, ellipse, heart, and square again."""
    found = np.array(places)
    found[:, k] += steps * STRIDES[k]
    if k == 0:
        found[:, 0] %= SIZES[0]
    return found


def places_of(indices: np.ndarray) -> np.ndarray:
    """Place of each factor within its values, shape (n, 5), of `indices` into the full grid."""
    return np.stack(np.unravel_index(np.asarray(indices, dtype=np.int64), SIZES), axis=1)


def indices_of(places: np.ndarray) -> np.ndarray:
    """The inverse of `places_of`."""
    return np.asarray(np.ravel_multi_index(tuple(places.T), SIZES))


def unseen(kept: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """Asks of places, shape (n, 5), which of the sprites are not among the indices `kept`."""
    free = np.ones(COUNT, dtype=bool)
    free[kept] = False
    return lambda places: free[indices_of(places)]


def triples(
    each: int,
    steps: int,
    draw: np.random.Generator,
    asked: Callable[[np.ndarray], np.ndarray],
) -> np.ndarray:
    """Sprites at the beginning of sequences, after `steps` steps, and one step later.

    Args:
        each: Sequences of each transformation.
        steps: From 1 to `STEPS` - 1.
        draw: Where chance comes from.
        asked: Which places may be used, as from `unseen`.

    Returns:
        Indices into the full grid, shape (3, 5, each).
    """
    found = np.empty((3, len(STRIDES), each), dtype=np.int64)
    for k in range(len(STRIDES)):
        # Some more than needed, since a few will meet a sprite that may not be used.
        places = begun(places_of(draw.integers(0, COUNT, 2 * each + 8)), k, draw)
        three = [places, moved(places, k, steps), moved(places, k, steps + 1)]
        free = np.flatnonzero(np.all([asked(part) for part in three], axis=0))
        found[:, k] = [indices_of(part[free[:each]]) for part in three]
    return found
