"""Members of a family of flows, side by side in one batch."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.instruments.portrait.scales import box_of, refusal
from engines.parameters.declare import Declaration
from engines.protocols.capabilities import Parametric
from engines.protocols.flow import Flow
from engines.protocols.views import Axis
from engines.running.randomness import stream


def refuses(flow: Flow, least: int, single: bool = True, memory: bool = False) -> str:
    """Why nothing can be swept on `flow`; empty if at least `least` parameters can."""
    if why := refusal(flow, single=single, memory=memory):
        return why
    if not isinstance(flow, Parametric) or len(swept(flow)) < least:
        return "needs a flow with parameters" if least == 1 else "needs two parameters"
    return ""


def swept(flow: Flow) -> tuple[Declaration, ...]:
    """The parameters that can be swept: all with two different ends."""
    known = flow.declared if isinstance(flow, Parametric) else ()
    return tuple(d for d in known if d.kind == "real" and d.high > d.low)


def declaration(flow: Flow, name: str) -> Declaration:
    """What is known of the parameter `name`."""
    return next(d for d in swept(flow) if d.name == name)


def parameter_axis(flow: Flow, name: str, low: float, high: float) -> Axis:
    """An axis along which a parameter changes from `low` to `high`."""
    d = declaration(flow, name)
    return Axis(d.title or d.name, d.symbol, d.unit, low, high)


def starts(flow: Flow, number: int) -> np.ndarray:
    """States to begin with, shape (number, d): that of the box, then random ones in it."""
    box = box_of(flow)
    low, high = np.array(box.low), np.array(box.high)
    more = stream(0, "sweeps").random((max(0, number - 1), flow.dimension))
    # the middle of the box: its corners often lie where a map escapes from
    return np.vstack([[box.start], low + (high - low) * (0.25 + 0.5 * more)])


def members(flow: Flow, names: tuple[str, ...]) -> Flow:
    """The flow on states and `names` together, see `Parametric.suspended`."""
    family: Any = flow
    found: Flow = family.suspended(names)
    return found


def at_values(states: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Every state at every set of values.

    Args:
        states: Shape (s, d).
        values: Shape (n, k).

    Returns:
        Shape (n s, d + k), those of one set of values together.
    """
    each = np.repeat(values, len(states), axis=0)
    return np.hstack([np.tile(states, (len(values), 1)), each])
