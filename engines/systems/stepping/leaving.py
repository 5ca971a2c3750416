"""Why a path ended: where it left the domain of a root, a logarithm or a power."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from engines.equations.algebra.domain import blamed, short
from engines.equations.equations import Equations

MOST = 4000  # steps that are looked at


def left_domain(
    equations: Equations,
    values: Mapping[str, float],
    state: np.ndarray,
    start: float,
    stop: float,
    step: float,
) -> str:
    """Which operation ended the path from a state, e.g. "x: left the domain of x^n at t = 1.2".

    The path is followed again by RK4 with equal steps; the first place at which a rate is no
    number tells which part of the equations to blame.

    Args:
        equations: The equations.
        values: Value of each parameter.
        state: Where the path was last, shape (d,).
        start: When that was.
        stop: When it had ended.
        step: Longest step.

    Returns:
        The sentence; "" if every operation had a value.
    """
    # a step that ended beyond the domain ended the path up to its own length too early
    reach = abs(stop - start) + 2.0 * step
    count = min(math.ceil(4.0 * reach / step), MOST)
    h = math.copysign(reach / count, stop - start)
    x = np.array(state, dtype=float)
    with np.errstate(all="ignore"):
        for i in range(count):
            t = start + i * h
            slopes: list[np.ndarray] = []
            for share, weight in ((0.0, 0.0), (0.5, 0.5), (0.5, 0.5), (1.0, 1.0)):
                place = x + weight * h * slopes[-1] if slopes else x
                rate = equations.evaluate(place[None], t + share * h, values)[0]
                if np.isnan(rate).any():
                    return _sentence(equations, values, place, t + share * h)
                slopes.append(rate)
            x = x + h / 6.0 * (slopes[0] + 2.0 * (slopes[1] + slopes[2]) + slopes[3])
    return ""


def _sentence(
    equations: Equations, values: Mapping[str, float], place: np.ndarray, time: float
) -> str:
    scope = {name: float(v) for name, v in equations.scope(place, time, values).items()}
    for name, rate in zip(equations.states, equations.rates, strict=True):
        if found := blamed(rate, scope):
            return f"{name}: left the domain of {short(found)} at t = {time:.4g}"
    return ""
