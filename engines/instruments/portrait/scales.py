"""How long and how wide things are in a flow, for defaults that suit it."""

from __future__ import annotations

import math

import numpy as np

from engines.errors import UnfitError
from engines.protocols.capabilities import Bounded, Box, Generating, Recorded, Remembering
from engines.protocols.flow import Flow
from engines.running.randomness import stream


def refusal(
    flow: Flow,
    *,
    steady: bool = False,
    planar: bool = False,
    single: bool = False,
    memory: bool = False,
) -> str:
    """The first reason why a portrait instrument cannot be put on `flow`; empty if none.

    Args:
        flow: Any flow.
        steady: Whether the instrument needs a velocity without time.
        planar: Whether it needs exactly two coordinates.
        single: Whether one coordinate is enough for it.
        memory: Whether it does without places that tell where they go: it follows each path in
            one call, or moves the whole states of a flow that remembers.
    """
    if not isinstance(flow, Bounded):
        return "needs a flow that knows its domain"
    if isinstance(flow, Remembering) and not memory:
        return "needs a flow without memory"
    if flow.dimension < 2 and not single:
        return "needs two coordinates"
    if planar and flow.dimension != 2:
        return "needs a planar flow"
    if steady and not flow.steady:
        return "needs a steady flow"
    return ""


def lasting_refusal(flow: Flow) -> str:
    """Why what shows only after a long time cannot be asked of `flow`; empty if it can."""
    if isinstance(flow, Generating):
        return "needs a flow that goes on"
    if isinstance(flow, Recorded) and np.isfinite(flow.span).any():
        return "needs a flow that goes on"
    return refusal(flow, single=True, memory=True)


def box_of(flow: Flow) -> Box:
    """The part of state space worth looking at.

    Raises:
        UnfitError: If the flow does not know it.
    """
    if not isinstance(flow, Bounded):
        raise UnfitError("this instrument needs a flow that knows its domain")
    return flow.box


def time_unit(flow: Flow) -> str:
    """Unit of the flow's time; "" if it has none."""
    return flow.time_unit if isinstance(flow, Bounded) else ""


def lasting(flow: Flow) -> float:
    """Time in which something happens."""
    return flow.duration if isinstance(flow, Bounded) else 10.0


def known_moment(flow: Flow, moment: float) -> float:
    """`moment`, or the nearest one at which a recording knows its velocity."""
    return min(max(moment, flow.span[0]), flow.span[1]) if isinstance(flow, Recorded) else moment


def shown(flow: Flow) -> int:
    """How many coordinates a picture shows: two, or three where there are more."""
    return min(flow.dimension, 3)


def periods(box: Box) -> np.ndarray:
    """Length after which a coordinate repeats, shape (d,); inf where it does not.

    The side of the box is the period of a periodic coordinate, unless it is an angle whose side
    is not a whole number of turns: such a box shows more than one period and nothing repeats.
    """
    sides = np.subtract(box.high, box.low)
    turns = sides / (2.0 * math.pi)
    whole = np.abs(turns - np.round(turns)) < 1e-6
    angle = np.array([unit == "rad" for unit in box.units])
    return np.where(np.array(box.periodic) & (whole | ~angle), sides, np.inf)


def wrapped(states: np.ndarray, box: Box) -> np.ndarray:
    """`states`, shape (..., d), with periodic coordinates brought back into the box."""
    low, period = np.array(box.low), periods(box)
    around = np.isfinite(period)
    turned = low + np.mod(states - low, np.where(around, period, 1.0))
    return np.where(around, turned, states)


def friendly(number: float) -> float:
    """`number` rounded to 1, 2 or 5 times a power of ten."""
    if not number > 0.0 or not math.isfinite(number):
        return 1.0
    power = 10.0 ** math.floor(math.log10(number))
    lead = min((1.0, 2.0, 5.0, 10.0), key=lambda c: abs(math.log(number / power / c)))
    return float(f"{lead * power:.12g}")


def rounded_outwards(low: float, high: float) -> tuple[float, float]:
    """Friendly numbers just outside of a range: multiples of 1, 2 or 5 times a power of ten.

    Args:
        low: Lower end.
        high: Upper end, more than `low`.
    """
    least = (high - low) / 10.0
    power = 10.0 ** math.floor(math.log10(least))
    step = next(c * power for c in (1.0, 2.0, 5.0, 10.0) if c * power >= least * (1.0 - 1e-9))
    ends = math.floor(low / step + 1e-6) * step, math.ceil(high / step - 1e-6) * step
    return float(f"{ends[0]:.6g}"), float(f"{ends[1]:.6g}")


def diagonal(box: Box) -> float:
    """Length of the diagonal of the box."""
    return float(np.linalg.norm(np.subtract(box.high, box.low)))


def lengths(vectors: np.ndarray) -> np.ndarray:
    """Euclidean lengths of `vectors` along their last axis, however large their components are.

    Squares of a path that blows up are beyond all numbers long before the path is.

    Args:
        vectors: Shape (..., d).

    Returns:
        Shape (...), infinite beyond all numbers; NaN where no component is infinite and one is NaN.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        return np.hypot.reduce(vectors, axis=-1, initial=0.0)


def seeds(box: Box, number: int, seed: int, purpose: str) -> np.ndarray:
    """States spread evenly at random over the box, shape (number, d)."""
    low, high = np.array(box.low), np.array(box.high)
    return low + (high - low) * stream(seed, purpose).random((number, len(low)))


def crossing_time(flow: Flow) -> float:
    """How long it takes to cross the box at the median speed in it.

    Returns:
        The time, in the flow's units; 1 if nothing moves.
    """
    box = box_of(flow)
    rates = flow.velocity(seeds(box, 128, 0, "scales"), known_moment(flow, 0.0))
    speed = float(np.nanmedian(np.linalg.norm(rates, axis=1)))
    return diagonal(box) / speed if speed > 0.0 and math.isfinite(speed) else 1.0
