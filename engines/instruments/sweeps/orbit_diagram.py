"""The orbit diagram: what a coordinate settles on, over one parameter."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import numpy as np

from engines.instruments.portrait.scales import box_of
from engines.instruments.portrait.tracks import spoken
from engines.instruments.sweeps.attractor import distinct, lengths, marks
from engines.instruments.sweeps.family import (
    at_values,
    declaration,
    members,
    parameter_axis,
    refuses,
    starts,
    swept,
)
from engines.layers.curves import Curves
from engines.layers.frame import Frame, Layer, Reading, Trust
from engines.layers.scalar_field import ScalarField
from engines.parameters.declare import Declaration, Parameters, choice, real, whole
from engines.protocols.capabilities import Refinable
from engines.protocols.flow import Flow
from engines.protocols.instrument import Charting, Choosing
from engines.protocols.views import Axis
from engines.running.ticket import Ticket

ROWS = 400
STARTS = 3  # orbits per value, so that attractors beside each other are both seen
FIRST = 40  # columns of the coarsest picture
PIECE = 24  # columns computed at once
PAUSE = 0.15  # s between two frames
CHECKED = 5  # columns that a more careful integration repeats
RESTLESS = 0.1  # of the height: what the ends of a column may change between two halves
PERIODS = 32  # more different values than these are no period
NONE = "No orbit comes back: all leave, or go on in one direction."
SHARP = 2e-4  # of the box: values that are nearer are one


class OrbitDiagram(Charting, Choosing):
    """A picture whose columns are histograms of the marks of `attractor.marks`.

    Each column is one value of the parameter, each of its orbits begins anew, so that the picture
    does not depend on the way it is swept. Its numbers are counts over the largest of the column.
    """

    name: ClassVar[str] = "orbit_diagram"
    title: ClassVar[str] = "Orbit diagram"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("orbit_diagram", "orbit_diagram_now")
    depth: ClassVar[int] = 0

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return refuses(flow, 1, memory=True)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        names = tuple(d.name for d in swept(flow))
        share: dict[str, Any] = {"unit": "%", "help": "Share of the slider's range."}
        return (
            choice("swept", names[0], names, title="Swept", help="The parameter across."),
            choice("swept_coordinate", flow.states[0], flow.states, title="Shown"),
            real("swept_from", 0.0, 0.0, 99.0, title="From", **share),
            real("swept_to", 100.0, 1.0, 100.0, title="To", **share),
            whole("swept_columns", 480, 40, 2000, title="Columns", help="Values of it."),
        )

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        p: Any = parameters
        box, i = box_of(flow), flow.states.index(p.swept_coordinate)
        low, high = _ends(flow, p)
        return (
            parameter_axis(flow, p.swept, low, high),
            Axis(box.labels[i], box.symbols[i], box.units[i], box.low[i], box.high[i]),
        )

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        words = "iterates" if flow.discrete else "maxima"
        return "", f"{words}, click to choose"

    @staticmethod
    def chosen(flow: Flow, parameters: Parameters, place: tuple[float, ...]) -> Mapping[str, float]:
        p: Any = parameters
        return {p.swept: float(place[0])}

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        flow, i = self.flow, self.flow.states.index(p.swept_coordinate)
        low, high = _ends(flow, p)
        family = members(flow, (p.swept,))
        begin, (settle, times) = starts(flow, STARTS), lengths(flow)
        box = box_of(flow)
        edges = np.linspace(box.low[i], box.high[i], ROWS + 1)
        rows = 0.5 * (edges[1:] + edges[:-1])
        now = self._now(p, i, settle, times, ticket)
        here = float(flow.values[p.swept])  # type: ignore[attr-defined]
        level, shown, last, before = 0, time.monotonic(), None, 0
        counts = _columns(p.swept_columns)
        for count in counts:
            values = np.linspace(low, high, count)
            field, early = np.full((ROWS, count), np.nan), np.full((2, 2, count), np.nan)
            for first in range(0, count, PIECE):
                ticket.check()
                piece = slice(first, min(first + PIECE, count))
                states = at_values(begin, values[piece, None])
                found = marks(family, states, i, settle, times, ticket)
                found = found.reshape(-1, len(begin) * found.shape[1])
                field[:, piece] = _histogram(found, edges)
                early[:, :, piece] = _halves(found, len(begin))
                done = (before + first) / (sum(counts) + CHECKED)
                if time.monotonic() - shown > PAUSE and last is not None:
                    shown = time.monotonic()
                    yield self._frame(last, now, here, (low, high), done, level, None)
            if not np.isfinite(field).any():
                yield Frame({}, readings={self.name: Reading(None, "nothing stays")}, notes=(NONE,))
                return
            last = (values, rows, field)
            before += count
            done = before / (sum(counts) + CHECKED)
            yield self._frame(last, now, here, (low, high), done, level, None)
            level += 1
        trust = self._trust(family, begin[:1], values, i, early, ticket)
        yield self._frame((values, rows, field), now, here, (low, high), 1.0, level, trust)

    def _now(self, p: Any, i: int, settle: float, times: np.ndarray, ticket: Ticket) -> Reading:
        """How many different values the orbit from the box's start has at the present value."""
        start = np.array([box_of(self.flow).start])
        found = marks(self.flow, start, i, settle, times, ticket)[0]
        box = box_of(self.flow)
        late = found[np.isfinite(found)]
        period = distinct(late[len(late) // 2 :], SHARP * (box.high[i] - box.low[i]))
        if 0 < period <= PERIODS:
            return Reading(float(period), "value now" if period == 1 else "values now")
        return Reading(None, "no period now" if period else "escapes now")

    def _trust(
        self,
        family: Flow,
        begin: np.ndarray,
        values: np.ndarray,
        i: int,
        early: np.ndarray,
        ticket: Ticket,
    ) -> Trust:
        """Whether the columns have settled, and by how much more care moves their ends."""
        box = box_of(self.flow)
        side = box.high[i] - box.low[i]
        with np.errstate(invalid="ignore"):
            moved = np.abs(early[0] - early[1]).max(axis=0) / side
        moved = moved[np.isfinite(moved)]  # none where every column escapes, or marks nothing
        restless = float(np.mean(moved > RESTLESS)) if moved.size else 0.0
        words = f"{100.0 * restless:.0f} % of the columns still change with time"
        level = "warn" if restless > 0.1 else "good"
        if not isinstance(family, Refinable):
            return Trust(level, f"Iterated in float64; {words}.")
        some = values[np.linspace(0, len(values) - 1, CHECKED).astype(int)]
        settle, times = lengths(self.flow)
        careful = marks(family.refined(), at_values(begin, some[:, None]), i, settle, times, ticket)
        usual = marks(family, at_values(begin, some[:, None]), i, settle, times, ticket)
        both = [_ends_of(part.reshape(CHECKED, -1)) for part in (usual, careful)]
        with np.errstate(invalid="ignore"):
            gaps = np.abs(both[0] - both[1]).max(axis=0) / side
        known = gaps[np.isfinite(gaps)]
        off = float(np.median(known)) if known.size else float("nan")
        if not off < 0.02:
            level = "warn"
        return Trust(
            level,
            f"A more careful integration moves the ends of {CHECKED} columns by "
            f"{spoken(100.0 * off)} % (median); {words}.",
        )

    def _frame(
        self,
        picture: tuple[np.ndarray, np.ndarray, np.ndarray],
        now: Reading,
        here: float,
        ends: tuple[float, float],
        progress: float,
        level: int,
        trust: Trust | None,
    ) -> Frame:
        x, y, values = picture
        layers: dict[str, Layer] = {
            "orbit_diagram": ScalarField(
                x, y, values, scale="amount", limits=(0.0, 1.0), quantity="relative visits"
            )
        }
        if ends[0] <= here <= ends[1]:
            line = np.array([[here, y[0]], [here, y[-1]]])
            layers["orbit_diagram_now"] = Curves((line,), ("reference",))
        return Frame(
            layers,
            progress=progress,
            level=level,
            readings={self.name: now},
            trust=trust,
            task=f"Orbit diagram, {len(x)} columns",
        )


def _ends(flow: Flow, p: Any) -> tuple[float, float]:
    d = declaration(flow, p.swept)
    low, high = sorted((float(p.swept_from), float(p.swept_to)))
    high = max(high, low + 0.1)
    return d.low + (d.high - d.low) * low / 100.0, d.low + (d.high - d.low) * high / 100.0


def _columns(most: int) -> list[int]:
    counts = [most]
    while counts[0] > 2 * FIRST:
        counts.insert(0, counts[0] // 4)
    return counts


def _histogram(found: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Marks per row over those of the fullest row, shape (rows, n), of `found`, shape (n, k); NaN
    where there are none.
    """
    n, rows = len(found), len(edges) - 1
    with np.errstate(invalid="ignore", over="ignore"):  # an orbit on its way to infinity
        row = np.floor((found - edges[0]) / (edges[-1] - edges[0]) * rows)
        inside = (row >= 0) & (row < rows)
    column = np.broadcast_to(np.arange(n)[:, None], found.shape)[inside]
    counts = np.zeros((rows, n))
    np.add.at(counts, (row[inside].astype(int), column), 1.0)
    total, most = np.isfinite(found).sum(axis=1), counts.max(axis=0)
    return np.where(total > 0, counts / np.maximum(most, 1.0), np.nan)


def _ends_of(found: np.ndarray) -> np.ndarray:
    """Lowest and highest mark of each row, shape (2, n); NaN where there are none."""
    known = np.isfinite(found)
    low = np.where(known, found, np.inf).min(axis=1)
    high = np.where(known, found, -np.inf).max(axis=1)
    return np.where(known.any(axis=1), np.stack([low, high]), np.nan)


def _halves(found: np.ndarray, orbits: int) -> np.ndarray:
    """Ends of the marks in the first and the second half of the time, shape (2, 2, n)."""
    n = len(found)
    each = found.reshape(n, orbits, -1)
    half = each.shape[2] // 2
    parts = (each[:, :, :half], each[:, :, half:])
    return np.stack([_ends_of(part.reshape(n, -1)) for part in parts])


INSTRUMENT = OrbitDiagram
