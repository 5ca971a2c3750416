"""Curves that are stretched alike everywhere: null geodesics of C - lam^2 I."""

from __future__ import annotations

import math

import numpy as np
from contourpy import contour_generator
from numba import njit

from engines.instruments.lcs.cauchy_green import CauchyGreen
from engines.instruments.lcs.splines import coefficients, slopes, weights
from engines.running.slices import in_slices
from engines.running.ticket import Ticket
from engines.running.warming import Warming

_TURN = 2.0 * math.pi
_PIECE = 24  # orbits of a piece of work, a few ms
_HALVINGS = 14
_NEWTON = 6

_warming = Warming()


@njit(nogil=True, cache=True, error_model="numpy")
def _strain(
    c: np.ndarray, u: float, v: float, phi: float, gx: float, gy: float
) -> tuple[float, float, float]:
    """<e, C e>, <R e, C e> and <e, (D_e C) e> at a place in cells, e = (cos phi, sin phi)."""
    i = min(max(math.floor(u), 0), c.shape[1] - 4)
    j = min(max(math.floor(v), 0), c.shape[0] - 4)
    e1, e2 = math.cos(phi), math.sin(phi)
    a, da = weights(u - i), slopes(u - i)
    b, db = weights(v - j), slopes(v - j)
    p11, p12, p22 = e1 * e1, 2.0 * e1 * e2, e2 * e2
    along, aside, change = 0.0, 0.0, 0.0
    for m in range(4):
        row = c[j + m]
        s, t, ds = 0.0, 0.0, 0.0
        for k in range(4):
            c11, c12, c22 = row[i + k, 0], row[i + k, 1], row[i + k, 2]
            value = p11 * c11 + p12 * c12 + p22 * c22
            s += a[k] * value
            ds += da[k] * value
            t += a[k] * (0.5 * p12 * (c22 - c11) + (p11 - p22) * c12)
        along += b[m] * s
        aside += b[m] * t
        change += e1 * gx * b[m] * ds + e2 * gy * db[m] * s
    return along, aside, change


@njit(nogil=True, cache=True, error_model="numpy")
def _stepped(
    c: np.ndarray, u: float, v: float, phi: float, h: float, gx: float, gy: float
) -> tuple[float, float, float]:
    """RK4 of r' = e(phi), phi' = -<e, (D_e C) e> / (2 <R e, C e>) over a length h."""
    _, n, d = _strain(c, u, v, phi, gx, gy)
    k1, l1, f1 = gx * math.cos(phi), gy * math.sin(phi), -0.5 * d / n
    angle = phi + 0.5 * h * f1
    _, n, d = _strain(c, u + 0.5 * h * k1, v + 0.5 * h * l1, angle, gx, gy)
    k2, l2, f2 = gx * math.cos(angle), gy * math.sin(angle), -0.5 * d / n
    angle = phi + 0.5 * h * f2
    _, n, d = _strain(c, u + 0.5 * h * k2, v + 0.5 * h * l2, angle, gx, gy)
    k3, l3, f3 = gx * math.cos(angle), gy * math.sin(angle), -0.5 * d / n
    angle = phi + h * f3
    _, n, d = _strain(c, u + h * k3, v + h * l3, angle, gx, gy)
    k4, l4, f4 = gx * math.cos(angle), gy * math.sin(angle), -0.5 * d / n
    return (
        u + h * (k1 + 2.0 * (k2 + k3) + k4) / 6.0,
        v + h * (l1 + 2.0 * (l2 + l3) + l4) / 6.0,
        phi + h * (f1 + 2.0 * (f2 + f3) + f4) / 6.0,
    )


