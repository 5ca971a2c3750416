"""The largest Lyapunov exponent over the plane of two parameters."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import numpy as np

from engines.errors import UnfitError
from engines.instruments.portrait.scales import (
    box_of,
    crossing_time,
    friendly,
    lasting,
    rounded_outwards,
    time_unit,
)
from engines.instruments.portrait.tracks import spoken
from engines.instruments.sweeps.family import (
    at_values,
    declaration,
    members,
    parameter_axis,
    refuses,
    swept,
)
from engines.instruments.sweeps.growth import grown
from engines.instruments.transport.levels import levels
from engines.layers.frame import Frame, Layer, Reading, Trust
from engines.layers.points import Points
from engines.layers.scalar_field import ScalarField
from engines.parameters.declare import Declaration, Parameters, choice, real, whole
from engines.protocols.capabilities import Refinable
from engines.protocols.flow import Flow
from engines.protocols.instrument import Charting, Choosing
from engines.protocols.views import Axis
from engines.running.ticket import Ticket

COARSE = 150  # nodes of the first picture
PIECE = 512  # nodes carried at once
SETTLE = 0.3  # of the time it is averaged over, forgotten first
PAUSE = 0.15  # s between two frames
CHECKED = 12  # nodes that a more careful integration repeats
AGREED = 0.8  # of them, or the map is not trusted
SHAPE = 0.75  # rows a column


class LyapunovPlane(Charting, Choosing):
    """Where order is and where chaos, at every pair of values.

    At each node one orbit from the box's start and a neighbour, see `growth.grown`:

        lambda = ln(growth in T) / T

    after a stretch that is forgotten.
    """

    name: ClassVar[str] = "lyapunov_plane"
    title: ClassVar[str] = "Lyapunov map"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("lyapunov_plane", "lyapunov_plane_now")
    depth: ClassVar[int] = 0

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return refuses(flow, 2)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        names = tuple(d.name for d in swept(flow))
        about: dict[str, Any] = {"title": "Averaged over", "unit": time_unit(flow)}
        usual = friendly(3.0 * lasting(flow))
        duration = (
            whole("plane_time", 1000, 50, 100_000, **about)
            if flow.discrete
            else real("plane_time", usual, usual / 20, usual * 20, logarithmic=True, **about)
        )
        return (
            choice("plane_across", names[0], names, title="Across"),
            choice("plane_along", names[1], names, title="Along"),
            whole("plane_columns", 96, 16, 800, title="Columns", help="Three quarters as rows."),
            duration,
        )

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        p: Any = parameters
        if p.plane_across == p.plane_along:
            raise UnfitError(
                f"plane_along = '{p.plane_along}', allowed is another parameter than the one across"
            )
        across, along = (declaration(flow, name) for name in (p.plane_across, p.plane_along))
        return (
            parameter_axis(flow, across.name, across.low, across.high),
            parameter_axis(flow, along.name, along.low, along.high),
        )

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        return "", "largest exponent, click to choose"

    @staticmethod
    def chosen(flow: Flow, parameters: Parameters, place: tuple[float, ...]) -> Mapping[str, float]:
        p: Any = parameters
        return {p.plane_across: float(place[0]), p.plane_along: float(place[1])}

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        names = (p.plane_across, p.plane_along)
        first, second = (declaration(self.flow, name) for name in names)
        family, averaged = members(self.flow, names), float(p.plane_time)
        grids = levels(p.plane_columns, round(SHAPE * p.plane_columns), COARSE)
        all_nodes = sum(nx * ny for nx, ny in grids)
        before, shown = 0, time.monotonic()
        last: tuple[np.ndarray, np.ndarray, np.ndarray] | None = None
        for level, (nx, ny) in enumerate(grids):
            x = np.linspace(first.low, first.high, nx)
            y = np.linspace(second.low, second.high, ny)
            nodes = np.column_stack([axis.ravel() for axis in np.meshgrid(x, y)])
            found = np.full((2, nx * ny), np.nan)
            for begin in range(0, len(nodes), PIECE):
                piece = slice(begin, begin + PIECE)
                found[:, piece] = self._exponents(family, nodes[piece], averaged, ticket)
                done = (before + begin) / (all_nodes + CHECKED)
                if time.monotonic() - shown > PAUSE and last is not None:
                    shown = time.monotonic()
                    yield self._frame(last, names, done, level, None)
            before += len(nodes)
            last = (x, y, found[1].reshape(ny, nx))
            yield self._frame(last, names, before / (all_nodes + CHECKED), level, None)
        trust = self._trust(family, nodes, found, averaged, ticket)
        if last is not None:
            yield self._frame(last, names, 1.0, len(grids), trust)

    def _exponents(
        self, family: Flow, nodes: np.ndarray, averaged: float, ticket: Ticket
    ) -> np.ndarray:
        """Exponents over the first half of the time and over all of it, shape (2, n)."""
        states = at_values(np.array([box_of(self.flow).start]), nodes)
        d = self.flow.dimension
        settle = SETTLE * averaged
        if self.flow.discrete:
            halves = [float(round(settle)), float(round(averaged / 2)), 0.0]
            halves[2] = averaged - halves[1]
        else:
            halves = [settle, averaged / 2, averaged / 2]
        piece = 4.0 if self.flow.discrete else 2.0 * crossing_time(self.flow)
        logs, moment = [], 0.0
        direction = np.zeros((len(states), family.dimension))
        direction[:, :d] = 1.0 / np.sqrt(d)  # the parameters stand still
        box = box_of(family)
        sides = np.subtract(box.high, box.low)
        for length in halves:
            states, direction, log = grown(
                family, states, direction, sides, moment, length, piece, ticket
            )
            logs.append(log)
            moment += length
        return np.stack([logs[1] / halves[1], (logs[1] + logs[2]) / (halves[1] + halves[2])])

    def _trust(
        self,
        family: Flow,
        nodes: np.ndarray,
        found: np.ndarray,
        averaged: float,
        ticket: Ticket,
    ) -> Trust:
        gaps = np.abs(found[0] - found[1])
        known = gaps[np.isfinite(gaps)]
        still = float(np.median(known)) if known.size else float("nan")
        unit = f" 1/{time_unit(self.flow)}" if time_unit(self.flow) else ""
        words = f"Half the time moves the exponents by {spoken(still)}{unit} (median)"
        size = float(np.nanmax(np.abs(found[1]))) if known.size else 0.0
        level = "good" if still < 0.05 * size else "warn"
        if not isinstance(family, Refinable):
            return Trust(level, f"{words}.")
        some = np.unique(np.linspace(0, len(nodes) - 1, CHECKED).astype(int))
        short = float(round(averaged / 3)) if self.flow.discrete else averaged / 3
        careful = self._exponents(family.refined(), nodes[some], short, ticket)
        usual = self._exponents(family, nodes[some], short, ticket)
        decided = np.abs(usual[1]) > 0.02 * size
        same = int(np.count_nonzero((np.sign(careful[1]) == np.sign(usual[1])) & decided))
        count = int(np.count_nonzero(decided))
        if same < AGREED * count:
            level = "warn"
        return Trust(
            level, f"{words}; a more careful integration agrees in sign at {same} of {count} nodes."
        )

    def _frame(
        self,
        picture: tuple[np.ndarray, np.ndarray, np.ndarray],
        names: tuple[str, str],
        progress: float,
        level: int,
        trust: Trust | None,
    ) -> Frame:
        x, y, values = picture
        known = values[np.isfinite(values)]
        high = float(np.quantile(np.abs(known), 0.98)) if known.size else 1.0
        high = rounded_outwards(0.0, high or 1.0)[1]
        unit = f"1/{time_unit(self.flow)}" if time_unit(self.flow) else ""
        here = np.array([[self.flow.values[name] for name in names]])  # type: ignore[attr-defined]
        chaotic = float(np.mean(known > 0.02 * high)) if known.size else 0.0
        layers: dict[str, Layer] = {
            "lyapunov_plane": ScalarField(
                x, y, values, unit=unit, scale="signed", limits=(-high, high), quantity="exponent"
            ),
            "lyapunov_plane_now": Points(here, "start"),
        }
        return Frame(
            layers,
            progress=progress,
            level=level,
            readings={self.name: Reading(100.0 * chaotic, "% chaotic")},
            trust=trust,
            task=f"Lyapunov map, {len(x)} \N{MULTIPLICATION SIGN} {len(y)}",
        )


INSTRUMENT = LyapunovPlane
