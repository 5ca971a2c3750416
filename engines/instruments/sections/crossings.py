"""Where and when paths cross a plane, to the last digits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from engines.errors import UnfitError
from engines.instruments.portrait.scales import box_of
from engines.protocols.capabilities import Remembering
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

HALVINGS = 10  # of the interval between two samples, before the last steps
LAST = 3  # steps onto the plane itself
SAMPLES = 40  # while a path crosses the box
CLOSEST = 20_000  # samples over the time in which something happens
LOOKED = 200  # samples that tell how fast a path is
BLOCK = 100_000  # samples between two frames
LONGEST = 400  # samples of one path in a block
CLOSE = 0.05  # of the bend between three samples: a parabola that ends this near may cross


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """All states x with normal . x = offset.

    Attributes:
        normal: Shape (d,).
        offset: Where it lies.
        way: 1 if only crossings towards larger normal . x count, as the path is followed, -1 for
            the others, 0 for both.
        period: Length after which normal . x repeats; inf where it does not.
    """

    normal: np.ndarray
    offset: float
    way: int = 1
    period: float = np.inf

    def above(self, states: np.ndarray) -> np.ndarray:
        """How far above `states`, shape (..., d), are, the short way round: shape (...)."""
        with np.errstate(invalid="ignore", over="ignore"):
            gap = states @ self.normal - self.offset
            if np.isfinite(self.period):
                gap = gap - self.period * np.round(gap / self.period)
        return gap

    def crossed(self, before: np.ndarray, after: np.ndarray) -> np.ndarray:
        """1 where a path went up through the plane between two samples, -1 down, 0 neither."""
        with np.errstate(invalid="ignore"):
            near = np.abs(after - before) < 0.5 * self.period
            up, down = (before < 0.0) & (after >= 0.0), (before > 0.0) & (after <= 0.0)
        found = near * (up.astype(int) - down.astype(int))
        return found if self.way == 0 else np.where(found == self.way, found, 0)


@dataclass(frozen=True, slots=True, eq=False)
class Crossings:
    """Crossings of many paths, in the order of their times within each.

    Attributes:
        places: Shape (m, d).
        times: Shape (m,).
        owners: Number of the path, counted from 0, shape (m,).
        ways: 1 or -1, shape (m,).
    """

    places: np.ndarray
    times: np.ndarray
    owners: np.ndarray
    ways: np.ndarray


def joined(parts: list[Crossings], dimension: int, backwards: bool = False) -> Crossings:
    """All of them, ordered by path, then in the order in which it meets them."""
    if not parts:
        nothing = np.zeros(0)
        return Crossings(np.zeros((0, dimension)), nothing, nothing.astype(int), nothing)
    every = [np.concatenate([getattr(p, name) for p in parts]) for name in Crossings.__slots__]
    order = np.lexsort((-every[1] if backwards else every[1], every[2]))
    return Crossings(*(a[order] for a in every))


def crossings(
    flow: Flow,
    starts: np.ndarray,
    plane: Plane,
    begin: float,
    end: float,
    spacing: float,
    ticket: Ticket | None = None,
) -> Iterator[tuple[Crossings, float]]:
    """Every crossing of the plane by the paths of `starts` between two times, block by block.

    Paths are sampled `spacing` apart. A change of sign of g(x) = normal . x - offset between two
    samples is halved until it lies within a thousandth of them, and ends on the plane by steps of
    Henon's kind,

        x <- x(t + h),   h = -g(x) / (normal . v(x)),

    which need no interpolation. Paths that touch the plane and turn between two samples are looked
    at where a parabola through three samples has its top.

    Args:
        flow: What moves the states, in continuous time.
        starts: Shape (n, d).
        plane: What is crossed.
        begin: Time of `starts`; a path that begins on the plane does not cross it there.
        end: Last time; before `begin` paths are followed backwards.
        spacing: Time between samples, above 0; an upper bound.
        ticket: Looked at between pieces of work.

    Yields:
        Crossings of one block of time and the share of the time done.

    Raises:
        UnfitError: If the flow is a map.
        Withdrawn: If the ticket was withdrawn.

    Source:
        Henon (1982), Physica D 5, 412-414.
    """
    if flow.discrete:
        raise UnfitError("a map jumps over planes, allowed are flows in continuous time")
    count = max(1, int(np.ceil(abs(end - begin) / spacing)))
    h = (end - begin) / count
    long = max(2, min(LONGEST, BLOCK // max(1, len(starts))))
    states = np.array(starts, float).reshape(-1, flow.dimension)
    tail = states[:, None][:, :0]
    for first in range(0, count, long):
        last = min(count, first + long)
        times = begin + h * np.arange(first, last + 1)
        path = flow.record(states, times, ticket)
        found = _in_block(flow, path, times, plane, tail, first == 0, ticket)
        tail, states = path[:, -2:-1], path[:, -1]
        yield found, last / count
        if not np.isfinite(states).all(axis=1).any():
            return


def spacing_along(
    flow: Flow, starts: np.ndarray, begin: float, lasting: float, ticket: Ticket | None = None
) -> float:
    """Time between two samples of a path that shows all its turns: `SAMPLES` while it crosses the
    box at the speed that it seldom exceeds.

    Args:
        flow: What moves the states.
        starts: Shape (n, d); a few of them are looked at.
        begin: Time of `starts`.
        lasting: Time over which they are looked at, negative to follow them backwards.
        ticket: Looked at by the flow.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    box = box_of(flow)
    sides = np.subtract(box.high, box.low)
    times = begin + lasting * np.linspace(0.0, 1.0, LOOKED) ** 2
    path = flow.record(starts[:4], times, ticket)
    if isinstance(flow, Remembering):  # a place does not tell how fast it is left
        rates = np.diff(path, axis=1) / np.diff(times)[:, None]
        return _spacing(np.abs(rates / sides).max(axis=2).ravel(), lasting)
    with np.errstate(invalid="ignore"):  # what runs away says nothing about the box
        near = np.abs(path - np.mean([box.low, box.high], axis=0)) <= sides
    speeds = []
    for k in range(0, len(times), 1 if flow.steady else 8):
        moment = float(times[k])
        known = path[:, k][near[:, k].all(axis=1)]
        speeds.append(np.abs(flow.velocity(known, moment) / sides).max(axis=1))
    return _spacing(np.concatenate(speeds), lasting)


