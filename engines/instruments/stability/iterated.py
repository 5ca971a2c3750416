"""Invariant curves of a saddle of a map, grown from a short piece beside it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engines.errors import FlowError
from engines.instruments.portrait.scales import box_of, lengths, periods, wrapped
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

OFFSET = 1e-5  # of the box: how far from the saddle the piece begins
APART = 0.01  # of the box: neighbours farther from each other get one between them
FIRST = 40  # points of the piece
MOST = 6000  # points of one curve
ROOM = 0.5  # boxes beside the box up to which a curve is drawn
TURNS = 60  # times the piece is carried at most


def grown_curve(
    flow: Flow,
    place: np.ndarray,
    along: np.ndarray,
    factor: float,
    way: float,
    steps: int,
    ticket: Ticket | None = None,
) -> list[np.ndarray]:
    """One half of the curve that leaves a saddle of a map, or comes to it, piece by piece.

    The piece between d and |m| d along the eigenvector, m its multiplier, is carried by the map
    again and again; each image continues the last. Where two neighbours come to lie too far from
    each other, a point is put between their origins. A multiplier below 0 exchanges the halves, so
    the map is taken twice.

    Args:
        flow: A map.
        place: The saddle, shape (d,).
        along: Unit eigenvector towards the half, shape (d,).
        factor: Its multiplier.
        way: 1 for a curve that leaves, -1 for one that comes, which runs backwards.
        steps: How many iterations the end of the curve is away from the piece, at most.
        ticket: Looked at between images.

    Returns:
        Polylines of shape (k, d), parted where they leave the surroundings of the box or jump to
        the other side of it; none where the map has no inverse.

    Raises:
        Withdrawn: If the ticket was withdrawn.

    Source:
        Hobson (1993), J. Comput. Phys. 104, 14-22.
    """
    box = box_of(flow)
    sides = np.subtract(box.high, box.low)
    stride = 2 if factor < 0.0 else 1
    growth = abs(factor) ** (stride if way > 0.0 else -stride)
    if not growth > 1.0 + 1e-9:
        return []
    begin = OFFSET * float(np.linalg.norm(sides * along))
    shares = np.linspace(0.0, 1.0, FIRST)
    pieces: list[np.ndarray] = []
    count = 0
    for turn in range(min(TURNS, max(1, steps // stride)) + 1):
        if ticket is not None:
            ticket.check()
        time = way * stride * turn

        def image(share: np.ndarray, time: float = time) -> np.ndarray:
            starts = place + begin * growth ** share[:, None] * along
            return flow.advance(starts, 0.0, time, ticket) if time else starts

        try:
            shares, points = _dense(image, shares, sides, MOST - count)
        except FlowError:
            return []
        pieces.append(points)
        count += len(points)
        low, high = np.array(box.low) - ROOM * sides, np.array(box.high) + ROOM * sides
        around = np.isfinite(periods(box))
        seen = np.all(((points >= low) & (points <= high)) | around, axis=1)
        if count >= MOST or not seen.any():
            break
    return _parted(np.concatenate(pieces), flow)


def _dense(
    image: Callable[[np.ndarray], np.ndarray], shares: np.ndarray, sides: np.ndarray, most: int
) -> tuple[np.ndarray, np.ndarray]:
    """The image of the piece with neighbours near enough to each other."""
    points = image(shares)
    for _ in range(12):
        with np.errstate(invalid="ignore"):
            gaps = lengths(np.diff(points / sides, axis=0))
            wide = (gaps > APART) & np.isfinite(gaps)
        if not wide.any() or len(shares) + int(wide.sum()) > most:
            break
        between = 0.5 * (shares[:-1] + shares[1:])[wide]
        more = image(between)
        order = np.argsort(np.concatenate([shares, between]), kind="stable")
        shares = np.concatenate([shares, between])[order]
        points = np.concatenate([points, more])[order]
    return shares, points


def _parted(curve: np.ndarray, flow: Flow) -> list[np.ndarray]:
    """The parts of a curve that lie around the box, without jumps."""
    box = box_of(flow)
    sides = np.subtract(box.high, box.low)
    seen = wrapped(curve, box)
    low, high = np.array(box.low) - ROOM * sides, np.array(box.high) + ROOM * sides
    with np.errstate(invalid="ignore"):
        inside = np.all((seen >= low) & (seen <= high), axis=1)
        torn = lengths(np.diff(seen / sides, axis=0)) > 10.0 * APART
    breaks = np.flatnonzero(torn | ~inside[1:] | ~inside[:-1]) + 1
    parts = np.split(seen, breaks)
    return [part for part in parts if len(part) > 1 and np.isfinite(part).all()]
