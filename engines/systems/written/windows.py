"""A window, a step and a time span for equations of which nothing else is known."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engines.equations.algebra.tree import Name, Node, Number
from engines.equations.equations import Equations
from engines.equations.functions import TIME
from engines.equations.to_numpy import prepared

_SEEDS = 12
_STEPS = 800
_PIECES = 4  # of the walk, after each of which the step is chosen anew
_FAR = 1e4
_ROOM = 0.2  # of a window, beside what was seen in it
_USUAL = (-2.0, 2.0)


@dataclass(frozen=True, slots=True)
class Extent:
    """Where and how long it is worth looking.

    Attributes:
        low: Lower corner.
        high: Upper corner.
        start: A state to begin with.
        step: Step of RK4.
        duration: Time span; for a map a number of iterations.
    """

    low: tuple[float, ...]
    high: tuple[float, ...]
    start: tuple[float, ...]
    step: float
    duration: float


def extent(
    equations: Equations, values: Mapping[str, float], starts: Mapping[str, float]
) -> Extent:
    """What a short walk from a few starts covers.

    Args:
        equations: The equations. With delays the delayed states are further coordinates behind
            the others, see `Equations.instant`.
        values: Value of each parameter.
        starts: State to where it begins, for those that say so.
    """
    lags = _lags(equations, values)
    equations = equations.instant
    d = equations.dimension
    draw = np.random.default_rng(0)
    x = draw.uniform(-1.0, 1.0, (_SEEDS, d))
    x[0] = 0.1
    for i, name in enumerate(equations.states):
        if name in starts:
            # the first begins there, the others around it
            x[:, i] = starts[name] + 0.1 * (x[:, i] - x[0, i]) * (1.0 + abs(starts[name]))
    first = x[0].copy()
    with np.errstate(all="ignore"):
        seen, step = (
            _iterated(equations, values, x)
            if equations.discrete
            else _walked(equations, values, x, lags)
        )
        stayed = (np.abs(seen) < _FAR).all(axis=(0, 2))
    if stayed.any():  # those that run away say nothing about where the others are
        seen = seen[:, stayed]
    settled = seen[len(seen) // 2 :].reshape(-1, d)
    settled = settled[np.isfinite(settled).all(axis=1) & (np.abs(settled) < _FAR).all(axis=1)]
    low, high = np.full(d, _USUAL[0]), np.full(d, _USUAL[1])
    if len(settled):
        low, high = settled.min(axis=0), settled.max(axis=0)
    low, high = np.minimum(low, first), np.maximum(high, first)
    size = high - low
    narrow = size < 1e-3 * (1.0 + np.abs(low))
    low, high = np.where(narrow, low - 1.0, low), np.where(narrow, high + 1.0, high)
    room = _ROOM * (high - low)
    ends = [_round(a - r, b + r) for a, b, r in zip(low, high, room, strict=True)]
    duration = 1000.0 if equations.discrete else _neat(4000.0 * step)
    return Extent(
        tuple(a for a, _ in ends),
        tuple(b for _, b in ends),
        tuple(float(f"{v:.6g}") for v in first),
        step,
        duration,
    )


def unseen(states: Sequence[str], starts: Mapping[str, float]) -> Extent:
    """What is said where somebody else knows it better: the usual, without a step walked."""
    d = len(states)
    first = tuple(starts.get(name, 0.0) for name in states)
    return Extent((_USUAL[0],) * d, (_USUAL[1],) * d, first, 0.01, 20.0)


def _iterated(
    equations: Equations, values: Mapping[str, float], x: np.ndarray
) -> tuple[np.ndarray, float]:
    rates, at = _rates(equations, values), x.T
    seen = []
    for n in range(_STEPS):
        at = rates(at, float(n))
        seen.append(at)
    return np.array(seen).transpose(0, 2, 1), 0.01


def _rates(
    equations: Equations, values: Mapping[str, float]
) -> Callable[[np.ndarray, float], np.ndarray]:
    """Right-hand sides, shape (d, n), at states of that shape and a time."""
    run = prepared(equations.rates, {name: values[name] for name in equations.parameters})
    states = equations.states

    def rates(x: np.ndarray, time: float) -> np.ndarray:
        found = np.empty(x.shape)
        scope = dict(zip(states, x, strict=True))
        scope[TIME] = np.float64(time)
        for row, value in zip(found, run(scope), strict=True):
            row[:] = value
        return found

    return rates


def _lags(equations: Equations, values: Mapping[str, float]) -> list[tuple[int, int, float]]:
    """Column of each delayed state, of the state itself, and by how much it is delayed."""
    d = equations.dimension
    found = []
    for j, node in enumerate(equations.delayed):
        lag = values[node.delay.name] if isinstance(node.delay, Name) else _number(node.delay)
        found.append((d + j, equations.states.index(node.state), lag))
    return found


def _number(node: Node) -> float:
    return node.value if isinstance(node, Number) else 0.0


def _walked(
    equations: Equations,
    values: Mapping[str, float],
    x: np.ndarray,
    lags: Sequence[tuple[int, int, float]],
) -> tuple[np.ndarray, float]:
    """States on the way, shape (k, n, d), and a step that resolves the fastest change."""
    for column, state, _ in lags:
        x[:, column] = x[:, state]
    rates, at = _rates(equations, values), x.T.copy()
    seen, time, h = [at], 0.0, 0.01
    times, steps = [0.0], []
    most = min([lag / 4.0 for _, _, lag in lags if lag > 0.0], default=math.inf)
    for _ in range(_PIECES):
        slopes = equations.evaluate_jacobian(at.T, time, values)
        sizes = np.linalg.norm(slopes, axis=(1, 2))
        sizes = sizes[np.isfinite(sizes)]
        pace = float(np.median(sizes)) if len(sizes) else 1.0
        h = min(0.4 / min(max(pace, 1e-3), 1e6), most)
        steps.append(h)
        for _ in range(_STEPS // _PIECES):
            half = rates(at + 0.5 * h * rates(at, time), time + 0.5 * h)
            at = at + h * half
            time += h
            for column, state, lag in lags:
                then = bisect_right(times, time - lag) - 1
                at[column] = seen[max(then, 0)][state]
            seen.append(at)
            times.append(time)
    finite = [s for s in steps if math.isfinite(s)]
    return np.array(seen).transpose(0, 2, 1), _neat(0.3 * min(finite, default=0.05))


def _neat(value: float) -> float:
    """The nearest of 1, 2, 5 times a power of ten."""
    if not (math.isfinite(value) and value > 0.0):
        return 0.01
    power = 10.0 ** math.floor(math.log10(value))
    lead = min((1.0, 2.0, 5.0, 10.0), key=lambda c: abs(math.log(value / power / c)))
    return float(f"{lead * power:.12g}")


def _round(low: float, high: float) -> tuple[float, float]:
    """Two digits of the width are enough."""
    unit = 10.0 ** (math.floor(math.log10(high - low)) - 1)
    return (
        float(f"{math.floor(low / unit) * unit:.10g}"),
        float(f"{math.ceil(high / unit) * unit:.10g}"),
    )