def _spacing(speeds: np.ndarray, lasting: float) -> float:
    """Time between two samples at speeds in boxes per unit of time."""
    every = speeds[np.isfinite(speeds)]
    fast = float(np.quantile(every, 0.95)) if len(every) else 0.0
    usual = abs(lasting) / LOOKED
    if not fast > 0.0:
        return usual
    return max(min(usual, 1.0 / (SAMPLES * fast)), abs(lasting) / CLOSEST)


def _in_block(
    flow: Flow,
    path: np.ndarray,
    times: np.ndarray,
    plane: Plane,
    tail: np.ndarray,
    beginning: bool,
    ticket: Ticket | None,
) -> Crossings:
    gaps = plane.above(path)
    if beginning:  # one that begins on the plane leaves it to the side it moves to
        size = 1e-12 * (1.0 + np.abs(plane.offset))
        resting = np.abs(gaps[:, 0]) <= size
        gaps[resting, 0] = np.sign(gaps[resting, 1]) * 1e-300
    ways = plane.crossed(gaps[:, :-1], gaps[:, 1:])
    owners, steps = np.nonzero(ways)
    h = float(times[1] - times[0])
    places, moments = _refined(flow, path[owners, steps], times[steps], h, plane, ticket)
    parts = [Crossings(places, moments, owners, ways[owners, steps])]
    whole = np.concatenate([tail, path], axis=1)
    known = np.concatenate([times[:1] - h, times])[-whole.shape[1] :]
    if whole.shape[1] > 2:
        parts += _touched(flow, whole, known, plane, ticket)
    return joined(parts, flow.dimension, h < 0.0)


