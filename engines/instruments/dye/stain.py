"""A blob of dye as a crowd of places that stays dense while the flow stretches it."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from scipy.spatial import cKDTree

from engines.instruments.portrait.scales import lengths

_ROUNDS = 3  # of filling gaps
_PIECES = 12  # into which a gap is cut at once, at most


def filled(centres: np.ndarray, radius: float, number: int) -> tuple[np.ndarray, float]:
    """About `number` places on a triangular lattice that cover the union of some discs.

    Args:
        centres: Of the discs, shape (k, 2).
        radius: Of all of them.
        number: Wanted number of places; each disc has its middle at least.

    Returns:
        Places, shape (n, 2), and the distance of neighbours.
    """
    tree = cKDTree(centres)
    low, high = centres.min(axis=0) - radius, centres.max(axis=0) + radius
    # the area of the union, from a coarse look
    look = np.stack(
        [
            a.ravel()
            for a in np.meshgrid(*(np.linspace(*e, 160) for e in zip(low, high, strict=True)))
        ],
        axis=1,
    )
    share = float(np.mean(tree.query(look)[0] <= radius))
    area = max(share * float(np.prod(high - low)), math.pi * radius**2 / 4.0)
    step = math.sqrt(area / max(number, 1) * 2.0 / math.sqrt(3.0))
    rows = np.arange(math.ceil((high[1] - low[1]) / (step * math.sqrt(3.0) / 2.0)) + 1)
    columns = np.arange(math.ceil((high[0] - low[0]) / step) + 2)
    x = low[0] + step * (columns[None, :] - 0.5 * (rows[:, None] % 2))
    y = np.broadcast_to(low[1] + step * math.sqrt(3.0) / 2.0 * rows[:, None], x.shape)
    lattice = np.stack([x.ravel(), y.ravel()], axis=1)
    inside = lattice[tree.query(lattice)[0] <= radius]
    return (inside, step) if len(inside) else (centres.astype(float), step)


def stain(
    centres: np.ndarray,
    radius: float,
    carry: Callable[[np.ndarray], np.ndarray],
    number: int,
    gap: float,
    *,
    most: int,
) -> np.ndarray:
    """Tracks of the places of a blob; where the flow pulls neighbours apart, more of them.

    Args:
        centres: Of the discs whose union is the blob, shape (k, 2).
        radius: Of all of them.
        carry: Tracks, shape (n, t, 2), of places, shape (n, 2).
        number: Places at first.
        gap: Distance of neighbours from which there are places between them.
        most: Places in the end, at most; 0 for no more than at first.

    Returns:
        Shape (n, t, 2); those that blew up are left out.
    """
    begin, step = filled(centres, radius, number)
    tracks = carry(begin)
    pairs = cKDTree(begin).query_pairs(1.05 * step, output_type="ndarray")
    for _ in range(_ROUNDS):
        room = most - len(begin)
        if room <= 0 or not len(pairs):
            break
        apart = _apart(tracks, pairs)
        pieces = np.clip(np.ceil(np.minimum(apart, _PIECES * gap) / gap), 1, _PIECES).astype(int)
        if int((pieces - 1).sum()) > room:  # the widest gaps first
            order = np.argsort(-apart, kind="stable")
            enough = np.cumsum(pieces[order] - 1) <= room
            pieces[order[~enough]] = 1
        wide = pieces > 1
        if not wide.any():
            break
        begin, tracks, pairs = _between(begin, tracks, pairs[wide], pieces[wide], carry)
    return tracks[np.isfinite(tracks).all(axis=(1, 2))]


def _apart(tracks: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """Largest distance of each pair at any time, shape (p,)."""
    largest = np.zeros(len(pairs))
    with np.errstate(over="ignore", invalid="ignore"):  # what blows up may be infinitely far
        for k in range(tracks.shape[1]):
            off = tracks[pairs[:, 0], k] - tracks[pairs[:, 1], k]
            np.fmax(largest, lengths(off), out=largest)
    return largest


def _between(
    begin: np.ndarray,
    tracks: np.ndarray,
    pairs: np.ndarray,
    pieces: np.ndarray,
    carry: Callable[[np.ndarray], np.ndarray],
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Places between pairs, and the new pairs of neighbours along each of them."""
    own = np.repeat(np.arange(len(pairs)), pieces - 1)
    first = np.cumsum(pieces - 1) - (pieces - 1)
    nth = np.arange(len(own)) - first[own] + 1
    share = (nth / pieces[own])[:, None]
    one, other = begin[pairs[own, 0]], begin[pairs[own, 1]]
    added = one + share * (other - one)
    index = len(begin) + np.arange(len(own))
    before = np.where(nth == 1, pairs[own, 0], index - 1)
    last = len(begin) + first + pieces - 2
    chains = np.concatenate(
        [np.stack([before, index], axis=1), np.stack([last, pairs[:, 1]], axis=1)]
    )
    return (
        np.concatenate([begin, added]),
        np.concatenate([tracks, carry(added)]),
        chains,
    )
