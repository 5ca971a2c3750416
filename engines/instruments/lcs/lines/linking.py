"""Points of ridges strung together: from node to node, then across gaps."""

from __future__ import annotations

import numpy as np
from numba import njit

from engines.instruments.lcs.lines.chart import PLANE, Chart
from engines.instruments.lcs.lines.steger import RidgePoints
from engines.running.ticket import Ticket
from engines.running.warming import Warming

_TURN = 45.0  # degrees between the ends of two lines and the gap that joins them
_REACH = 4  # vertices from which the direction of an end is read


@njit(nogil=True, cache=True, error_model="numpy", inline="always")
def _round(index: int, count: int, turn: float) -> tuple[int, float]:
    """Number of a neighbour, and how far beyond the box it lies; -1 if there is none."""
    if 0 <= index < count:
        return index, 0.0
    if turn == 0.0:
        return -1, 0.0
    return (index + count, -turn) if index < 0 else (index - count, turn)


@njit(nogil=True, cache=True, error_model="numpy")
def _strung(
    found: np.ndarray,
    places: np.ndarray,
    normals: np.ndarray,
    order: np.ndarray,
    dx: float,
    dy: float,
    widths: np.ndarray,
    turn_x: float,
    turn_y: float,
    vertices: np.ndarray,
    ends: np.ndarray,
) -> int:
    """Fills `vertices`, shape (n, 2), and where each line ends in it; returns how many lines.

    A turn of 0 means that a coordinate does not begin again. A line goes on beyond the box.
    """
    ny, nx = found.shape
    owner = np.full((ny, nx), -1, np.int32)
    line = np.empty((order.shape[0] + 2, 2))
    lines, filled = 0, 0
    for k in range(order.shape[0]):
        j0, i0 = order[k] // nx, order[k] % nx
        if owner[j0, i0] >= 0:
            continue
        owner[j0, i0] = lines
        begin = filled
        closed = False
        for way in range(2):
            j, i, far_x, far_y = j0, i0, 0.0, 0.0
            sign = 1.0 if way == 0 else -1.0
            t1, t2 = -sign * normals[j, i, 1], sign * normals[j, i, 0]
            count = 0
            while not closed:
                best, bj, bi, best_x, best_y = 1e300, -1, -1, 0.0, 0.0
                w = widths[j]
                for oj in range(-1, 2):
                    for oi in range(-1, 2):
                        if oj == 0 and oi == 0:
                            continue
                        a, over_y = _round(j + oj, ny, turn_y)
                        b, over_x = _round(i + oi, nx, turn_x)
                        if a < 0 or b < 0:
                            continue
                        home = a == j0 and b == i0 and count > 2
                        if not found[a, b] or (owner[a, b] == lines and not home):
                            continue
                        e1 = (places[a, b, 0] + over_x - places[j, i, 0]) / dx
                        e2 = (places[a, b, 1] + over_y - places[j, i, 1]) / dy
                        size = np.sqrt(e1 * e1 + e2 * e2)
                        s1, s2 = t1 / (w * dx), t2 / dy
                        along = (e1 * s1 + e2 * s2) / (np.sqrt(s1 * s1 + s2 * s2) * size + 1e-300)
                        if along < 0.5 or size < 0.1:
                            continue
                        turn = abs(t1 * -normals[a, b, 1] + t2 * normals[a, b, 0])
                        cost = size + np.arccos(min(1.0, turn)) + np.arccos(min(1.0, along))
                        if cost < best:
                            best, bj, bi, best_x, best_y = cost, a, b, over_x, over_y
                if bj < 0:
                    break
                # what lies beside this step belongs to it and begins no line of its own
                step1 = w * (places[bj, bi, 0] + best_x - places[j, i, 0])
                step2 = places[bj, bi, 1] + best_y - places[j, i, 1]
                size = np.sqrt(step1 * step1 + step2 * step2)
                for oj in range(-1, 2):
                    for oi in range(-1, 2):
                        a, over_y = _round(j + oj, ny, turn_y)
                        b, over_x = _round(i + oi, nx, turn_x)
                        if a < 0 or b < 0 or (a == bj and b == bi):
                            continue
                        if found[a, b] and owner[a, b] < 0:
                            e1 = w * (places[a, b, 0] + over_x - places[j, i, 0])
                            e2 = places[a, b, 1] + over_y - places[j, i, 1]
                            beside = abs(e1 * step2 - e2 * step1) / size
                            ahead = (e1 * step1 + e2 * step2) / size
                            if beside < 0.5 * min(w * dx, dy) and -0.25 * size < ahead <= size:
                                owner[a, b] = lines
                taken = owner[bj, bi]
                far_x, far_y = far_x + best_x, far_y + best_y
                line[count, 0] = places[bj, bi, 0] + far_x
                line[count, 1] = places[bj, bi, 1] + far_y
                count += 1
                if taken >= 0:  # it meets another line, or its own beginning
                    closed = taken == lines
                    break
                owner[bj, bi] = lines
                n1, n2 = normals[bj, bi, 0], normals[bj, bi, 1]
                turned = 1.0 if t1 * -n2 + t2 * n1 >= 0.0 else -1.0
                t1, t2 = -turned * n2, turned * n1
                j, i = bj, bi
            if way == 0:
                for m in range(count):
                    vertices[filled + m] = line[count - 1 - m]
                filled += count
                vertices[filled] = places[j0, i0]
                filled += 1
            else:
                for m in range(count):
                    vertices[filled + m] = line[m]
                filled += count
        if filled - begin < 2:
            filled = begin
            continue
        ends[lines] = filled
        lines += 1
    return lines


