"""What LAVD and IVD share: their parameters, and the edges of vortices as lines."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.instruments.portrait.scales import box_of, friendly, periods
from engines.instruments.transport.plane_grid import PlaneGrid, unfit_for_planes
from engines.instruments.vortices.convex_contours import TOLERANCE, Edge, vortex_edges
from engines.instruments.vortices.spin import Domain, domain_of, unfit_to_spin
from engines.layers.curves import Curves
from engines.layers.frame import Reading
from engines.parameters.declare import Declaration, real
from engines.protocols.capabilities import Box, Spherical
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

LABELS = (("elliptic", "vortex boundary"),)


def unfit_for_vortices(flow: Flow) -> str:
    """Why vortices cannot be sought in `flow`; empty if they can."""
    return unfit_for_planes(flow) or unfit_to_spin(flow)


def domain_shown(flow: Flow) -> Domain:
    """The box of the flow as the domain over which vorticity is averaged."""
    return domain_of(box_of(flow), sphere=isinstance(flow, Spherical))


def declared_edges(flow: Flow) -> tuple[Declaration, ...]:
    """What decides where the edge of a vortex runs."""
    box = box_of(flow)
    side = float(min(np.subtract(box.high, box.low)[:2]))
    return (
        real("apart", friendly(side / 5.0), side / 200.0, side, title="Apart", symbol="r",
             unit=box.units[0], logarithmic=True, group="Vortices",
             help="Two vortices have centres at least this far from each other."),
        real("deficiency", TOLERANCE, 1e-4, 0.3, title="Deficiency", symbol=r"d_\mathrm{c}",
             logarithmic=True, group="Vortices",
             help="How far the edge of a vortex may be from convex: missing area over area."),
    )  # fmt: skip


def edges_on(
    flow: Flow, grid: PlaneGrid, values: np.ndarray, parameters: Any, ticket: Ticket
) -> list[Edge]:
    """Edges of the vortices of a field over the box, across the ends of an angle too.

    Args:
        flow: Knows its box.
        grid: Where the field is known.
        values: The field, shape (ny, nx).
        parameters: Has `apart` and `deficiency`.
        ticket: Looked at before each contour.
    """
    box = box_of(flow)
    x, y = grid.x, grid.y
    around = np.isfinite(periods(box)[:2])
    if around[0] and len(x) > 3:
        x, values = _unrolled(x, values)
    if around[1] and len(y) > 3:
        y, turned = _unrolled(y, values.T)
        values = np.ascontiguousarray(turned.T)
    found = vortex_edges(
        x, y, values, apart=float(parameters.apart), tolerance=float(parameters.deficiency),
        ticket=ticket,
    )  # fmt: skip
    return _once(found, box)


def _unrolled(side: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Half a period more at either end; the last column repeats the first."""
    period, count = float(side[-1] - side[0]), len(side) - 1
    more = count // 2
    before, after = np.arange(count - more, count), np.arange(1, more + 1)
    wider = np.concatenate([side[before] - period, side, side[after] + period])
    return wider, np.concatenate([values[:, before], values, values[:, after]], axis=1)


def _once(edges: list[Edge], box: Box) -> list[Edge]:
    """Edges whose centres lie in the box, each vortex once though the angle goes round."""
    low, period = np.array(box.low[:2]), periods(box)[:2]
    kept: list[Edge] = []
    for edge in edges:
        off = np.array(edge.centre) - low
        if bool(np.all((off >= -1e-9) & (off < period * (1.0 - 1e-9)))):
            kept.append(edge)
    return kept


def curves(edges: list[Edge], flow: Flow) -> Curves:
    """The edges as lines; one that crosses an end of an angle is drawn at both ends."""
    box = box_of(flow)
    low, high = np.array(box.low[:2]), np.array(box.high[:2])
    period = periods(box)[:2]
    lines: list[np.ndarray] = []
    for edge in edges:
        shifts = [np.zeros(2)]
        for axis in range(2):
            if not np.isfinite(period[axis]):
                continue
            step = np.where(np.arange(2) == axis, period, 0.0)
            if edge.line[:, axis].min() < low[axis]:
                shifts += [shift + step for shift in shifts]
            if edge.line[:, axis].max() > high[axis]:
                shifts += [shift - step for shift in shifts]
        lines += [edge.line + shift for shift in shifts]
    return Curves(tuple(lines), ("elliptic",) * len(lines), LABELS if lines else ())


def counted(edges: list[Edge]) -> Reading:
    """How many vortices there are."""
    return Reading(float(len(edges)), "vortex" if len(edges) == 1 else "vortices")
