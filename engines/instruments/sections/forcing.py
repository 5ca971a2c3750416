"""The period of what drives a flow, found by asking its velocity."""

from __future__ import annotations

import math

import numpy as np

from engines.instruments.portrait.scales import box_of, lasting, seeds
from engines.protocols.capabilities import Parametric, Recorded
from engines.protocols.flow import Flow
from engines.running.randomness import stream

STATES, MOMENTS = 12, 6
SAME = 1e-9  # relative difference of two velocities that are one
TURNS = (1, 2, 3, 4)  # a forcing may mix two of its own multiples


def forcing_period(flow: Flow) -> float | None:
    """The shortest P with v(x, t + P) = v(x, t) among those that its parameters suggest.

    Every parameter p is tried as a frequency (2 pi / p, 1 / p) and as a period (p), beside 1 and
    2 pi, each up to four times as long.

    Args:
        flow: What is driven; it knows its box.

    Returns:
        None for a flow that is not driven, or not by one of these periods.
    """
    if flow.steady or flow.discrete or isinstance(flow, Recorded):
        return None
    values = [abs(v) for v in flow.values.values()] if isinstance(flow, Parametric) else []
    single = {1.0, 2.0 * math.pi}
    for value in values:
        if 1e-12 < value < 1e12:
            single |= {2.0 * math.pi / value, value, 1.0 / value}
    states = seeds(box_of(flow), STATES, 0, "forcing")
    draw = stream(0, "forcing").random(MOMENTS)
    for period in sorted(turn * one for one in single for turn in TURNS):
        if _repeats(flow, states, period, draw):
            return period
    return None


def _repeats(flow: Flow, states: np.ndarray, period: float, draw: np.ndarray) -> bool:
    changes = False
    for share in draw.tolist():
        moment = 7.0 * share * period
        now, later = flow.velocity(states, moment), flow.velocity(states, moment + period)
        known = np.isfinite(now).all(axis=1) & np.isfinite(later).all(axis=1)
        size = 1.0 + np.abs(now[known]).max(initial=0.0)
        if np.abs(now - later)[known].max(initial=0.0) > SAME * size:
            return False
        other = flow.velocity(states, moment + 0.37 * period)
        changes = changes or bool(np.abs(now - other)[known].max(initial=0.0) > SAME * size)
    return changes or _same_later(flow, states, period)


def _same_later(flow: Flow, states: np.ndarray, period: float) -> bool:
    """Whether a flow whose velocity never changes moves states alike a period later; what is
    shaken by noise does not.
    """
    short = min(period, lasting(flow) / 50.0)
    now, later = flow.advance(states, 0.0, short), flow.advance(states, period, period + short)
    known = np.isfinite(now).all(axis=1) & np.isfinite(later).all(axis=1)
    size = 1.0 + np.abs(now[known]).max(initial=0.0)
    return bool(np.abs(now - later)[known].max(initial=0.0) <= SAME * size)
