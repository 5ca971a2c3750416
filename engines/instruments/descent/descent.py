"""The landscape from above: contours, the flows of methods as lines, their steps as dots."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np
from contourpy import contour_generator

from engines.instruments.descent.walks import (
    GROUP,
    NEEDED,
    colour_of,
    declared_walks,
    shown_methods,
    starts_of,
    walker,
)
from engines.layers.curves import Curves
from engines.layers.frame import Frame, Layer, Reading
from engines.layers.points import Points
from engines.layers.scalar_field import ScalarField
from engines.layers.tracks import Tracks
from engines.parameters.declare import Declaration, Parameters, switch
from engines.protocols.descent import Descending, Method, Walk
from engines.protocols.flow import Flow
from engines.protocols.instrument import Charting
from engines.protocols.views import Axis
from engines.running.ticket import Ticket

NODES = (61, 241)  # along the longer side, at level 0 and 1
CONTOURS = 14
DIM = 4.0  # upper end of the colours, in highest values
MOMENTS = 8  # of each step, at which a flow is drawn
ROOM = 0.5  # widths of the region beside it where dots are still drawn


class DescentInstrument(Charting):
    """Where each method goes from each start, in the plane of places."""

    name: ClassVar[str] = "descent"
    title: ClassVar[str] = "Walks down"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = (
        "heights", "contours", "flows", "walk_steps", "lowest", "diverged", "walk_starts",
    )  # fmt: skip
    depth: ClassVar[int] = 0

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        if not isinstance(flow, Descending):
            return NEEDED
        return "" if len(flow.region.low) == 2 else "needs a landscape of two coordinates"

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (
            *declared_walks(flow),
            switch("as_flows", True, title="Flows as lines", group=GROUP,
                   help="Draw the flow that each method follows."),
            switch("as_steps", True, title="Steps as dots", group=GROUP,
                   help="Draw the steps of each method."),
        )  # fmt: skip

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        box = walker(flow).region
        named = ("" if label in flow.states else label for label in box.labels)
        first, second = (
            Axis(label, box.symbols[i], box.units[i], box.low[i], box.high[i])
            for i, label in enumerate(named)
        )
        return first, second

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        p: Any = parameters
        shown = [
            words
            for words, on in (("lines are flows", p.as_flows), ("dots are steps", p.as_steps))
            if on
        ]
        return walker(flow).landscape, ", ".join([*shown, "click to launch"])

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        """Contours on few nodes and all walks first, then finer contours."""
        p: Any = parameters
        ticket.check()
        below = heights_of(self.flow, NODES[0])
        walks = self._walks(p, ticket)
        notes = _notes(walks)
        readings = {self.name: Reading(float(len(walks)), "walks")}
        above = self._layers(p, walks)
        yield Frame({**below, **above}, progress=0.5, readings=readings, notes=notes)
        ticket.check()
        below = heights_of(self.flow, NODES[1])
        yield Frame({**below, **above}, level=1, readings=readings, notes=notes)

    def _walks(self, p: Any, ticket: Ticket) -> list[tuple[Method, Walk]]:
        walking, found = walker(self.flow), []
        for start in starts_of(self.flow, p):
            for method in shown_methods(self.flow):
                ticket.check()
                found.append((method, walking.walk(method, start, p.steps, MOMENTS, ticket)))
        return found

    def _layers(self, p: Any, walks: list[tuple[Method, Walk]]) -> dict[str, Layer]:
        walking = walker(self.flow)
        layers: dict[str, Layer] = {
            "lowest": Points(walking.lowest[None], "stable"),
            "walk_starts": Points(starts_of(self.flow, p), "start"),
        }
        if walks and p.as_flows:
            times = np.arange(p.steps * MOMENTS + 1.0) / MOMENTS
            paths = np.stack([walk.flow for _, walk in walks])
            colours = [np.full(len(times), colour_of(method)) for method, _ in walks]
            layers["flows"] = Tracks(paths, times, values=np.stack(colours), scale="kinds")
        if walks and p.as_steps:
            near = [walk.places[_near(walking, walk.places)] for _, walk in walks]
            colours = [np.full(len(n), colour_of(m)) for n, (m, _) in zip(near, walks, strict=True)]
            layers["walk_steps"] = Points(
                np.concatenate(near), "dot", values=np.concatenate(colours), scale="kinds"
            )
        layers["diverged"] = _diverged(walking, walks)
        return layers


def heights_of(flow: Flow, nodes: int) -> dict[str, Layer]:
    """The root of the height, which rises evenly on the flanks of a bowl, and its contours."""
    walking = walker(flow)
    low, high = np.array(walking.region.low), np.array(walking.region.high)
    counts = np.maximum(2, np.round(nodes * (high - low) / (high - low).max())).astype(int)
    x, y = (np.linspace(a, b, k) for a, b, k in zip(low, high, counts, strict=True))
    places = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    roots = np.sqrt(np.maximum(walking.heights(places), 0.0)).reshape(len(y), len(x))
    generator = contour_generator(x, y, roots)
    lines: list[np.ndarray] = []
    for level in np.linspace(0.0, float(roots.max()), CONTOURS + 2)[1:-1]:
        lines += [np.array(line, float) for line in generator.lines(level) if len(line) > 2]
    # the brighter colours are left to what is drawn over it
    limits = 0.0, float(f"{DIM * roots.max():.2g}")
    field = ScalarField(x, y, roots, scale="amount", quantity="√(f − f*)", limits=limits)
    return {"heights": field, "contours": Curves(tuple(lines), ("contour",) * len(lines))}


def _near(walking: Descending, places: np.ndarray) -> np.ndarray:
    """Which places are in the region or not far from it."""
    low, high = np.array(walking.region.low), np.array(walking.region.high)
    room = ROOM * (high - low)
    with np.errstate(invalid="ignore"):
        return np.all((places >= low - room) & (places <= high + room), axis=1)


def _diverged(walking: Descending, walks: list[tuple[Method, Walk]]) -> Points:
    """The last step in the region of each walk that has no end, with its name."""
    low, high = np.array(walking.region.low), np.array(walking.region.high)
    places, words = [], []
    for method, walk in walks:
        if walk.diverged < 0:
            continue
        with np.errstate(invalid="ignore"):
            inside = np.all((walk.places >= low) & (walk.places <= high), axis=1)
        places.append(walk.places[np.flatnonzero(inside)[-1]] if inside.any() else walk.places[0])
        words.append(f"{method.name} diverged")
    return Points(np.array(places).reshape(-1, 2), "unstable", tuple(words))


def _notes(walks: list[tuple[Method, Walk]]) -> tuple[str, ...]:
    said = (
        f"{method.title[:1].upper()}{method.title[1:]} diverged, at step {walk.diverged} it was "
        "a million times as high as at its start."
        for method, walk in walks
        if walk.diverged >= 0
    )
    return tuple(dict.fromkeys(said))


INSTRUMENT = DescentInstrument
