"""The Cauchy-Green strain for curves: coarse grids first, shared by all that ask for the same."""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np

from engines.errors import FlowError
from engines.instruments.lcs.cauchy_green import CauchyGreen, finitely_stretched, strained
from engines.instruments.lcs.lines.chart import Chart, chart_of
from engines.instruments.portrait.scales import box_of
from engines.instruments.transport.deformation import (
    Seeds,
    by_auxiliary,
    by_grid,
    by_tangent,
    carries_tangents,
)
from engines.instruments.transport.ftle_form import POWER, declared_field
from engines.instruments.transport.levels import levels, strips
from engines.instruments.transport.section import FULL, idle_cuts, section_of
from engines.parameters.declare import Declaration, Parameters
from engines.protocols.capabilities import Bounded, Refinable
from engines.protocols.flow import Flow
from engines.protocols.instrument import Section, Sectioned
from engines.running.ticket import Ticket

SIDES = ("as the FTLE", "both")
GROUP = "Release and grid"  # no instrument's title: its rows stay when one of them is switched off
_COARSE = 8192  # nodes of the first grid
_STRIP = 1 << 14  # nodes between two signs of life
_AUXILIARY = 1e-5  # distance of helpers, as a share of the box
_KEPT = 16  # strains remembered, a few MB each

_remembered: OrderedDict[tuple[Any, ...], CauchyGreen] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """A sign of life.

    Attributes:
        level: Which grid is worked on, 0 the coarsest.
        last: Whether it is the one that was asked for.
        share: Share of the work done, from 0 to 1.
        found: The strain on this grid; None while it is being computed.
    """

    level: int
    last: bool
    share: float
    found: CauchyGreen | None = None


def unfit(flow: Flow) -> str:
    """Why the curves cannot be drawn for `flow`; empty if they can."""
    if not isinstance(flow, Bounded):
        return "needs a flow that knows its domain"
    return "needs two coordinates" if flow.dimension < 2 else ""


def declared_release(flow: Flow) -> tuple[Declaration, ...]:
    """When parcels start, how long they travel, on which grid: one value serves FTLE and curves."""
    return tuple(replace(d, group=GROUP) for d in declared_field(flow) if d.name != FULL)


def signs(p: Any, sides: str) -> tuple[float, ...]:
    """Horizons asked for.

    Args:
        p: Has `horizon`, and `direction` as the FTLE has it.
        sides: One of `SIDES`: the horizons of the FTLE field, or always the one that is set and
            its opposite.

    Raises:
        FlowError: If the horizon is 0.
    """
    horizon = float(p.horizon)
    if horizon == 0.0:
        raise FlowError("the horizon T is 0, nothing has been stretched yet")
    both = "both" in (sides, p.direction)
    return (horizon, -horizon) if both else (horizon,)


class InPlane(Sectioned):
    """Lines drawn in the plane of the FTLE, from the strain of its grid."""

    view: ClassVar[str] = "plane"
    depth: ClassVar[int] = 2

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return unfit(flow)

    @staticmethod
    def section(flow: Flow, parameters: Parameters) -> Section | None:
        found = section_of(flow, parameters)
        return found if found.rest else None

    @staticmethod
    def idle(flow: Flow, parameters: Parameters) -> dict[str, str]:
        return idle_cuts(flow, parameters)


