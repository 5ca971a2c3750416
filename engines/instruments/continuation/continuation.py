"""Continuation: rests and cycles over one parameter, with the points where they change."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, ClassVar

import numpy as np

from engines.instruments.continuation.branches import Grown, grown
from engines.instruments.continuation.tracing import TITLES, Change
from engines.instruments.portrait.scales import box_of, refusal
from engines.instruments.portrait.tracks import spoken
from engines.instruments.sweeps.family import declaration, parameter_axis, swept
from engines.layers.frame import Frame, Layer, Reading, Trust
from engines.layers.points import Points
from engines.layers.series import Series
from engines.parameters.declare import Declaration, Parameters, choice, switch
from engines.protocols.capabilities import Parametric, Recorded, Tangent
from engines.protocols.flow import Flow
from engines.protocols.instrument import Charting, Choosing
from engines.protocols.views import Axis
from engines.running.ticket import Ticket

PAUSE = 0.1  # s between two frames
MOVING = ("cycle", "answer")  # kinds of branches with a lowest and a highest value
NAMES = ("rests_stable", "rests_unstable", "cycles_stable", "cycles_unstable")


class ContinuationInstrument(Charting, Choosing):
    """Branches in a chart: solid and cool where they attract, dashed and warm where they repel."""

    name: ClassVar[str] = "continuation"
    title: ClassVar[str] = "Continuation"
    view: ClassVar[str] = "chart"
    draws: ClassVar[tuple[str, ...]] = ("branch_now", *NAMES[::-1], "branch_points")
    depth: ClassVar[int] = 2

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        if not isinstance(flow, Parametric) or not swept(flow):
            return "needs a flow with parameters"
        if isinstance(flow, Recorded) and not flow.steady:
            return "needs a flow that lasts for ever"
        if (flow.discrete or not flow.steady) and not isinstance(flow, Tangent):
            return "needs a flow with tangents"
        return refusal(flow, single=True)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        names = tuple(d.name for d in swept(flow))
        rows = [
            choice(
                "swept",
                names[0],
                names,
                title="Swept",
                help="The parameter across.",
                group="Swept parameter",
            ),
            choice(
                "swept_coordinate",
                flow.states[0],
                flow.states,
                title="Shown",
                group="Swept parameter",
            ),
        ]
        if not flow.discrete and isinstance(flow, Tangent):
            words = "Follow cycles from Hopf points and from where the flow is now."
            title = "Cycles"
            if not flow.steady:
                title, words = "Doublings", "Follow answers of twice the period, and of four times."
            rows.append(switch("continue_cycles", True, title=title, help=words))
        return tuple(rows)

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        p: Any = parameters
        box, i = box_of(flow), flow.states.index(p.swept_coordinate)
        d = declaration(flow, p.swept)
        return (
            parameter_axis(flow, p.swept, d.low, d.high),
            Axis(box.labels[i], box.symbols[i], box.units[i], box.low[i], box.high[i]),
        )

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        words = "fixed points and their doublings" if flow.discrete else "rests and cycles"
        if not flow.steady and not flow.discrete:
            words = "answers to what drives it"
        return "", f"{words}, click to choose"

    @staticmethod
    def chosen(flow: Flow, parameters: Parameters, place: tuple[float, ...]) -> Mapping[str, float]:
        p: Any = parameters
        d = declaration(flow, p.swept)
        return {p.swept: min(max(float(place[0]), d.low), d.high)}

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        flow = self.flow
        d = declaration(flow, p.swept)
        cycles = bool(getattr(p, "continue_cycles", True))
        seen, level = 0.0, 0
        found: list[Grown] = []
        for found, share in grown(flow, p.swept, d.low, d.high, cycles, ticket):
            if share < 1.0 and time.monotonic() - seen < PAUSE:
                continue
            seen = time.monotonic()
            yield self._frame(found, p, share, level)
            level += 1

    def _frame(self, found: list[Grown], p: Any, share: float, level: int) -> Frame:
        i = self.flow.states.index(p.swept_coordinate)
        layers, places = lines_of(found, i), points_of(found, i)
        family: Any = self.flow
        here = float(family.values[p.swept])
        box = box_of(self.flow)
        layers["branch_now"] = Series(
            np.full(2, here), np.array([box.low[i], box.high[i]]), role="reference"
        )
        layers["branch_points"] = places
        return Frame(
            layers,
            progress=share,
            level=level,
            readings={self.name: Reading(float(len(places.positions)), "points named")},
            trust=trust_of(found) if share >= 1.0 else None,
            task=f"Continuation, {len(found)} branches",
        )


def lines_of(found: list[Grown], coordinate: int) -> dict[str, Layer]:
    """All branches as four curves with gaps, by what they are and whether they attract."""
    parts: dict[str, list[np.ndarray]] = {name: [] for name in NAMES}
    for one in found:
        kind = "cycles" if one.kind in MOVING else "rests"
        values = one.branch.places[:, -1]
        heights = [one.high[:, coordinate]]
        if one.kind in MOVING:
            heights.append(one.low[:, coordinate])
        for height in heights:
            for first, last, stable in runs(one.branch.stable):
                name = f"{kind}_{'stable' if stable else 'unstable'}"
                line = np.column_stack([values[first:last], height[first:last]])
                parts[name] += [line, np.full((1, 2), np.nan)]
    layers: dict[str, Layer] = {}
    for name, lines in parts.items():
        if lines:
            x, y = np.concatenate(lines).T
            role = "attract" if name.endswith("_stable") else "unstable"
            layers[name] = Series(x, y, role=role)
    return layers


def runs(stable: np.ndarray) -> list[tuple[int, int, bool]]:
    """First and last index, one beyond, of stretches of one kind; neighbours share a point."""
    edges = np.concatenate([[0], np.flatnonzero(np.diff(stable)) + 1, [len(stable)]])
    return [(int(a), min(int(b) + 1, len(stable)), bool(stable[a])) for a, b in pairwise(edges)]


def points_of(found: list[Grown], coordinate: int) -> Points:
    """The points where something changes, each named once."""
    places: list[tuple[float, float]] = []
    labels: list[str] = []
    for one in found:
        for change, born in zip(one.branch.changes, one.born, strict=True):
            height = float(one.problem.extremes(change.place)[1][coordinate])
            spot = (float(change.place[-1]), height)
            near = [abs(spot[0] - x) < 1e-6 * (1 + abs(x)) and spot[1] == y for x, y in places]
            if any(near) or _twice(spot, places, one):
                continue
            places.append(spot)
            labels.append(words_of(change, born))
    return Points(np.array(places).reshape(-1, 2), "dot", tuple(labels))


def _twice(spot: tuple[float, float], places: list[tuple[float, float]], one: Grown) -> bool:
    side = float(one.problem.sides.max())
    wide = one.problem.high - one.problem.low
    return any(abs(spot[0] - x) < 1e-4 * wide and abs(spot[1] - y) < 1e-3 * side for x, y in places)


def words_of(change: Change, born: float) -> str:
    """Its name and its parameter, e.g. "Hopf 24.737, subcritical"."""
    value = f"{float(change.place[-1]) + 0.0:.5g}".replace("-", "\N{MINUS SIGN}")
    if abs(float(change.place[-1])) < 1e-9:
        value = "0"
    kind = ""
    if change.kind == "hopf" and abs(born) > 1e-6:
        kind = ", supercritical" if born < 0.0 else ", subcritical"
    return f"{TITLES[change.kind]} {value}{kind}"


def trust_of(found: list[Grown]) -> Trust | None:
    """How sharply the changes are bracketed, and which branches could not be followed."""
    off = [c.uncertain for one in found for c in one.branch.changes]
    torn = sum(one.branch.ended in ("corner", "steps") for one in found)
    if not found:
        return None
    sharp = f"Changes are located within {spoken(max(off))}" if off else "No change was found"
    if torn:
        which = "one branch" if torn == 1 else f"{torn} branches"
        return Trust("warn", f"{sharp}; {which} could not be followed to the end.")
    return Trust("good", f"{sharp}.")


INSTRUMENT = ContinuationInstrument