@njit(nogil=True, cache=True, error_model="numpy")
def _orbits(
    c: np.ndarray,
    square: float,
    corner: np.ndarray,
    cell: np.ndarray,
    step: float,
    longest: float,
    seeds: np.ndarray,
    first: int,
    last: int,
    ends: np.ndarray,
    paths: np.ndarray,
    counts: np.ndarray,
) -> None:
    """Moves seeds onto C11 = lam^2 and follows them until phi has turned once; NaN if it never
    does. Fills `paths` as far as there is room for them.
    """
    gx, gy = 1.0 / cell[0], 1.0 / cell[1]
    wide, high = c.shape[1] - 3.0, c.shape[0] - 3.0
    sharpest = 4.0 * max(gx, gy)
    for n in range(first, last):
        ends[n, 0] = np.nan
        ends[n, 1] = np.nan
        u, v = (seeds[n, 0] - corner[0]) * gx, (seeds[n, 1] - corner[1]) * gy
        good = False
        for _ in range(_NEWTON):
            value, _, across = _strain(c, u, v, 0.0, gx, gy)
            # the derivative of C11 upwards, from that along e = (1, 0) turned by hand
            i = min(max(math.floor(u), 0), c.shape[1] - 4)
            j = min(max(math.floor(v), 0), c.shape[0] - 4)
            a, db = weights(u - i), slopes(v - j)
            upwards = 0.0
            for m in range(4):
                for k in range(4):
                    upwards += gy * db[m] * a[k] * c[j + m, i + k, 0]
            steep = across * across + upwards * upwards
            off = value - square
            if not (steep > 0.0 and 0.0 <= u <= wide and 0.0 <= v <= high):
                good = False
                break
            u -= gx * off * across / steep
            v -= gy * off * upwards / steep
            good = abs(off) < 1e-9 * square
            if good:
                break
        if not good:
            continue
        seeds[n, 0], seeds[n, 1] = corner[0] + u * cell[0], corner[1] + v * cell[1]
        phi, length, count = 0.0, 0.0, 0
        while length < longest:
            if count < paths.shape[1]:
                paths[n, count, 0] = corner[0] + u * cell[0]
                paths[n, count, 1] = corner[1] + v * cell[1]
                count += 1
            _, aside, change = _strain(c, u, v, phi, gx, gy)
            bend = abs(0.5 * change / aside)
            if not bend < sharpest:
                break
            h = min(step, 0.1 / (bend + 1e-300))
            u1, v1, phi1 = _stepped(c, u, v, phi, h, gx, gy)
            if not (0.0 <= u1 <= wide and 0.0 <= v1 <= high and phi1 > -0.25 * _TURN):
                break
            if phi1 >= _TURN:
                for _ in range(4):  # to the moment at which it has turned once
                    h *= (_TURN - phi) / (phi1 - phi)
                    u1, v1, phi1 = _stepped(c, u, v, phi, h, gx, gy)
                ends[n, 0], ends[n, 1] = corner[0] + u1 * cell[0], corner[1] + v1 * cell[1]
                break
            u, v, phi, length = u1, v1, phi1, length + h
        counts[n] = count


def compiled(ticket: Ticket | None) -> None:
    """Return when orbits can be followed at machine speed.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """

    def compile() -> None:
        pair, none = np.ones(2), np.zeros((0, 2))
        _orbits(
            np.zeros((5, 5, 3)), 1.0, pair, pair, 1.0, 1.0, none, 0, 0, none,
            np.zeros((0, 1, 2)), np.zeros(0, np.int64),
        )  # fmt: skip

    _warming.ready("orbits", compile, ticket)


