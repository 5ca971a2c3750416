"""Lagrangian-averaged vorticity deviation over a plane, and the vortices it shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np

from engines.instruments.transport.levels import colour_limits
from engines.instruments.transport.plane_grid import PlaneGrid, declared_grid, plane_grids
from engines.instruments.vortices.along_paths import INTERVALS, lavd
from engines.instruments.vortices.edges_shown import (
    counted,
    curves,
    declared_edges,
    domain_shown,
    edges_on,
    unfit_for_vortices,
)
from engines.layers.frame import Frame, Trust
from engines.layers.scalar_field import ScalarField
from engines.parameters.declare import Declaration, Parameters, whole
from engines.protocols.capabilities import Refinable
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

_STRIP = 1 << 14  # nodes between two signs of life
_COARSE = 1024  # nodes of the first picture
_SAMPLE = 512  # nodes on which the time steps are compared
_TRUSTED = 0.01  # of the largest value


class LavdField:
    """How much more than its surroundings each parcel turns on its way; vortices stand out."""

    name: ClassVar[str] = "lavd"
    title: ClassVar[str] = "LAVD"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("lavd", "lavd_edges")
    depth: ClassVar[int] = 0

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return unfit_for_vortices(flow)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (
            *declared_grid(flow, "start", "horizon"),
            *declared_edges(flow),
            whole("intervals", INTERVALS // 2, 2, 1000, title="Intervals", symbol="n_t",
                  group="Vortices", help="Pairs of steps of Simpson's rule along each path."),
        )  # fmt: skip

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        domain = domain_shown(self.flow)
        about: Any = {"start": float(p.start), "horizon": float(p.horizon), "ticket": ticket}
        for grid in plane_grids(self.flow, p, _COARSE):
            ticket.check()
            values = np.empty(grid.shape)
            rows = max(1, _STRIP // len(grid.x))
            for first in range(0, len(grid.y), rows):
                part = grid.states(first, first + rows)
                found = lavd(self.flow, part, domain, intervals=2 * int(p.intervals), **about)
                values[first : first + rows] = found.reshape(-1, len(grid.x))
                if first + rows < len(grid.y):
                    share = grid.share * (first + rows) / len(grid.y)
                    yield Frame({}, progress=share, level=grid.level, task="LAVD")
            field = ScalarField(
                grid.x, grid.y, values, limits=colour_limits(values), quantity="LAVD"
            )
            if grid.level == 0 and not grid.last:  # edges take longer than the coarse field
                share = 0.9 * grid.share
                yield Frame({"lavd": field}, progress=share, level=grid.level, task="LAVD")
            edges = edges_on(self.flow, grid, values, p, ticket)
            lost = int(np.isnan(values).sum())
            notes = (f"LAVD: {lost} of {values.size} nodes have no value.",) if lost else ()
            shown = Frame(
                {"lavd": field, "lavd_edges": curves(edges, self.flow)},
                progress=grid.share,
                level=grid.level,
                notes=notes,
                readings={"lavd": counted(edges)},
                task="LAVD, asking how far it can be trusted" if grid.last else "LAVD",
            )
            yield shown
        yield replace(shown, trust=self._trust(grid, values, p, about), task="")

    def _trust(self, grid: PlaneGrid, values: np.ndarray, p: Any, about: Any) -> Trust:
        """What more careful paths and twice the intervals change on a sample of nodes."""
        careful = self.flow.refined() if isinstance(self.flow, Refinable) else self.flow
        path = ["CPU, float64"] + (
            [self.flow.integrator] if isinstance(self.flow, Refinable) else []
        )
        every = max(1, values.size // _SAMPLE)
        states = grid.states()[::every]
        finer = lavd(
            careful, states, domain_shown(careful), intervals=4 * int(p.intervals), **about
        )
        off = np.abs(values.ravel()[::every] - finer)
        off = off[np.isfinite(off)]
        if not off.size:
            return Trust("error", "LAVD has no value anywhere", tuple(path))
        apart, largest = float(np.quantile(off, 0.99)), float(np.nanmax(values))
        said = f"Twice the intervals and finer paths move 99 % of LAVD by less than {apart:.1e}"
        return Trust("good" if apart <= _TRUSTED * largest else "warn", said, tuple(path))


INSTRUMENT = LavdField
