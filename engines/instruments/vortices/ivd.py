"""Instantaneous vorticity deviation over a plane, and the eddies it shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from engines.instruments.portrait.scales import time_unit
from engines.instruments.transport.levels import colour_limits
from engines.instruments.transport.plane_grid import declared_grid, plane_grids
from engines.instruments.vortices.along_paths import ivd
from engines.instruments.vortices.edges_shown import (
    counted,
    curves,
    declared_edges,
    domain_shown,
    edges_on,
    unfit_for_vortices,
)
from engines.layers.frame import Frame
from engines.layers.scalar_field import ScalarField
from engines.parameters.declare import Declaration, Parameters
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket


class IvdField:
    """How much more than its surroundings each place turns at the moment of release."""

    name: ClassVar[str] = "ivd"
    title: ClassVar[str] = "IVD"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("ivd", "ivd_edges")
    depth: ClassVar[int] = 0

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return unfit_for_vortices(flow)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (*declared_grid(flow, "start"), *declared_edges(flow))

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        domain = domain_shown(self.flow)
        unit = time_unit(self.flow)
        for grid in plane_grids(self.flow, p):
            ticket.check()
            values = ivd(self.flow, grid.states(), domain, float(p.start)).reshape(grid.shape)
            field = ScalarField(
                grid.x, grid.y, values, f"1/{unit or 't'}", limits=colour_limits(values)
            )
            yield Frame({"ivd": field}, progress=0.9 * grid.share, level=grid.level, task="IVD")
        edges = edges_on(self.flow, grid, values, p, ticket)
        yield Frame(
            {"ivd": field, "ivd_edges": curves(edges, self.flow)},
            level=grid.level,
            readings={"ivd": counted(edges)},
        )


INSTRUMENT = IvdField
