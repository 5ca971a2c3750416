"""Barriers to the diffusion of momentum in a planar flow, as its active FTLE."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.barriers.active import SPEEDS, STEPS, active_fields
from engines.instruments.barriers.along_paths import (
    diffusive_force,
    keeps_area,
    mean_force,
    viscosity_of,
)
from engines.instruments.barriers.gridded import SMOOTHING, barrier_of_spin
from engines.instruments.portrait.scales import box_of, periods
from engines.instruments.transport.levels import colour_limits
from engines.instruments.transport.plane_grid import (
    PlaneGrid,
    declared_grid,
    plane_grids,
    unfit_for_planes,
    within_record,
)
from engines.instruments.vortices.along_paths import INTERVALS, mean_spin
from engines.instruments.vortices.spin import unfit_to_spin
from engines.layers.frame import Frame, Reading, Trust
from engines.layers.scalar_field import ScalarField
from engines.parameters.declare import Declaration, Parameters, choice, real
from engines.protocols.capabilities import Refinable, Spherical
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

GROUP = "Barriers"
AVERAGES = ("along paths", "instant")
SHOWN = ("aFTLE", "aPRA", "TSE")
_COARSE = 1024  # nodes of the first picture
_FEW = (12, 20)  # intervals along a path, steps along a barrier, while the picture is coarse
_SAMPLE = 64  # nodes at which the divergence is looked at
_FEWEST = 4  # nodes of a side through which a spline can be laid


class BarrierField:
    """Where momentum does not diffuse across: what stretches along the barriers of a flow."""

    name: ClassVar[str] = "barriers"
    title: ClassVar[str] = "Momentum barriers"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("barriers",)
    depth: ClassVar[int] = 0

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        reason = unfit_for_planes(flow) or unfit_to_spin(flow)
        if reason:
            return reason
        if isinstance(flow, Spherical):
            return "needs a flow in a plane"
        units = box_of(flow).units
        return "" if units[0] == units[1] else "needs both coordinates in one unit of length"

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (
            *declared_grid(flow, "start", "horizon"),
            choice("average", AVERAGES[0], AVERAGES, title="Force", group=GROUP,
                   help="The diffusive force averaged along paths over the horizon, or that of "
                   "the start."),
            choice("measure", SHOWN[0], SHOWN, title="Measure", group=GROUP,
                   help="Stretching across barriers, rotation, or growth of the force along them."),
            real("sigma", 1.0, 0.1, 5.0, title="Fictitious time", symbol=r"\sigma", group=GROUP,
                 help="How far barriers are followed, in domains of width 2 pi."),
            choice("barrier_speed", SPEEDS[0], SPEEDS, title="Speed", group=GROUP,
                   help="Force over its root mean square, of unit size, or as it is."),
            real("smoothing", SMOOTHING, 0.0, 6.0, title="Smoothing", unit="cells", group=GROUP,
                 help="Width of a Gaussian laid over the vorticity averaged along paths."),
        )  # fmt: skip

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        horizon = float(p.horizon) if p.average == AVERAGES[0] else 0.0
        within_record(self.flow, float(p.start), horizon)
        around = tuple(bool(np.isfinite(period)) for period in periods(box_of(self.flow))[:2])
        for grid in plane_grids(self.flow, p, _COARSE):
            ticket.check()
            x = grid.x[:-1] if around[0] else grid.x
            y = grid.y[:-1] if around[1] else grid.y
            if min(len(x), len(y)) < _FEWEST:
                continue
            intervals, steps = (INTERVALS, STEPS) if grid.last else _FEW
            bx, by, way = self._force(
                PlaneGrid(x, y), p, horizon, (around[0], around[1]), intervals, ticket
            )
            found = active_fields(
                x, y, bx, by, sigma=float(p.sigma), speed=p.barrier_speed, steps=steps,
                periodic=(around[0], around[1]), ticket=ticket,
            )  # fmt: skip
            values = {
                "aFTLE": found.ftle, "aPRA": found.rotation, "TSE": found.stretching,
            }[p.measure]  # fmt: skip
            values = np.pad(values, ((0, int(around[1])), (0, int(around[0]))), mode="wrap")
            signed = p.measure == "TSE"
            field = ScalarField(
                grid.x,
                grid.y,
                values,
                unit="rad" if p.measure == "aPRA" else "",
                scale="signed" if signed else "amount",
                limits=None if signed else colour_limits(values),
                quantity=str(p.measure),
            )
            lost = int(np.isnan(values).sum())
            yield Frame(
                {"barriers": field},
                progress=grid.share,
                level=grid.level,
                notes=(f"Barriers: {lost} of {values.size} nodes have no value.",) if lost else (),
                readings={"barriers": Reading(_largest(values), f"max {p.measure}")},
                trust=Trust("good" if lost < values.size else "error", way, self._path())
                if grid.last
                else None,
                task="" if grid.last else "Momentum barriers",
            )

    def _force(
        self, grid: PlaneGrid, p: Any, horizon: float, around: tuple[bool, bool], intervals: int,
        ticket: Ticket,
    ) -> tuple[np.ndarray, np.ndarray, str]:  # fmt: skip
        """Both components on the grid, and how they were found."""
        states, start = grid.states(), float(p.start)
        if horizon == 0.0:
            force = diffusive_force(self.flow, states, start)
            way = "The force at this instant, from derivatives of the velocity"
        else:
            some = states[:: max(1, len(states) // _SAMPLE)]
            if keeps_area(self.flow, some, start + horizon * np.array([0.0, 0.37, 1.0])):
                spin = mean_spin(
                    self.flow, states, start=start, horizon=horizon, intervals=intervals,
                    ticket=ticket,
                )  # fmt: skip
                bx, by = barrier_of_spin(
                    grid.x, grid.y, spin.reshape(grid.shape), viscosity=viscosity_of(self.flow),
                    smoothing=float(p.smoothing), periodic=around,
                )  # fmt: skip
                return bx, by, "Areas are kept: the force from vorticity averaged along paths"
            force = mean_force(
                self.flow, states, start=start, horizon=horizon, intervals=intervals,
                ticket=ticket,
            )  # fmt: skip
            way = "Areas are not kept: the force is pulled back along paths with det D and D^-1"
        return force[:, 0].reshape(grid.shape), force[:, 1].reshape(grid.shape), way

    def _path(self) -> tuple[str, ...]:
        if isinstance(self.flow, Refinable):
            return "CPU, float64", self.flow.integrator
        return ("CPU, float64",)


def _largest(values: np.ndarray) -> float | None:
    finite = values[np.isfinite(values)]
    return float(finite.max()) if finite.size else None


INSTRUMENT = BarrierField
