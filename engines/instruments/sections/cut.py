"""The plane that a section cuts through a flow, as rows of a form."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.instruments.portrait.scales import box_of, periods
from engines.instruments.sections.crossings import Plane
from engines.parameters.declare import Declaration, choice, real
from engines.protocols.capabilities import Completing
from engines.protocols.flow import Flow
from engines.protocols.gesture import Gesture
from engines.protocols.instrument import Section

WAYS = {"rising": 1, "falling": -1, "both": 0}
STEEPEST = 1.5  # rad
GROUP = "Section"


@dataclass(frozen=True, slots=True)
class Slanted(Section):
    """A section that leans: the coordinate it cuts depends on the horizontal axis.

    Attributes:
        slope: What is added to the coordinate per unit along the horizontal axis.
        pivot: Where on the horizontal axis nothing is added.
        cut: Which of the other coordinates it cuts, counted from 0 among all.
    """

    slope: float = 0.0
    pivot: float = 0.0
    cut: int = 0

    def completed(self, place: tuple[float, float]) -> tuple[float, ...]:
        state = list(Section(self.plane, self.rest).completed(place))
        state[self.cut] += self.slope * (place[0] - self.pivot)
        return tuple(state)


def declared_cut(flow: Flow) -> tuple[Declaration, ...]:
    """Which coordinate is cut, where, in which way it must be crossed, and how the plane leans."""
    box, about = box_of(flow), {"group": GROUP}
    first, where = _usual(flow)
    sides = "From which side a path must come to be counted."
    rows = [
        choice("cut", flow.states[first], tuple(flow.states), title="Cuts",
               help="The coordinate that is constant on the plane.", **about),
        *(
            real(f"cut_{flow.states[i]}", where if i == first else (low + high) / 2.0, low, high,
                 title=f"At {box.labels[i] or flow.states[i]}", symbol=box.symbols[i],
                 unit=box.units[i], help="Where the plane cuts this coordinate.", **about)
            for i, (low, high) in enumerate(zip(box.low, box.high, strict=True))
        ),
        choice("cut_way", "rising", tuple(WAYS), title="Crossed", help=sides, **about),
    ]  # fmt: skip
    if flow.dimension > 2:
        lean = "Turns the plane towards the horizontal axis of its picture."
        rows.append(
            real(
                "cut_tilt",
                0.0,
                -STEEPEST,
                STEEPEST,
                title="Leaning",
                unit="rad",
                help=lean,
                **about,
            )  # type: ignore[arg-type]
        )
    return tuple(rows)


def cut_of(flow: Flow, parameters: Any) -> Plane:
    """The plane that the parameters of `declared_cut` describe.

    It contains the middle of the box along the horizontal axis j of its picture; leaning by the
    angle s, measured in a box with equal sides w, its normal is

        cos(s) e_i + sin(s) (w_i / w_j) e_j.
    """
    i, value = cut_at(flow, parameters)
    normal = np.zeros(flow.dimension)
    lean = float(getattr(parameters, "cut_tilt", 0.0))
    offset, way = value, WAYS[parameters.cut_way]
    normal[i] = math.cos(lean)
    offset *= normal[i]
    if lean:
        j, middle, ratio = _axis(flow, i)
        normal[j] = math.sin(lean) * ratio
        offset += normal[j] * middle
    period = np.inf if lean else float(periods(box_of(flow))[i])
    return Plane(normal, offset, way, period)


def cut_at(flow: Flow, parameters: Any) -> tuple[int, float]:
    """Which coordinate is cut, counted from 0, and where."""
    return flow.states.index(parameters.cut), float(getattr(parameters, f"cut_{parameters.cut}"))


def pictured(flow: Flow, cut: int) -> tuple[int, int]:
    """The two coordinates in the picture of a section through `cut`."""
    if isinstance(flow, Completing) and cut not in flow.axes:
        return flow.axes
    first, second = [i for i in range(flow.dimension) if i != cut][:2]
    return first, second


def section_through(flow: Flow, parameters: Any) -> Section | None:
    """The picture of the section; None where the flow has two coordinates only."""
    if flow.dimension < 3:
        return None
    cut, value = cut_at(flow, parameters)
    plane, start = pictured(flow, cut), box_of(flow).start
    rest = tuple(value if i == cut else start[i] for i in range(flow.dimension) if i not in plane)
    lean = float(parameters.cut_tilt)
    if not lean:
        return Section(plane, rest)
    _, middle, ratio = _axis(flow, cut)
    return Slanted(plane, rest, -math.tan(lean) * ratio, middle, cut)


def idle_rows(flow: Flow, parameters: Any) -> dict[str, str]:
    """Rows of `declared_cut` that say nothing now."""
    return {f"cut_{name}": "is not cut" for name in flow.states if name != parameters.cut}


def outline(flow: Flow, parameters: Any) -> np.ndarray:
    """Where the plane meets the box of a flow in the plane or in space, shape (k, d)."""
    box, (cut, value) = box_of(flow), cut_at(flow, parameters)
    low, high = np.array(box.low), np.array(box.high)
    if flow.dimension == 2:
        ends = np.array([low, high])
        ends[:, cut] = value
        return ends
    across, up = pictured(flow, cut)
    slope, middle = 0.0, 0.0
    if parameters.cut_tilt:
        _, middle, ratio = _axis(flow, cut)
        slope = -math.tan(parameters.cut_tilt) * ratio
    left, right = low[across], high[across]
    if slope:
        edges = sorted(middle + (edge - value) / slope for edge in (low[cut], high[cut]))
        left, right = max(left, edges[0]), min(right, edges[1])
    corners = np.empty((5, 3))
    corners[:, across] = left, right, right, left, left
    corners[:, up] = low[up], low[up], high[up], high[up], low[up]
    corners[:, cut] = value + slope * (corners[:, across] - middle)
    return corners


def handle_of(flow: Flow, parameters: Any) -> np.ndarray:
    """Where the plane can be gripped: in the middle of the box, shape (d,)."""
    box, (cut, value) = box_of(flow), cut_at(flow, parameters)
    place = np.mean([box.low, box.high], axis=0)
    place[cut] = value
    return place


def pulled(flow: Flow, parameters: Any, gesture: Gesture) -> dict[str, float]:
    """Where the plane is cut after its handle was pulled along its coordinate.

    In space the hand is on the line from the eye through the place, and the plane goes where the
    line of the handle comes nearest to it.

    Returns:
        Nothing where there is no handle, or where its line points at the eye.
    """
    m, box = flow.dimension, box_of(flow)
    if m > 3 or len(gesture.place) != m or (m == 3 and len(gesture.eye) != m):
        return {}
    sides = np.subtract(box.high, box.low)
    cut, _ = cut_at(flow, parameters)
    place, handle = np.array(gesture.place) / sides, handle_of(flow, parameters) / sides
    sight = place - np.array(gesture.eye) / sides if m == 3 else np.zeros(m)
    length = float(sight @ sight)

    gap, along = place - handle, np.eye(m)[cut]
    if length > 0.0:
        across = along - sight * sight[cut] / length
        if not across @ across > 1e-3:
            return {}  # it points at the eye
        gap = gap - sight * (gap @ sight) / length
        shift = float(gap @ across / (across @ across))
    else:
        shift = float(gap[cut])
    value = float(np.clip((handle[cut] + shift) * sides[cut], box.low[cut], box.high[cut]))
    return {f"cut_{parameters.cut}": value}


def _axis(flow: Flow, cut: int) -> tuple[int, float, float]:
    """The horizontal axis of the picture, its middle, and the side of the cut per side of it."""
    box, j = box_of(flow), pictured(flow, cut)[0]
    sides = np.subtract(box.high, box.low)
    return j, (box.low[j] + box.high[j]) / 2.0, float(sides[cut] / sides[j])


def _usual(flow: Flow) -> tuple[int, float]:
    """A coordinate worth cutting, and where: one that is the same on a level, else the first."""
    box = box_of(flow)
    if isinstance(flow, Completing):
        draw = np.array([box.start, box.start])
        draw[1, list(flow.axes)] += 1e-3 * np.subtract(box.high, box.low)[list(flow.axes)]
        two = flow.completed(draw)
        same = [i for i in range(flow.dimension) if i not in flow.axes and two[0, i] == two[1, i]]
        if same:
            return same[0], float(two[0, same[0]])
    return 0, (box.low[0] + box.high[0]) / 2.0
