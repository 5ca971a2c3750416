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
    x, y, (values,) = unrolled(box, grid.x, grid.y, values)
    found = vortex_edges(
        x, y, values, apart=float(parameters.apart), tolerance=float(parameters.deficiency),
        ticket=ticket,
    )  # fmt: skip
    return [edge for edge in found if within(box, edge.centre)]


def unrolled(
    box: Box, x: np.ndarray, y: np.ndarray, *fields: np.ndarray
) -> tuple[np.ndarray, np.ndarray, tuple[np.ndarray, ...]]:
    """Fields over a box with half a period more at both ends of what goes round.

    Args:
        box: Where they are known.
        x: Nodes from end to end, shape (nx,).
        y: Likewise, shape (ny,).
        fields: Shape (ny, nx) each.

    Returns:
        Nodes and fields, wider where the box goes round.
    """
    around = np.isfinite(periods(box)[:2])
    wider = x, y
    if around[0] and len(x) > 3:
        wider = _unrolled(x, fields[0])[0], wider[1]
        fields = tuple(_unrolled(x, one)[1] for one in fields)
    if around[1] and len(y) > 3:
        wider = wider[0], _unrolled(y, fields[0].T)[0]
        fields = tuple(np.ascontiguousarray(_unrolled(y, one.T)[1].T) for one in fields)
    return wider[0], wider[1], fields


def _unrolled(side: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Half a period more at either end; the last column repeats the first."""
    period, count = float(side[-1] - side[0]), len(side) - 1
    more = count // 2
    before, after = np.arange(count - more, count), np.arange(1, more + 1)
    wider = np.concatenate([side[before] - period, side, side[after] + period])
    return wider, np.concatenate([values[:, before], values, values[:, after]], axis=1)


def within(box: Box, place: tuple[float, float]) -> bool:
    """Whether a place lies in the box, so that what goes round is counted once."""
    off = np.array(place) - np.array(box.low[:2])
    return bool(np.all((off >= -1e-9) & (off < periods(box)[:2] * (1.0 - 1e-9))))


def repeated(lines: list[np.ndarray], box: Box) -> list[np.ndarray]:
    """Lines, those that cross an end of what goes round once more at the other end."""
    low, high = np.array(box.low[:2]), np.array(box.high[:2])
    period = periods(box)[:2]
    found: list[np.ndarray] = []
    for line in lines:
        shifts = [np.zeros(2)]
        for axis in range(2):
            if not np.isfinite(period[axis]):
                continue
            step = np.where(np.arange(2) == axis, period, 0.0)
            if line[:, axis].min() < low[axis]:
                shifts += [shift + step for shift in shifts]
            if line[:, axis].max() > high[axis]:
                shifts += [shift - step for shift in shifts]
        found += [line + shift for shift in shifts]
    return found


def curves(edges: list[Edge], flow: Flow) -> Curves:
    """The edges as lines; one that crosses an end of an angle is drawn at both ends."""
    lines = repeated([edge.line for edge in edges], box_of(flow))
    return Curves(tuple(lines), ("elliptic",) * len(lines), LABELS if lines else ())


def counted(edges: list[Edge]) -> Reading:
    """How many vortices there are."""
    return Reading(float(len(edges)), "vortex" if len(edges) == 1 else "vortices")