def _refined(
    flow: Flow,
    before: np.ndarray,
    times: np.ndarray,
    h: float,
    plane: Plane,
    ticket: Ticket | None,
) -> tuple[np.ndarray, np.ndarray]:
    """Places and times of crossings within `h` after each of the states `before`."""
    if not flow.steady:
        ends = [
            _bracketed(flow, x, t, t + h, plane, ticket)
            for x, t in zip(before, times.tolist(), strict=True)
        ]
        places = np.array([place for place, _ in ends]).reshape(before.shape)
        return places, np.array([moment for _, moment in ends])
    x, elapsed = before.copy(), np.zeros(len(before))
    side = np.sign(plane.above(x))
    if not len(x):
        return x, times.copy()
    for _ in range(HALVINGS):
        h *= 0.5
        middle = flow.advance(x, 0.0, h, ticket)
        still = np.sign(plane.above(middle)) == side
        x[still] = middle[still]
        elapsed[still] += h
    for _ in range(LAST):
        slope = flow.velocity(x, 0.0) @ plane.normal
        with np.errstate(divide="ignore", invalid="ignore"):
            step = np.nan_to_num(-plane.above(x) / slope)
        step = np.clip(step, -abs(h), abs(h))
        x = _stepped(flow, x, step)
        elapsed += step
    return x, times + elapsed


def _stepped(flow: Flow, x: np.ndarray, h: np.ndarray) -> np.ndarray:
    """One Runge-Kutta step of a steady flow, as long for each state as it needs."""
    s = h[:, None]
    a = flow.velocity(x, 0.0)
    b = flow.velocity(x + 0.5 * s * a, 0.0)
    c = flow.velocity(x + 0.5 * s * b, 0.0)
    d = flow.velocity(x + s * c, 0.0)
    moved: np.ndarray = x + s / 6.0 * (a + 2.0 * b + 2.0 * c + d)
    return moved


def _bracketed(
    flow: Flow, x: np.ndarray, begin: float, end: float, plane: Plane, ticket: Ticket | None
) -> tuple[np.ndarray, float]:
    """The crossing between two moments on either side of it, one path at a time."""

    def at(moment: float) -> np.ndarray:
        moved = flow.advance(x[None], begin, moment, ticket) if moment != begin else x[None]
        return np.asarray(moved)[0]

    def gap(moment: float) -> float:
        return float(plane.above(at(moment)))

    if gap(begin) * gap(end) > 0.0:  # it begins on the plane
        return x, begin
    moment = float(brentq(gap, begin, end, xtol=1e-14 * max(1.0, abs(end)), rtol=1e-14))
    return at(moment), moment


def _touched(
    flow: Flow, path: np.ndarray, times: np.ndarray, plane: Plane, ticket: Ticket | None
) -> list[Crossings]:
    """Pairs of crossings between samples on the same side, where a path dips through the plane."""
    gaps = plane.above(path)
    a, b, c = gaps[:, :-2], gaps[:, 1:-1], gaps[:, 2:]
    with np.errstate(divide="ignore", invalid="ignore"):
        bend = a - 2.0 * b + c
        top = 0.5 * (a - c) / bend
        reached = (b - 0.125 * (a - c) ** 2 / bend) * np.sign(b)
        same = (a * b > 0.0) & (b * c > 0.0) & (b * bend > 0.0)
        dips = same & (np.abs(top) <= 0.5) & (reached < CLOSE * np.abs(bend))
    h = float(times[1] - times[0])
    found: list[Crossings] = []
    for owner, k in zip(*np.nonzero(dips), strict=True):
        first = int(k) + 1 if top[owner, k] >= 0.0 else int(k)
        begin, x = float(times[first]), path[owner, first]
        moment = begin + float(top[owner, k] % 1.0) * h
        turn = flow.advance(x[None], begin, moment, ticket)
        if not plane.above(turn)[0] * b[owner, k] < 0.0:
            continue
        one = _bracketed(flow, x, begin, moment, plane, ticket)
        two = _bracketed(flow, turn[0], moment, float(times[first + 1]), plane, ticket)
        sign = -int(np.sign(b[owner, k]))
        found += [
            Crossings(place[None], np.array([when]), np.array([owner]), np.array([way]))
            for (place, when), way in ((one, sign), (two, -sign))
            if plane.way in (0, way)
        ]
    return found
