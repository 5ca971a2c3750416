"""The FTLE of one moment after another, from short flow maps that are made once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

import numpy as np

from engines.errors import UnfitError
from engines.instruments.composition.short_maps import ShortMaps
from engines.instruments.portrait.scales import box_of, periods, time_unit
from engines.instruments.transport.deformation import exponent
from engines.instruments.transport.ftle import ftle
from engines.instruments.transport.levels import colour_limits
from engines.instruments.transport.plane_grid import (
    PlaneGrid,
    declared_grid,
    plane_grids,
    unfit_for_planes,
)
from engines.layers.frame import Frame, Reading, Trust
from engines.layers.scalar_field import ScalarField
from engines.parameters.declare import Declaration, Parameters, switch, whole
from engines.protocols.capabilities import Refinable, Spherical, Tangent
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

_SAMPLE = 512  # nodes that are integrated directly to learn the error
_TRUSTED = 0.01  # of the largest exponent
_COARSE_FIRST = 2  # maps missing, from which a coarse picture comes first
_FEWEST = 5  # nodes of a side through which a spline can be laid

_maps: WeakKeyDictionary[Flow, ShortMaps] = WeakKeyDictionary()


class ComposedFtle:
    """FTLE put together from short maps: a new moment of release needs at most one new map."""

    name: ClassVar[str] = "ftle_composed"
    title: ClassVar[str] = "FTLE by composition"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("ftle_composed",)
    depth: ClassVar[int] = 0

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        if isinstance(flow, Spherical):
            return "needs a flow in a plane"
        reason = unfit_for_planes(flow)
        if not reason and not isinstance(flow, Tangent):
            reason = "needs a flow that carries tangents"
        return reason

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (
            *declared_grid(flow, "start", "horizon"),
            whole("maps", 16, 2, 200, title="Short maps", symbol="n", group="Composition",
                  help="Of how many short maps the journey over the horizon is made."),
            switch("composition_error", True, title="Compare", group="Composition",
                   help="Integrate a sample of nodes directly and show the difference."),
        )  # fmt: skip

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        start, horizon = float(p.start), float(p.horizon)
        if horizon == 0.0:
            raise UnfitError("horizon T = 0, allowed any other number")
        *coarser, grid = plane_grids(self.flow, p)
        if min(grid.shape) < _FEWEST:
            raise UnfitError(f"nx and ny = {len(grid.x)}, {len(grid.y)}, allowed from {_FEWEST}")
        maps = self._short_maps(grid, abs(horizon) / int(p.maps))
        if coarser and maps.missing(start, horizon) > _COARSE_FIRST:
            values = ftle(
                self.flow, coarser[0].x, coarser[0].y, start=start, horizon=horizon, ticket=ticket
            )
            yield self._frame(coarser[0], values, horizon, 0.05, "Short maps")
        d = np.empty(0)
        for share, _, so_far in maps.carried(grid.states(), start, horizon, ticket):
            ticket.check()
            d = so_far
            if share < 1.0 - 1e-9:
                yield Frame({}, progress=0.05 + 0.9 * share, level=0, task="Short maps")
        values = exponent(d, horizon).reshape(grid.shape)
        last = self._frame(grid, values, horizon, 1.0, "", level=1)
        if not p.composition_error:
            yield last
            return
        trust, reading = self._compared(maps, grid, values, start, horizon, ticket)
        readings = {**last.readings, "ftle_composed": reading}
        yield Frame(last.layers, level=1, readings=readings, trust=trust, notes=last.notes)

    def _short_maps(self, grid: PlaneGrid, step: float) -> ShortMaps:
        """The maps known of this flow, if they fit; the flow is taken at its most careful."""
        known = _maps.get(self.flow)
        if (
            known is None
            or known.step != step
            or not (np.array_equal(known.x, grid.x) and np.array_equal(known.y, grid.y))
        ):
            careful = self.flow.refined() if isinstance(self.flow, Refinable) else self.flow
            around = [bool(np.isfinite(period)) for period in periods(box_of(self.flow))[:2]]
            known = ShortMaps(careful, grid.x, grid.y, step, (around[0], around[1]))
            _maps[self.flow] = known
        return known

    def _frame(
        self,
        grid: PlaneGrid,
        values: np.ndarray,
        horizon: float,
        progress: float,
        task: str,
        level: int = 0,
    ) -> Frame:
        backward = horizon < 0.0
        field = ScalarField(
            grid.x,
            grid.y,
            values,
            unit=f"1/{time_unit(self.flow) or 't'}",
            scale="ftle_backward" if backward else "ftle_forward",
            limits=colour_limits(values),
        )
        finite = values[np.isfinite(values)]
        lost = values.size - finite.size
        largest = float(finite.max()) if finite.size else None
        return Frame(
            {"ftle_composed": field},
            progress=progress,
            level=level,
            notes=(f"Composition: {lost} of {values.size} nodes have no value.",) if lost else (),
            readings={"ftle_composed": Reading(largest, "max", "attract" if backward else "repel")},
            task=task,
        )

    def _compared(
        self,
        maps: ShortMaps,
        grid: PlaneGrid,
        values: np.ndarray,
        start: float,
        horizon: float,
        ticket: Ticket,
    ) -> tuple[Trust, Reading]:
        """What direct integration of a sample of nodes says to the composition."""
        flow = maps.flow
        path = ["CPU, float64"] + ([flow.integrator] if isinstance(flow, Refinable) else [])
        if not isinstance(flow, Tangent):
            return Trust("warn", "not compared with direct integration", tuple(path)), Reading(None)
        every = max(1, values.size // _SAMPLE)
        _, d = flow.advance_tangent(grid.states()[::every], start, start + horizon, ticket)
        off = np.abs(exponent(d, horizon) - values.ravel()[::every])
        off = off[np.isfinite(off)]
        if not off.size:
            return Trust("error", "no node could be followed to the end", tuple(path)), Reading(
                None
            )
        apart = float(np.quantile(off, 0.99))
        unit = f"1/{time_unit(self.flow)}" if time_unit(self.flow) else ""
        count = len(maps.intervals(start, horizon))
        said = (
            f"{count} short maps put together, direct integration moves 99 % of nodes by less "
            f"than {apart:.1e} {unit}"
        ).rstrip()
        fine = apart <= _TRUSTED * float(np.nanmax(np.abs(values)))
        return Trust("good" if fine else "warn", said, tuple(path)), Reading(apart, "off")


INSTRUMENT = ComposedFtle
