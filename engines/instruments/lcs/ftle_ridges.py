"""Ridges of the FTLE field: the crests of stretching, as curves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.lcs.cauchy_green import CauchyGreen
from engines.instruments.lcs.lines.chart import PLANE, Chart
from engines.instruments.lcs.lines.linking import compiled, joined, strung
from engines.instruments.lcs.lines.steger import ridge_points
from engines.instruments.lcs.stages import (
    SIDES,
    InPlane,
    declared_release,
    in_step,
    signs,
    stages,
)
from engines.instruments.portrait.scales import box_of, friendly, lasting, time_unit
from engines.layers.curves import Curves
from engines.layers.frame import Frame, Reading
from engines.parameters.declare import Declaration, Parameters, choice, real
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

ROLES = {1.0: "repel_ridge", -1.0: "attract_ridge"}
LABELS = (("repel_ridge", "ridge, forward FTLE"), ("attract_ridge", "ridge, backward FTLE"))


def ridges(
    x: np.ndarray,
    y: np.ndarray,
    values: np.ndarray,
    normals: np.ndarray,
    *,
    sdd: float,
    percentile: float = 0.0,
    dist_tol: float = 0.0,
    shortest: float = 0.0,
    chart: Chart = PLANE,
    ticket: Ticket | None = None,
) -> list[np.ndarray]:
    """Ordered ridges of a field, finer than its grid.

    Args:
        x: Shape (nx,), equidistant, world units.
        y: Shape (ny,), equidistant.
        values: The field, shape (ny, nx); there are no ridges beside NaN.
        normals: Unit vectors across the ridges, shape (ny, nx, 2): xi2 of the strain for FTLE.
        sdd: Least second derivative across a ridge, units of the field per length squared.
        percentile: The field must be above this percentile of its values.
        dist_tol: Ends nearer than this that point at each other are joined.
        shortest: Shorter ridges are left out, world units.
        chart: What x and y are; where one of them goes round, the last node repeats the first and
            ridges go on beyond it. On a sphere lengths are degrees of arc.
        ticket: Looked at every few ms.

    Returns:
        Lines of shape (k, 2), longest first.

    Source:
        Steger (1998). IEEE Trans. Pattern Anal. Mach. Intell. 20, 113-125; across xi2 as in
        Schindler et al. (2012), in: Topological Methods in Data Analysis and Visualization II.
    """
    points = ridge_points(
        x, y, values, normals, sdd=sdd, percentile=percentile, chart=chart, ticket=ticket
    )
    lines = joined(
        strung(points, float(x[1] - x[0]), float(y[1] - y[0]), chart, y), dist_tol, chart
    )
    sizes = [chart.length(line) for line in lines]
    longest_first = np.argsort(-np.array(sizes), kind="stable")
    return [lines[i] for i in longest_first if sizes[i] >= shortest]


class FtleRidges(InPlane):
    """Crests of the FTLE field, warm forwards and cool backwards."""

    name: ClassVar[str] = "ftle_ridges"
    title: ClassVar[str] = "FTLE ridges"
    draws: ClassVar[tuple[str, ...]] = ("ftle_ridges",)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        box = box_of(flow)
        side = float(np.subtract(box.high, box.low)[:2].min())
        unit = box.units[0]
        unit_of_length = f"{unit}²" if unit else "length²"
        time = "iteration" if flow.discrete else time_unit(flow)
        bend = friendly(300.0 / (lasting(flow) * side**2))
        return (
            *declared_release(flow),
            choice("ridge_sides", SIDES[0], SIDES, title="Ridges of",
                   help="The horizons of the FTLE field, or always this one and its opposite."),
            real("sdd", bend, 0.0, 1e4 * bend, title="Sharpness",
                 unit=f"1/({time} {unit_of_length})" if time else f"1/{unit_of_length}",
                 help="Least second derivative of the FTLE across a ridge."),
            real("percentile", 0.0, 0.0, 99.0, title="Percentile",
                 help="Share of the FTLE values, in percent, above which a ridge must lie."),
            real("dist_tol", 0.05 * side, 0.0, side, title="Gaps closed", unit=unit,
                 help="Ends of ridges nearer than this are joined if they point at each other."),
            real("ridge_length", friendly(0.1 * side), 0.0, 4.0 * side, title="Shortest ridge",
                 unit=unit, help="Shorter ridges are left out."),
        )  # fmt: skip

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        horizons = signs(p, str(p.ridge_sides))
        compiled(ticket)
        lines: dict[float, list[np.ndarray]] = {}
        runs = [stages(self.flow, p, T, ticket, finite=True) for T in horizons]
        shares = [0.0] * len(runs)
        for number, stage in in_step(runs):
            shares[number] = stage.share
            share = sum(shares) / len(runs)
            task = f"FTLE ridges, level {stage.level + 1}"
            if stage.found is None:
                yield Frame({}, progress=share, level=stage.level, task=task)
                continue
            lines[np.sign(horizons[number])] = self._lines(stage.found, p, ticket)
            if len(lines) == len(runs):
                yield self._frame(lines, stage.found.chart, share, stage.level, task)

    def _lines(self, c: CauchyGreen, p: Any, ticket: Ticket) -> list[np.ndarray]:
        across = c.eigen.vectors()[1]
        return ridges(
            c.x, c.y, c.ftle, across, sdd=float(p.sdd), percentile=float(p.percentile),
            dist_tol=float(p.dist_tol), shortest=float(p.ridge_length),
            chart=c.chart, ticket=ticket,
        )  # fmt: skip

    @staticmethod
    def _frame(
        lines: dict[float, list[np.ndarray]], chart: Chart, share: float, level: int, task: str
    ) -> Frame:
        every = [
            (part, ROLES[sign])
            for sign, own in lines.items()
            for line in own
            for part in chart.shown(line)
        ]
        count = sum(map(len, lines.values()))
        roles = {role for _, role in every}
        layer = Curves(
            tuple(line for line, _ in every),
            tuple(role for _, role in every),
            tuple(label for label in LABELS if label[0] in roles),
        )
        sign = "" if len(lines) > 1 else "repel" if 1.0 in lines else "attract"
        return Frame(
            {"ftle_ridges": layer},
            progress=share,
            level=level,
            readings={"ftle_ridges": Reading(float(count), "ridges", sign)},
            task=task,
        )


INSTRUMENT = FtleRidges
