"""Lines that follow an eigenvector of a symmetric tensor, whose sign means nothing."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numba import njit

from engines.instruments.lcs.cauchy_green import Eigenfield
from engines.instruments.lcs.lines.chart import PLANE, Chart
from engines.instruments.lcs.splines import coefficients, weights
from engines.running.slices import in_slices
from engines.running.ticket import Ticket
from engines.running.warming import Warming

LEAST_SPEED = 0.02  # of a line that has come to a degenerate point, or into unresolved directions
_POLE = 0.03  # of the equator: a circle of latitude on which a line ends
_PIECE = 20000  # steps of a piece of work, about 10 ms

_warming = Warming()


@njit(nogil=True, cache=True, error_model="numpy")
def _direction(
    c: np.ndarray, u: float, v: float, before1: float, before2: float, turns: np.ndarray
) -> tuple[float, float, float]:
    """Unit vector at a place in cells, turned to agree with `before`, and how fast to go.

    After `turns` cells, if not 0, a coordinate begins again.
    """
    if turns[0] > 0.0:
        u -= turns[0] * math.floor(u / turns[0])
    if turns[1] > 0.0:
        v -= turns[1] * math.floor(v / turns[1])
    i = min(max(math.floor(u), 0), c.shape[1] - 4)
    j = min(max(math.floor(v), 0), c.shape[0] - 4)
    a0, a1, a2, a3 = weights(u - i)
    b = weights(v - j)
    cosine, sine = 0.0, 0.0
    for k in range(4):
        row = c[j + k]
        cosine += b[k] * (
            a0 * row[i, 0] + a1 * row[i + 1, 0] + a2 * row[i + 2, 0] + a3 * row[i + 3, 0]
        )
        sine += b[k] * (
            a0 * row[i, 1] + a1 * row[i + 1, 1] + a2 * row[i + 2, 1] + a3 * row[i + 3, 1]
        )
    speed = math.sqrt(cosine * cosine + sine * sine)
    if cosine >= 0.0:  # half the angle
        e1, e2 = speed + cosine, sine
    else:
        e1, e2 = sine, speed - cosine
    size = math.sqrt(e1 * e1 + e2 * e2) + 1e-300
    if e1 * before1 + e2 * before2 < 0.0:
        size = -size
    return e1 / size, e2 / size, speed


@njit(nogil=True, cache=True, error_model="numpy", inline="always")
def _width(y: float, degrees: bool) -> float:
    """Length of a unit of x; see `Chart.widths`."""
    return max(math.cos(y * math.pi / 180.0), 1e-6) if degrees else 1.0


@njit(nogil=True, cache=True, error_model="numpy")
def _traced(
    c: np.ndarray,
    inside: np.ndarray,
    corner: np.ndarray,
    cell: np.ndarray,
    seeds: np.ndarray,
    first: int,
    last: int,
    step: float,
    failure: float,
    least: float,
    turns: np.ndarray,
    degrees: bool,
    lines: np.ndarray,
    counts: np.ndarray,
) -> None:
    """RK4 both ways from seeds first to last; lines[n, way] has counts[n, way] vertices.

    On a sphere, whose places are in degrees, steps east are longer on the map the nearer the pole.
    """
    wide, high = inside.shape[1] - 1.0, inside.shape[0] - 1.0
    gx, gy = step / cell[0], step / cell[1]
    for n in range(first, last):
        for way in range(2):
            u = (seeds[n, 0] - corner[0]) / cell[0]
            v = (seeds[n, 1] - corner[1]) / cell[1]
            u0, v0 = u, v
            p1, p2, speed = _direction(c, u, v, 1.0, 0.0, turns)
            if way == 1:
                p1, p2 = -p1, -p2
            lines[n, way, 0] = seeds[n]
            count, good, lost = 1, 1, 0.0
            while count < lines.shape[2] and speed >= least:
                e1, e2, s1 = _direction(c, u, v, p1, p2, turns)
                k1, l1 = s1 * e1, s1 * e2
                a = gx / _width(corner[1] + v * cell[1], degrees)
                u1, v1 = u + 0.5 * a * k1, v + 0.5 * gy * l1
                e1, e2, s2 = _direction(c, u1, v1, e1, e2, turns)
                k2, l2 = s2 * e1, s2 * e2
                b = gx / _width(corner[1] + v1 * cell[1], degrees)
                u2, v2 = u + 0.5 * b * k2, v + 0.5 * gy * l2
                e1, e2, s3 = _direction(c, u2, v2, e1, e2, turns)
                k3, l3 = s3 * e1, s3 * e2
                d = gx / _width(corner[1] + v2 * cell[1], degrees)
                u3, v3 = u + d * k3, v + gy * l3
                e1, e2, s4 = _direction(c, u3, v3, e1, e2, turns)
                g = gx / _width(corner[1] + v3 * cell[1], degrees)
                m1 = (k1 + 2.0 * (k2 + k3) + s4 * e1) / 6.0
                m2 = (l1 + 2.0 * (l2 + l3) + s4 * e2) / 6.0
                u += (a * k1 + 2.0 * (b * k2 + d * k3) + g * s4 * e1) / 6.0
                v += gy * m2
                # also false where there is no value
                within = turns[0] > 0.0 or 0.0 <= u <= wide
                within = within and (turns[1] > 0.0 or 0.0 <= v <= high)
                if not (within and m1 * p1 + m2 * p2 > 0.0):
                    break
                if degrees and _width(corner[1] + v * cell[1], degrees) < _POLE:
                    break
                speed = math.sqrt(m1 * m1 + m2 * m2)
                p1, p2 = m1 / speed, m2 / speed
                lines[n, way, count, 0] = corner[0] + u * cell[0]
                lines[n, way, count, 1] = corner[1] + v * cell[1]
                count += 1
                i, j = math.floor(u), math.floor(v)
                i = i % int(wide) if turns[0] > 0.0 else min(i, int(wide) - 1)
                j = j % int(high) if turns[1] > 0.0 else min(j, int(high) - 1)
                if inside[j, i] or inside[j, i + 1] or inside[j + 1, i] or inside[j + 1, i + 1]:
                    good, lost = count, 0.0
                else:
                    lost += step * speed
                    if lost >= failure:
                        break
                once = turns[0] > 0.0 and abs(u - u0) >= wide
                if once or (turns[1] > 0.0 and abs(v - v0) >= high):
                    break  # it has gone round
            counts[n, way] = good


def compiled(ticket: Ticket | None) -> None:
    """Return when lines can be traced at machine speed.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """

    def compile() -> None:
        pair, none = np.zeros(2), np.zeros((0, 2))
        _traced(
            np.zeros((5, 5, 2)), np.zeros((3, 3), np.bool_), pair, pair, none, 0, 0, 1.0, 1.0, 1.0,
            pair, False, np.zeros((0, 2, 1, 2)), np.zeros((0, 2), np.int64),
        )  # fmt: skip

    _warming.ready("traced", compile, ticket)


@dataclass(frozen=True, slots=True, eq=False)
class TensorLine:
    """A line through a seed, both ways.

    Attributes:
        places: Shape (k, 2), world units.
        origin: Which vertex is the seed.
        seed: Number of the seed.
    """

    places: np.ndarray
    origin: int
    seed: int


def tensor_lines(
    x: np.ndarray,
    y: np.ndarray,
    double: np.ndarray,
    seeds: np.ndarray,
    *,
    step: float,
    longest: float,
    inside: np.ndarray | None = None,
    failure: float = 0.0,
    chart: Chart = PLANE,
    ticket: Ticket | None = None,
) -> list[TensorLine]:
    """Follow a field of directions from seeds, both ways.

        r' = speed e,   e = (cos a, sin a),   speed (cos 2a, sin 2a) = `double` at r

    by RK4 with cubic splines of the double angle; e keeps its sign from stage to stage. A line
    ends at the border, beside nodes without value, where the speed goes to zero (a degenerate
    point), where it would turn back, or when it has been outside of a region for too long, and
    then begins and ends inside.

    Args:
        x: Shape (nx,), equidistant, world units.
        y: Shape (ny,), equidistant.
        double: Shape (ny, nx, 2): `Eigenfield.double` for lines along xi2, minus that for lines
            along xi1, times a speed of at most 1.
        seeds: Shape (n, 2).
        step: Length of a step at speed 1.
        longest: Length after which each half ends.
        inside: Nodes of the region, shape (ny, nx); all if None. A cell with one of them counts.
        failure: Length a line may go outside of it at a stretch.
        chart: What x and y are. Where one goes round, its last node repeats the first, and lines
            go on beyond the box, once round at most each way. On a sphere `double` is that of the
            eastward and northward parts.
        ticket: Looked at about every 10 ms.

    Returns:
        One per seed, with at least one vertex.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    compiled(ticket)
    region = np.ones(double.shape[:2], bool) if inside is None else inside
    steps = max(1, math.ceil(longest / step))
    lines = np.empty((len(seeds), 2, steps + 1, 2))
    counts = np.zeros((len(seeds), 2), np.int64)
    c = _going_round(double, chart)
    turns = np.array([n - 1.0 if goes else 0.0
                      for n, goes in zip(double.shape[1::-1], chart.around, strict=True)])  # fmt: skip
    corner = np.array([x[0], y[0]])
    cell = np.array([x[1] - x[0], y[1] - y[0]])
    starts = np.ascontiguousarray(seeds, float)

    def work(first: int, last: int) -> None:
        _traced(
            c,
            region,
            corner,
            cell,
            starts,
            first,
            last,
            step,
            failure,
            LEAST_SPEED,
            turns,
            chart.sphere,
            lines,
            counts,
        )

    in_slices(work, len(seeds), max(1, _PIECE // (2 * steps)), ticket)
    return [
        TensorLine(
            np.concatenate([lines[n, 1, 1 : counts[n, 1]][::-1], lines[n, 0, : counts[n, 0]]]),
            int(counts[n, 1]) - 1,
            n,
        )
        for n in range(len(seeds))
    ]


def _going_round(double: np.ndarray, chart: Chart) -> np.ndarray:
    """Coefficients of `double`, the same at both ends of what goes round."""
    for axis, goes in ((1, chart.around[0]), (0, chart.around[1])):
        if goes:  # two nodes more at either end, of which the splines leave one
            rows = np.moveaxis(double, axis, 0)
            n = len(rows) - 1
            rows = rows[np.arange(-2, n + 3) % n]
            double = np.moveaxis(rows, 0, axis)
    found = coefficients(double)
    for axis, goes in ((1, chart.around[0]), (0, chart.around[1])):
        if goes:
            found = np.moveaxis(np.moveaxis(found, axis, 0)[2:-2], 0, axis)
    return np.ascontiguousarray(found)


def rate_lines(
    eigen: Eigenfield,
    seeds: np.ndarray,
    *,
    attracting: bool,
    step: float,
    longest: float,
    least: float = 0.0,
    ticket: Ticket | None = None,
) -> list[np.ndarray]:
    """Hyperbolic objective Eulerian coherent structures from their cores.

    Repelling ones follow e1 of the rate of strain S from local maxima of s2, attracting ones e2
    from local minima of s1, as long as the rate falls along the way.

    Args:
        eigen: Of S = (grad v + grad v^T) / 2.
        seeds: Cores, shape (n, 2).
        attracting: Which kind.
        step: Length of a step.
        longest: Length after which each half ends.
        least: Rate at which a line ends.
        ticket: Looked at about every 10 ms.

    Returns:
        Lines of shape (k, 2), k at least 2.

    Source:
        Serra & Haller (2016). Chaos 26, 053110.
    """
    double, rate = (eigen.double, -eigen.low) if attracting else (-eigen.double, eigen.high)
    found = []
    for line in tensor_lines(
        eigen.x, eigen.y, double, seeds, step=step, longest=longest, ticket=ticket
    ):
        values = sampled(eigen.x, eigen.y, rate, line.places)
        ends = [
            _falling(half, least) for half in (values[line.origin :: -1], values[line.origin :])
        ]
        part = line.places[line.origin - ends[0] : line.origin + ends[1] + 1]
        if len(part) > 1:
            found.append(part)
    return found


def _falling(values: np.ndarray, least: float) -> int:
    """Index of the last value until which they fall and are not below `least`."""
    stop = (np.diff(values) > 0.0) | ~(values[1:] >= least)
    return int(np.argmax(stop)) if stop.any() else len(values) - 1


def sampled(
    x: np.ndarray, y: np.ndarray, values: np.ndarray, places: np.ndarray, chart: Chart = PLANE
) -> np.ndarray:
    """Bilinear interpolation of a field, shape (ny, nx), at `places`, shape (k, 2)."""
    places = chart.home(places)
    u = np.clip((places[:, 0] - x[0]) / (x[1] - x[0]), 0.0, len(x) - 1.0)
    v = np.clip((places[:, 1] - y[0]) / (y[1] - y[0]), 0.0, len(y) - 1.0)
    i = np.minimum(u.astype(int), len(x) - 2)
    j = np.minimum(v.astype(int), len(y) - 2)
    s, t = u - i, v - j
    low = (1.0 - s) * values[j, i] + s * values[j, i + 1]
    high = (1.0 - s) * values[j + 1, i] + s * values[j + 1, i + 1]
    found: np.ndarray = (1.0 - t) * low + t * high
    return found
