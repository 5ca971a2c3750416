"""Poincare sections: where paths cross a plane, again and again."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import numpy as np

from engines.instruments.portrait.paths import declared_paths, release
from engines.instruments.portrait.scales import (
    box_of,
    diagonal,
    friendly,
    known_moment,
    lasting,
    lengths,
    refusal,
    seeds,
    shown,
    time_unit,
    wrapped,
)
from engines.instruments.portrait.tracks import VISIBLE, verdict
from engines.instruments.sections.crossings import Crossings, Plane, joined, spacing_along
from engines.instruments.sections.cut import (
    GROUP,
    cut_at,
    cut_of,
    declared_cut,
    handle_of,
    idle_rows,
    outline,
    pictured,
    pulled,
    section_through,
)
from engines.instruments.sections.recorded import crossings_of
from engines.layers.curves import Curves
from engines.layers.frame import Frame, Layer, Reading, Trust
from engines.layers.points import Points
from engines.parameters.declare import Declaration, Parameters, real, whole
from engines.protocols.capabilities import Completing, Refinable, Tangent
from engines.protocols.flow import Flow
from engines.protocols.gesture import Gesture
from engines.protocols.instrument import Dragging, Section, Sectioned
from engines.running.ticket import Ticket

TOLD_APART = 8  # colours there are
PAUSE = 0.1  # s between two frames
COMPARED = 12  # crossings that are found twice


class PoincareInstrument(Sectioned, Dragging):
    """The crossings of launched paths, and of a crowd of others that begin on the plane."""

    name: ClassVar[str] = "poincare"
    title: ClassVar[str] = "Poincaré section"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = (
        "section_plane",
        "section_hits",
        "section_handle",
        "poincare",
    )
    beside: ClassVar[tuple[str, ...]] = ("section_plane", "section_hits", "section_handle")
    depth: ClassVar[int] = 4

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return "needs continuous time" if flow.discrete else refusal(flow, memory=True)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        usual = friendly((5.0 if isinstance(flow, Completing) else 20.0) * lasting(flow))
        crowd = 24 if isinstance(flow, Completing) else 0
        about: dict[str, Any] = {"group": GROUP}
        return (
            *declared_paths(flow),
            *declared_cut(flow),
            real("cut_time", usual, usual / 100.0, usual * 20.0, title="Followed for",
                 unit=time_unit(flow), logarithmic=True,
                 help="How long paths are followed to see where they cross.", **about),
            whole("cut_starts", crowd, 0, 400, title="More starts",
                  help="Paths that begin all over the plane, beside those that were launched.",
                  **about),
        )  # fmt: skip

    @staticmethod
    def section(flow: Flow, parameters: Parameters) -> Section | None:
        return section_through(flow, parameters)

    @staticmethod
    def idle(flow: Flow, parameters: Parameters) -> dict[str, str]:
        return idle_rows(flow, parameters)

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        p: Any = parameters
        cut, value = cut_at(flow, p)
        lean = ", leaning" if getattr(p, "cut_tilt", 0.0) else ""
        way = "" if p.cut_way == "both" else f", {p.cut_way}"
        words = f"{p.cut} = {value:.4g} {box_of(flow).units[cut]}".rstrip() + way + lean
        return "", words.replace("-", "\N{MINUS SIGN}")

    @staticmethod
    def pulled(flow: Flow, parameters: Parameters, gesture: Gesture) -> Mapping[str, float]:
        return pulled(flow, parameters, gesture)

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        flow, plane, first = self.flow, cut_of(self.flow, p), release(self.flow, p)
        starts = self._starts(p)
        placed: dict[str, Layer] = {}
        if flow.dimension < 4:
            placed["section_plane"] = Curves((outline(flow, p),), ("neutral",))
            placed["section_handle"] = Points(handle_of(flow, p)[None], "handle")
        nothing = joined([], flow.dimension)
        yield self._frame(placed, nothing, starts, p, 0.0 if len(starts) else 1.0, 0, None)
        if not len(starts):
            return
        looked = min(lasting(flow), abs(known_moment(flow, first + lasting(flow)) - first))
        spacing = spacing_along(flow, starts, first, looked, ticket)
        parts: list[Crossings] = []
        seen, level = time.monotonic(), 0
        last = known_moment(flow, first + p.cut_time)
        work = crossings_of(flow, starts, plane, first, last, spacing, ticket)
        for found, share in work:
            parts.append(found)
            if share < 1.0 and time.monotonic() - seen < PAUSE and level:
                continue
            seen, level = time.monotonic(), level + 1
            yield self._frame(placed, joined(parts, flow.dimension), starts, p, share, level, None)
        every = joined(parts, flow.dimension)
        trust = self._trust(every, starts, plane, first, spacing, ticket)
        yield self._frame(placed, every, starts, p, 1.0, level + 1, trust)

    def _starts(self, p: Any) -> np.ndarray:
        """Launched states, and a crowd that begins on the plane."""
        flow, box = self.flow, box_of(self.flow)
        own = np.array([s for s in p.starts if len(s) == flow.dimension], float)
        crowd = seeds(box, 20 * p.cut_starts, 0, "section")
        cut, value = cut_at(flow, p)
        crowd[:, cut] = value
        if isinstance(flow, Completing) and set(flow.axes) == set(pictured(flow, cut)):
            crowd = flow.completed(crowd)
        crowd = crowd[np.isfinite(crowd).all(axis=1)][: p.cut_starts]
        return np.concatenate([own.reshape(-1, flow.dimension), crowd])

    def _frame(
        self,
        placed: dict[str, Layer],
        found: Crossings,
        starts: np.ndarray,
        p: Any,
        share: float,
        level: int,
        trust: Trust | None,
    ) -> Frame:
        count = len(found.times)
        again = np.diff(found.times)[np.diff(found.owners) == 0]
        unit = time_unit(self.flow)
        apart = f"{again.mean():.4g} {unit}".rstrip() if len(again) else ""
        return Frame(
            {**placed, **self._drawn(found, len(starts), p)},
            progress=share,
            level=level,
            readings={self.name: Reading(float(count), f"every {apart}" if apart else "crossings")},
            notes=() if count or share < 1.0 else ("No path crosses this plane.",),
            trust=trust,
            task="Poincaré section",
        )

    def _drawn(self, found: Crossings, count: int, p: Any) -> dict[str, Layer]:
        """The crossings in their own plane, and in the main picture."""
        flow, box = self.flow, box_of(self.flow)
        places = wrapped(found.places, box)
        axes = pictured(flow, cut_at(flow, p)[0]) if flow.dimension > 2 else (0, 1)
        values = found.owners % TOLD_APART + 0.5 if count > 1 else None
        drawn: dict[str, Layer] = {
            "poincare": Points(places[:, list(axes)], "cloud", values=values, scale="kinds")
        }
        if flow.dimension > 2:
            drawn["section_hits"] = Points(places[:, : shown(flow)], "cloud")
        return drawn

    def _trust(
        self,
        found: Crossings,
        starts: np.ndarray,
        plane: Plane,
        first: float,
        spacing: float,
        ticket: Ticket,
    ) -> Trust | None:
        """What the first crossings of one path say when they are found with more care."""
        flow = self.flow
        mine = found.owners == found.owners[0] if len(found.owners) else np.zeros(0, bool)
        if not isinstance(flow, Refinable) or not mine.any():
            return None
        usual, times = found.places[mine][:COMPARED], found.times[mine][:COMPARED]
        start = starts[[found.owners[0]]]
        last = known_moment(flow, float(times[-1]) + 2.0 * spacing)
        work = crossings_of(flow.refined(), start, plane, first, last, spacing, ticket)
        finer = joined([part for part, _ in work], flow.dimension)
        both = min(len(usual), len(finer.places))
        gap = lengths(usual[:both] - finer.places[:both])
        wide = np.flatnonzero(gap > VISIBLE * diagonal(box_of(flow)))
        until = float(times[wide[0]]) if len(wide) else None
        if both < len(usual) and until is None:
            until = float(times[both])
        magnified = 1.0
        if until is not None and isinstance(flow, Tangent):
            _, stretched = flow.advance_tangent(start, first, until, ticket)
            magnified = float(np.nanmax(np.abs(stretched), initial=1.0))
        return verdict(
            float(gap.max(initial=0.0)), until, magnified, time_unit(flow), flow.integrator
        )


INSTRUMENT = PoincareInstrument
