"""Where between noise and data a sampler stops to look."""

from __future__ import annotations

from typing import Literal

import numpy as np

from engines.errors import FlowError, near_miss
from engines.numerics.diffusion.path import RHO, Path

GridName = Literal["time", "lam", "Karras"]
GRIDS: tuple[GridName, ...] = ("time", "lam", "Karras")
MOST = 1000
EARLY = 1e-3  # of time: where a grid in ln(a/s) begins and ends if that is infinite at t = 0 and 1


def checked_steps(steps: int) -> int:
    """`steps`, if a sampler may take so many.

    Raises:
        FlowError: If it may not.
    """
    if not 1 <= steps <= MOST:
        raise FlowError(f"steps = {steps}, steps must be 1..{MOST}")
    return int(steps)


def grid(
    name: GridName,
    path: Path,
    steps: int,
    start: float = 0.0,
    stop: float = 1.0,
    early: float = EARLY,
) -> np.ndarray:
    """`steps` + 1 rising times from `start` to `stop`.

    "time" is even in t; "lam" is even in ln(a/s); "Karras" is even in (s/a)^(1/7). Where ln(a/s)
    is infinite at an end, the inner nodes are those of the grid that begins or ends `early`
    before it, and the end itself takes the place of that node: the step next to it is the one that
    takes all of the noise away.

    Args:
        name: Kind of grid.
        path: What is walked along.
        steps: Number of steps, 1 to 1000.
        start: First time.
        stop: Last time, above `start`.
        early: See above.

    Raises:
        FlowError: If there is no such grid or the number of steps is out of range.
    """
    checked_steps(steps)
    if name not in GRIDS:
        raise FlowError(f"grid = '{name}', {near_miss(name, GRIDS)}")
    if not 0.0 <= start < stop <= 1.0:
        raise FlowError(f"times {start:g} to {stop:g}, allowed 0 <= start < stop <= 1")
    if name == "time":
        return np.linspace(start, stop, steps + 1)
    infinite = [not np.isfinite(path.lam(t)) for t in (start, stop)]
    first = start + early * infinite[0]
    last = stop - early * infinite[1]
    low, high = float(path.lam(first)), float(path.lam(last))
    if name == "lam":
        inner = np.linspace(low, high, steps + 1)
    else:
        ends = np.exp(-np.array([low, high]) / RHO)
        inner = -RHO * np.log(np.linspace(ends[0], ends[1], steps + 1))
    nodes = path.time_of(inner)
    nodes[0], nodes[-1] = start, stop
    return np.maximum.accumulate(nodes)


def between(nodes: np.ndarray, start: float, stop: float) -> np.ndarray:
    """The part of a grid between two times, both of them included; falling if stop < start."""
    low, high = min(start, stop), max(start, stop)
    inner = nodes[(nodes > low + 1e-12) & (nodes < high - 1e-12)]
    found = np.concatenate([[low], inner, [high]])
    return found if stop >= start else found[::-1]