def stages(
    flow: Flow, p: Any, horizon: float, ticket: Ticket, *, finite: bool = False
) -> Iterator[Stage]:
    """The strain on grids up to `nx` x `ny`, the last by the most careful integrator.

    Args:
        flow: What moves the nodes.
        p: The values of `declared_release`.
        horizon: Signed travel time.
        ticket: Looked at throughout.
        finite: Take eigenvalues from differences of grid neighbours, see `finitely_stretched`.

    Raises:
        FlowError: If a side has fewer than 3 nodes or the horizon is 0.
        Withdrawn: If the ticket was withdrawn.
    """
    box = box_of(flow)
    section = section_of(flow, p)
    i, j = section.plane
    grids = levels(int(p.nx), int(p.ny), _COARSE)
    chart = chart_of(flow, section.plane)
    work = np.cumsum([0, *(nx * ny for nx, ny in grids)]) / sum(nx * ny for nx, ny in grids)
    chosen = str(p.method)
    if chosen == POWER:  # knows one direction of all, curves need those of the plane
        chosen = "variational" if carries_tangents(flow) else "auxiliary"
    methods = (chosen, "grid") if finite and chosen != "grid" else (chosen,)
    for level, (nx, ny) in enumerate(grids):
        ticket.check()
        last = level == len(grids) - 1
        mover = flow.refined() if last and isinstance(flow, Refinable) else flow
        x = np.linspace(box.low[i], box.high[i], nx)
        y = np.linspace(box.low[j], box.high[j], ny)
        seeds = Seeds(x, y, section.rest, float(p.start), horizon, section.plane)
        known: list[CauchyGreen] = []
        for method in methods:
            key = (weakref.ref(flow), last, nx, ny, section, seeds.start, horizon, method)
            found = _recalled(key)
            if found is None:
                d: list[np.ndarray] = []
                wider = _wider(seeds, chart) if method == "grid" else seeds
                for done, part in _parts(mover, wider, method, ticket):
                    d.append(part)
                    share = (len(known) + done) / len(methods)
                    yield Stage(level, last, _between(work, level, share))
                gradients = np.concatenate(d)
                if method == "grid" and not chart.sphere:
                    gradients[0], gradients[-1] = gradients[1], gradients[-2]
                more = [(len(b) - len(a)) // 2 for a, b in ((x, wider.x), (y, wider.y))]
                gradients = gradients[more[1] : more[1] + ny, more[0] : more[0] + nx]
                found = strained(x, y, gradients, horizon, ticket, chart)
                _remember(key, found)
            known.append(found)
        whole = finitely_stretched(*known) if len(known) > 1 else known[0]
        yield Stage(level, last, float(work[level + 1]), whole)


def _between(work: np.ndarray, level: int, share: float) -> float:
    return float(work[level] + share * (work[level + 1] - work[level]))


def _wider(seeds: Seeds, chart: Chart) -> Seeds:
    """Seeds with a neighbour on each side where a coordinate begins again."""
    if chart.sphere:  # whose neighbours stand on great circles of their own
        return seeds
    sides = [
        np.concatenate([[2.0 * side[0] - side[1]], side, [2.0 * side[-1] - side[-2]]])
        if goes
        else side
        for side, goes in zip((seeds.x, seeds.y), chart.around, strict=True)
    ]
    return replace(seeds, x=sides[0], y=sides[1])


def _parts(
    flow: Flow, seeds: Seeds, method: str, ticket: Ticket
) -> Iterator[tuple[float, np.ndarray]]:
    """Deformation gradients strip by strip, with the share that is done."""
    nx, ny = len(seeds.x), len(seeds.y)
    reach = (_AUXILIARY * float(np.ptp(seeds.x)), _AUXILIARY * float(np.ptp(seeds.y)))
    for first, last, low, high in strips(nx, ny, _STRIP, halo=1 if method == "grid" else 0):
        rows = replace(seeds, y=seeds.y[low:high])
        if method == "variational":
            part = by_tangent(flow, rows, ticket)
        elif method == "grid":
            part = by_grid(flow, rows, ticket)
        else:
            part = by_auxiliary(flow, rows, ticket, reach)
        yield last / ny, part[first - low : last - low]


def _recalled(key: tuple[Any, ...]) -> CauchyGreen | None:
    with _lock:
        found = _remembered.get(key)
        if found is not None:
            _remembered.move_to_end(key)
        return found


def _remember(key: tuple[Any, ...], found: CauchyGreen) -> None:
    with _lock:
        for gone in [old for old in _remembered if old[0]() is None]:
            del _remembered[gone]
        _remembered[key] = found
        while len(_remembered) > _KEPT:
            _remembered.popitem(last=False)


def in_step(runs: list[Iterator[Stage]]) -> Iterator[tuple[int, Stage]]:
    """Several runs level by level, with the number of the run each stage belongs to."""
    going = list(enumerate(runs))
    while going:
        for number, run in tuple(going):
            for stage in run:
                yield number, stage
                if stage.found is not None:
                    break
            else:
                going.remove((number, run))
