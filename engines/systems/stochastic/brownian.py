"""Brownian paths that are the same whenever they are asked for, at any time and step.

A path is fixed by a seed, the state it shakes and a number. On a grid of spacing H its increments
are independent normal numbers, each made from its place alone; between two points of the grid it is
a Brownian bridge: the middle of [a, b] lies at

    W((a + b)/2) = (W(a) + W(b))/2 + sqrt(b - a)/2 Z,

with Z made from the place too, and so on down. Half the step therefore refines the same path.

Source:
    Levy (1948), Processus stochastiques et mouvement brownien, Gauthier-Villars, for the bridge;
    Steele, Lea & Flood (2014), OOPSLA, 453-472, for the mixing of bits.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit, uint64

DEEPEST = 26  # bisections of a cell for a time that is on no grid; below, the path is straight

_LOOP: dict[str, Any] = {"nogil": True, "cache": True, "error_model": "numpy"}
_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_UNIT = 2.0**-53


@njit(**_LOOP)  # type: ignore[untyped-decorator]
def _mixed(bits: Any) -> Any:
    bits = bits + _STEP
    bits = (bits ^ (bits >> uint64(30))) * _FIRST
    bits = (bits ^ (bits >> uint64(27))) * _SECOND
    return bits ^ (bits >> uint64(31))


@njit(**_LOOP)  # type: ignore[untyped-decorator]
def normal(seed: int, which: int, level: int, index: int) -> float:
    """A normal number that belongs to a place.

    Args:
        seed: Of the path.
        which: Number of the path among those of the seed.
        level: How often the grid was halved; 0 for the grid itself.
        index: Which interval of that level.
    """
    key = _mixed(_mixed(uint64(seed)) ^ uint64(which))
    bits = _mixed(_mixed(key ^ uint64(level)) ^ uint64(index))
    other = _mixed(bits)
    radius = math.sqrt(-2.0 * math.log((float(bits >> uint64(11)) + 0.5) * _UNIT))
    return radius * math.cos(2.0 * math.pi * float(other >> uint64(11)) * _UNIT)


@njit(**_LOOP)  # type: ignore[untyped-decorator]
def increment(seed: int, which: int, spacing: float, level: int, index: int) -> float:
    """W at the end of an interval minus W at its beginning.

    Args:
        seed: Of the path.
        which: Its number.
        spacing: H, the length of an interval of level 0.
        level: Intervals are H / 2^level long.
        index: The interval [index, index + 1] H / 2^level.
    """
    change = math.sqrt(spacing) * normal(seed, which, 0, index >> level)
    length = spacing
    for depth in range(1, level + 1):
        place = index >> (level - depth)
        bend = 0.5 * math.sqrt(length) * normal(seed, which, depth, place >> 1)
        change = 0.5 * change + bend if place % 2 == 0 else 0.5 * change - bend
        length *= 0.5
    return change


@njit(**_LOOP)  # type: ignore[untyped-decorator]
def since(seed: int, which: int, spacing: float, level: int, index: int, share: float) -> float:
    """W inside of an interval minus W at its beginning.

    Args:
        seed: Of the path.
        which: Its number.
        spacing: H.
        level: See `increment`.
        index: See `increment`.
        share: Where in the interval, from 0 to 1.
    """
    change = increment(seed, which, spacing, level, index)
    if share <= 0.0:
        return 0.0
    if share >= 1.0:
        return change
    gone = 0.0
    length = spacing / 2.0**level
    place, depth = index, level
    while depth < level + DEEPEST and 0.0 < share < 1.0:
        depth += 1
        half = 0.5 * change + 0.5 * math.sqrt(length) * normal(seed, which, depth, place)
        length *= 0.5
        place *= 2
        share *= 2.0
        if share >= 1.0:
            gone += half
            change -= half
            share -= 1.0
            place += 1
        else:
            change = half
    return gone + share * change


@njit(**_LOOP)  # type: ignore[untyped-decorator]
def shaken(
    out: Any,
    seed: int,
    components: Any,
    first: int,
    own: bool,
    spacing: float,
    level: int,
    cells: Any,
    starts: Any,
    stops: Any,
) -> None:
    """Changes of paths over a row of steps, each inside of one interval.

    Args:
        out: Filled, shape (steps, c, lanes); one lane where all share a path.
        seed: Of the paths.
        components: Number of the state that each path shakes, shape (c,).
        first: Number of the first lane.
        own: Whether each lane has a path of its own.
        spacing: H.
        level: See `increment`.
        cells: The interval of each step, shape (steps,).
        starts: Where in it the step begins, shape (steps,).
        stops: Where it ends; before its beginning for a step backwards.
    """
    for c in range(len(components)):
        for lane in range(out.shape[2]):
            which = components[c] + 64 * (1 + first + lane if own else 0)
            for k in range(len(cells)):
                whole = starts[k] == 0.0 and stops[k] == 1.0
                if whole:
                    out[k, c, lane] = increment(seed, which, spacing, level, cells[k])
                elif starts[k] == 1.0 and stops[k] == 0.0:
                    out[k, c, lane] = -increment(seed, which, spacing, level, cells[k])
                else:
                    after = since(seed, which, spacing, level, cells[k], stops[k])
                    before = since(seed, which, spacing, level, cells[k], starts[k])
                    out[k, c, lane] = after - before