_warming = Warming()


def compiled(ticket: Ticket | None) -> None:
    """Return when lines can be strung at machine speed.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    nothing = np.zeros((3, 3, 2))
    none = np.zeros(0, np.int64)

    def compile() -> None:
        _strung(
            np.zeros((3, 3), bool), nothing, nothing, none, 1.0, 1.0, np.ones(3), 0.0, 0.0,
            np.zeros((3, 2)), none,
        )  # fmt: skip

    _warming.ready("strung", compile, ticket)


def strung(
    points: RidgePoints, dx: float, dy: float, chart: Chart = PLANE, y: np.ndarray | None = None
) -> list[np.ndarray]:
    """Ordered lines through the points of neighbouring nodes, sharpest first.

    From each point on, the next one is that of the eight neighbours ahead which is near, in line
    with the tangent and of like direction.

    Args:
        points: Where they are.
        dx: Distance of columns.
        dy: Distance of rows.
        chart: What the coordinates are; where one begins again lines go on beyond the box.
        y: Heights of the rows, of a sphere.

    Returns:
        Lines of shape (k, 2), k at least 2; a closed one ends where it begins, or as many turns
        further as it went round.
    """
    flat = np.flatnonzero(points.found)
    order = flat[np.argsort(-points.sharpness.ravel()[flat], kind="stable")]
    vertices = np.empty((3 * len(order) + 3, 2))
    ends = np.empty(len(order) + 1, np.int64)
    found, places, normals = (
        np.ascontiguousarray(a) for a in (points.found, points.places, points.normals)
    )
    widths = np.ones(len(found)) if y is None else chart.widths(y[: len(found)])
    turns = (turn if goes else 0.0 for turn, goes in zip(chart.turns, chart.around, strict=True))
    count = _strung(found, places, normals, order, dx, dy, widths, *turns, vertices, ends)
    if not count:
        return []
    return [np.array(part) for part in np.split(vertices[: ends[count - 1]], ends[: count - 1])]


def joined(lines: list[np.ndarray], distance: float, chart: Chart = PLANE) -> list[np.ndarray]:
    """Lines whose ends are near and point at each other, made into one; nearest ends first.

    Args:
        lines: Of shape (k, 2), k at least 2.
        distance: Ends nearer than this are joined if neither line turns by 45 degrees or more
            into the gap.
        chart: What the coordinates are; an end beyond the box is near where it is within it.
    """
    if not lines or distance <= 0.0:
        return lines
    ends = np.array([line[at] for line in lines for at in (0, -1)])
    outwards = np.array([_outwards(line, at, chart) for line in lines for at in (0, -1)])
    pairs = chart.pairs(ends, distance)
    gaps = chart.between(ends[pairs[:, 0]], ends[pairs[:, 1]])
    sizes = np.linalg.norm(gaps, axis=1)
    least = np.cos(np.radians(_TURN))
    unit = gaps / np.maximum(sizes, 1e-300)[:, None]
    one = np.sum(outwards[pairs[:, 0]] * unit, axis=1)
    other = -np.sum(outwards[pairs[:, 1]] * unit, axis=1)
    facing = -np.sum(outwards[pairs[:, 0]] * outwards[pairs[:, 1]], axis=1)
    touching = sizes < 1e-12
    fits = np.where(touching, facing > least, (one > least) & (other > least))
    other_end: dict[int, int] = {}
    for number in np.argsort(sizes, kind="stable"):
        a, b = (int(end) for end in pairs[number])
        alike = a // 2 == b // 2 and len(lines[a // 2]) <= 3 * _REACH
        if fits[number] and a not in other_end and b not in other_end and not alike:
            other_end[a], other_end[b] = b, a
    return _chained(lines, other_end, chart)


def _outwards(line: np.ndarray, at: int, chart: Chart) -> np.ndarray:
    inner = line[min(_REACH, len(line) - 1)] if at == 0 else line[max(-_REACH - 1, -len(line))]
    along = (line[at] - inner) * [float(chart.widths(line[at, 1])), 1.0]
    return along / max(float(np.hypot(*along)), 1e-300)


def _chained(lines: list[np.ndarray], other_end: dict[int, int], chart: Chart) -> list[np.ndarray]:
    left = [True] * len(lines)

    def followed(end: int) -> list[np.ndarray]:
        """Lines from the one that is entered at `end`, each in the order it is walked."""
        walked: list[np.ndarray] = []
        while left[end // 2]:
            left[end // 2] = False
            line = lines[end // 2]
            line = line if end % 2 == 0 else line[::-1]
            walked.append(chart.continued(line, walked[-1][-1]) if walked else line)
            end = other_end.get(end ^ 1, end)
        return walked

    chains = []
    free = [end for end in range(2 * len(lines)) if end not in other_end]
    for end in (*free, *range(2 * len(lines))):  # open chains first, what remains is closed
        ring = end in other_end
        if walked := followed(end):
            if ring:
                walked.append(chart.continued(walked[0][:1], walked[-1][-1]))
            chains.append(np.concatenate(walked))
    return chains
