"""What can be set about an FTLE field, with ranges that suit a flow."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from engines.instruments.transport.deformation import METHODS, MOST_TANGENTS, carries_tangents
from engines.instruments.transport.power import refuses_power
from engines.instruments.transport.section import declared_section
from engines.parameters.declare import Declaration, choice, real, switch, whole
from engines.protocols.capabilities import Bounded, Costly, Recorded, Sliced, Spherical
from engines.protocols.flow import Flow

GROUP = "FTLE"
COLUMNS = 320
DIRECTIONS = ("one", "both")
POWER = "power"  # a method beside `METHODS`, where there are directions enough


def declared_field(flow: Flow) -> tuple[Declaration, ...]:
    """Declarations of an FTLE field over `flow`; none for a flow that knows no domain."""
    if not isinstance(flow, Bounded):
        return ()
    sides = np.subtract(flow.box.high, flow.box.low)
    ny = int(min(1024, max(32, round(COLUMNS * sides[1] / sides[0]))))
    methods = _methods(flow)
    about: dict[str, Any] = {"group": GROUP}
    first, last = flow.span if isinstance(flow, Recorded) else _usual_start(flow)
    begin = min(max(0.0, first), last)
    return (
        real("start", begin, first, last, title="Start", symbol="t_0", unit=flow.time_unit,
             help="When the parcels are released.", live=True, **about),
        _horizon(flow),
        choice("direction", DIRECTIONS[0], DIRECTIONS, title="Directions",
               help="The direction of the horizon, or attracting walls over repelling ones.",
               **about),
        choice("method", methods[0], methods, title="Method",
               help="Tangents carried along, differences between grid neighbours, or four "
               "helpers around each node"
               + ("; or the largest of all directions by power iteration." if POWER in methods
                  else "."), **about),
        whole("nx", COLUMNS, 3, 4096, title="Columns", symbol="n_x",
              help="Nodes from left to right.", **about),
        whole("ny", ny, 3, 4096, title="Rows", symbol="n_y",
              help="Nodes from bottom to top.", **about),
        *_every_node(flow),
        *declared_section(flow, GROUP),
    )  # fmt: skip


def shown_horizon(horizon: float, flow: Flow) -> float:
    """The horizon, or the shortest one of its sign in place of zero, where the exponent is a
    limit: the rate of strain.
    """
    least = 1.0 if flow.discrete else 1e-6 * (flow.duration if isinstance(flow, Bounded) else 1.0)
    return horizon if abs(horizon) >= least else math.copysign(least, horizon)


def horizons(parameters: Any, flow: Flow) -> tuple[float, ...]:
    """The travel times of the field, or of both fields, the lower one first.

    Of both, one that a recording does not reach is left out, unless it reaches neither.
    """
    one = shown_horizon(float(parameters.horizon), flow)
    if parameters.direction != "both":
        return (one,)
    both = (abs(one), -abs(one))
    if not isinstance(flow, Recorded):
        return both
    first, last = flow.span
    return tuple(h for h in both if first <= float(parameters.start) + h <= last) or both


def _usual_start(flow: Bounded) -> tuple[float, float]:
    return -2.0 * flow.duration, 2.0 * flow.duration


def _every_node(flow: Flow) -> tuple[Declaration, ...]:
    mover = flow.whole if isinstance(flow, Sliced) else flow
    if not isinstance(mover, Costly):
        return ()
    words = "Follow every node, also where its neighbours tell what it would say."
    return (switch("every_node", False, title="Every node", help=words, group=GROUP),)


def _methods(flow: Flow) -> tuple[str, ...]:
    """What can be used on it; on a sphere neighbours on a map are no neighbours."""
    without = () if carries_tangents(flow) else ("variational",)
    if isinstance(flow, Spherical):
        without = (*without, "grid")
    found = tuple(method for method in METHODS if method not in without)
    if flow.dimension > MOST_TANGENTS:  # two helpers a direction cost less than d x d entries
        found = tuple(sorted(found, key=lambda method: method != "auxiliary"))
    if flow.dimension > 3 and not refuses_power(flow):
        found = (*found, POWER)
    return found


def _horizon(flow: Bounded) -> Declaration:
    about: dict[str, Any] = {
        "title": "Horizon",
        "symbol": "T",
        "help": "How long they travel; below 0 backwards, which shows attracting walls.",
        "group": GROUP,
        "live": True,
    }
    if isinstance(flow, Flow) and flow.discrete:
        return whole("horizon", 20, -400, 400, unit="iterations", **about)
    most = 2.0 * flow.duration
    if isinstance(flow, Recorded):
        most = flow.span[1] - flow.span[0]
    usual = min(flow.duration / 2.0, most)
    return real("horizon", usual, -most, most, unit=flow.time_unit, **about)