class NullGeodesics:
    """Curves along which every element has been stretched by the same factor.

        <r', C r'> = lam^2 |r'|^2

    Attributes:
        step: Longest step of the integrator, world units.
        longest: Length after which an orbit is given up.
    """

    def __init__(self, c: CauchyGreen, step: float, longest: float) -> None:
        self.step, self.longest = step, longest
        self._c = c
        self._coefficients = coefficients(np.stack([c.xx, c.xy, c.yy], axis=-1))
        self._corner = np.array([c.x[0], c.y[0]])
        self._cell = np.array([c.x[1] - c.x[0], c.y[1] - c.y[0]])

    def closed(self, lam: float, tolerance: float, ticket: Ticket | None) -> list[np.ndarray]:
        """Closed orbits of one stretching.

        Seeds lie on C11 = lam^2 and set out along (1, 0). By the time its direction has turned
        once an orbit is back on that contour; where the way from the seed to the return changes
        its sign between neighbours, an orbit in between closes.

        Args:
            lam: Stretching.
            tolerance: Distance of seed and return, world units.
            ticket: Looked at every few ms.

        Returns:
            Lines of shape (k, 2) that end where they begin, anticlockwise.

        Raises:
            Withdrawn: If the ticket was withdrawn.

        Source:
            Haller & Beron-Vera (2013). J. Fluid Mech. 731, R4; Serra & Haller (2017).
            Proc. R. Soc. A 473, 20160807.
        """
        compiled(ticket)
        kept = [np.zeros((0, 2))]
        for contour in self._contours(lam**2):
            seeds, ends = self._returns(contour, lam, ticket)
            along = np.gradient(seeds, axis=0) if len(seeds) > 1 else np.ones_like(seeds)
            size = np.hypot(along[:, 0], along[:, 1])
            way = np.sum((ends - seeds) * along, axis=1) / np.maximum(size, 1e-300)
            kept.append(seeds[np.hypot(*(ends - seeds).T) < tolerance])
            apart = np.hypot(*np.diff(seeds, axis=0).T)
            with np.errstate(invalid="ignore"):
                # returns beyond many cells belong to something else than a cycle between the two
                near = np.maximum(np.abs(way[1:]), np.abs(way[:-1])) < 20.0 * self._cell.max()
                crosses = (way[1:] * way[:-1] < 0.0) & near & (apart < 4.0 * self._cell.max())
            where = np.flatnonzero(crosses)
            if len(where):
                kept.append(self._between(seeds, way, where, lam, tolerance, ticket))
        return self._paths(np.concatenate(kept), lam, tolerance, ticket)

    def _contours(self, square: float) -> list[np.ndarray]:
        """C11 = lam^2 as lines with vertices about a cell apart."""
        field = np.ma.masked_invalid(self._c.xx)
        lines = contour_generator(self._c.x, self._c.y, field).lines(square)
        found = []
        for line in lines:
            places = np.asarray(line, float)
            way = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(places, axis=0).T))])
            count = max(2, round(way[-1] / float(self._cell.mean())) + 1)
            at = np.linspace(0.0, way[-1], count)
            found.append(np.stack([np.interp(at, way, places[:, k]) for k in (0, 1)], axis=1))
        return found

    def _returns(
        self, seeds: np.ndarray, lam: float, ticket: Ticket | None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Seeds moved onto the contour, and where their orbits return to it."""
        seeds = np.ascontiguousarray(seeds)
        ends = np.empty_like(seeds)
        self._run(seeds, lam, ends, np.empty((len(seeds), 0, 2)), ticket)
        return seeds, ends

    def _run(
        self,
        seeds: np.ndarray,
        lam: float,
        ends: np.ndarray,
        paths: np.ndarray,
        ticket: Ticket | None,
    ) -> np.ndarray:
        counts = np.zeros(len(seeds), np.int64)

        def work(first: int, last: int) -> None:
            _orbits(
                self._coefficients, lam**2, self._corner, self._cell, self.step, self.longest,
                seeds, first, last, ends, paths, counts,
            )  # fmt: skip

        in_slices(work, len(seeds), _PIECE, ticket)
        return counts

    def _between(
        self,
        seeds: np.ndarray,
        way: np.ndarray,
        where: np.ndarray,
        lam: float,
        tolerance: float,
        ticket: Ticket | None,
    ) -> np.ndarray:
        """Seeds of closed orbits between neighbours whose returns lie on different sides."""
        low, high = seeds[where].copy(), seeds[where + 1].copy()
        below = way[where]
        along = high - low
        closed = np.zeros(len(where), bool)
        middle = low
        for _ in range(_HALVINGS):
            middle, ends = self._returns(np.where(closed[:, None], middle, 0.5 * (low + high)), lam, ticket)  # fmt: skip
            off = np.sum((ends - middle) * along, axis=1)
            closed |= np.hypot(*(ends - middle).T) < 0.1 * tolerance
            same = off * below > 0.0
            low = np.where(same[:, None], middle, low)
            high = np.where(same[:, None], high, middle)
        return middle

    def _paths(
        self, seeds: np.ndarray, lam: float, tolerance: float, ticket: Ticket | None
    ) -> list[np.ndarray]:
        seeds = np.ascontiguousarray(seeds)
        ends = np.empty_like(seeds)
        paths = np.empty((len(seeds), int(4.0 * self.longest / self.step) + 64, 2))
        counts = self._run(seeds, lam, ends, paths, ticket)
        return [
            np.concatenate([path[:count], path[:1]])
            for seed, end, path, count in zip(seeds, ends, paths, counts, strict=True)
            if np.hypot(*(end - seed)) < tolerance and count < len(path)
        ]
