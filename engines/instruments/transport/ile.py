"""Instantaneous Lyapunov exponents over a plane, and the structures that hold for an instant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.lcs.cauchy_green import eigenfield
from engines.instruments.lcs.tensor_lines import rate_lines
from engines.instruments.portrait.scales import box_of, friendly, time_unit
from engines.instruments.transport.levels import colour_limits
from engines.instruments.transport.plane_grid import (
    PlaneGrid,
    declared_grid,
    plane_grids,
    unfit_for_planes,
)
from engines.instruments.transport.velocity_gradient import (
    strain_rates,
    unfit_to_differentiate,
    velocity_gradient,
)
from engines.instruments.vortices.convex_contours import maxima
from engines.instruments.vortices.edges_shown import repeated, unrolled, within
from engines.layers.curves import Curves
from engines.layers.frame import Frame, Reading
from engines.layers.scalar_field import ScalarField
from engines.parameters.declare import Declaration, Parameters, choice, real, switch
from engines.protocols.capabilities import Spherical
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

GROUP = "Instant"
SIDES = ("repelling", "attracting")
_ROLES = ("repel", "attract")
_CORES = 40  # structures at most
_EVEN = 1e-9  # relative range of a field that is the same everywhere
_STEP = 0.25  # cells per step along a line


class IleField:
    """How fast neighbours part at this very moment, and along which lines most."""

    name: ClassVar[str] = "ile"
    title: ClassVar[str] = "iLE"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("ile", "oecs")
    depth: ClassVar[int] = 0

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return unfit_for_planes(flow) or unfit_to_differentiate(flow)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        box = box_of(flow)
        side = float(min(np.subtract(box.high, box.low)[:2]))
        return (
            *declared_grid(flow, "start"),
            choice("rate", SIDES[0], SIDES, title="Rate", group=GROUP,
                   help="The largest rate of stretching, or the largest rate of shrinking."),
            switch("oecs", True, title="OECS", group=GROUP,
                   help="Lines along which neighbours part, or come together, fastest at this "
                   "moment."),
            real("oecs_apart", friendly(side / 10.0), side / 200.0, side, title="Apart",
                 unit=box.units[0], logarithmic=True, group=GROUP,
                 help="Two such lines have cores at least this far from each other."),
            real("oecs_length", friendly(side / 2.0), side / 50.0, 4.0 * side, title="Length",
                 unit=box.units[0], logarithmic=True, group=GROUP,
                 help="Length after which each half of such a line ends."),
        )  # fmt: skip

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        attracting = p.rate == SIDES[1]
        unit = f"1/{time_unit(self.flow) or 't'}"
        for grid in plane_grids(self.flow, p):
            ticket.check()
            gradient = velocity_gradient(self.flow, grid.states(), float(p.start))
            rates = strain_rates(gradient)
            values = (-rates[:, 0] if attracting else rates[:, 1]).reshape(grid.shape)
            field = ScalarField(
                grid.x,
                grid.y,
                values,
                unit=unit,
                scale="ftle_backward" if attracting else "ftle_forward",
                limits=colour_limits(values),
            )
            finite = values[np.isfinite(values)]
            largest = Reading(
                float(finite.max()) if finite.size else None,
                "max",
                "attract" if attracting else "repel",
            )
            lines: dict[str, Curves] = {"oecs": Curves((), ())}
            if grid.last and p.oecs and finite.size:
                lines = {"oecs": self._structures(grid, gradient, values, p, ticket)}
            yield Frame(
                {"ile": field, **lines},
                progress=grid.share,
                level=grid.level,
                readings={"ile": largest},
                task="" if grid.last else "iLE",
            )

    def _structures(
        self, grid: PlaneGrid, gradient: np.ndarray, values: np.ndarray, p: Any, ticket: Ticket
    ) -> Curves:
        attracting = p.rate == SIDES[1]
        if isinstance(self.flow, Spherical):
            return Curves((), ())  # east and north are not the axes of the map
        if np.nanmax(values) - np.nanmin(values) <= _EVEN * np.nanmax(np.abs(values)):
            return Curves((), ())  # nothing parts faster than anything else
        strain = (0.5 * (gradient + gradient.transpose(0, 2, 1))).reshape(*grid.shape, 2, 2)
        box = box_of(self.flow)
        x, y, (wide, xx, xy, yy) = unrolled(
            box, grid.x, grid.y, values, strain[..., 0, 0], strain[..., 0, 1], strain[..., 1, 1]
        )
        tops = [(a, b) for a, b, _ in maxima(x, y, wide, float(p.oecs_apart), ticket)]
        seeds = np.array([top for top in tops if within(box, top)][:_CORES]).reshape(-1, 2)
        step = _STEP * float(min(grid.x[1] - grid.x[0], grid.y[1] - grid.y[0]))
        lines = rate_lines(
            eigenfield(x, y, xx, xy, yy),
            seeds,
            attracting=attracting,
            step=step,
            longest=float(p.oecs_length),
            ticket=ticket,
        )
        lines = repeated(lines, box)
        role = _ROLES[int(attracting)]
        label = ((role, f"{p.rate} for an instant"),) if lines else ()
        return Curves(tuple(lines), (role,) * len(lines), label)


INSTRUMENT = IleField
