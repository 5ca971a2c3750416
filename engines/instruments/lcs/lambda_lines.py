"""Elliptic LCS: closed material curves that are stretched evenly, around vortices that stay whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.lcs.cauchy_green import CauchyGreen, Eigenfield
from engines.instruments.lcs.closed_curves import ClosedCurve, outermost
from engines.instruments.lcs.lines.chart import PLANE, Chart
from engines.instruments.lcs.null_geodesics import NullGeodesics, compiled
from engines.instruments.lcs.stages import (
    SIDES,
    InPlane,
    declared_release,
    in_step,
    signs,
    stages,
    unfit,
)
from engines.instruments.portrait.scales import box_of
from engines.layers.curves import Curves
from engines.layers.frame import Frame, Reading
from engines.parameters.declare import Declaration, Parameters, choice, real
from engines.protocols.capabilities import Spherical
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

SHOWN = ("outermost", "all")
_STEP = 0.4  # of a cell
_LEAST = 6.0  # cells around the smallest curve that a grid resolves
_STRAIN = 0.3  # of the work
_SEAM = 1e-6  # of a turn: a middle on the seam is on one side of it, whatever rounding says


def closed_curves(
    c: CauchyGreen,
    lams: tuple[float, ...],
    *,
    tolerance: float,
    ticket: Ticket | None = None,
) -> Iterator[list[ClosedCurve]]:
    """Closed null geodesics of C - lam^2 I, one list for each lam.

    Args:
        c: The strain.
        lams: Stretchings.
        tolerance: Distance at which a curve counts as closed, world units.
        ticket: Looked at every few ms.

    Raises:
        Withdrawn: If the ticket was withdrawn.

    Source:
        Serra & Haller (2017). Proc. R. Soc. A 473, 20160807.
    """
    cell = min(float(c.x[1] - c.x[0]), float(c.y[1] - c.y[0]))
    found = NullGeodesics(c, _STEP * cell, 2.0 * float(np.ptp(c.x) + np.ptp(c.y)))
    for lam in lams:
        curves = (ClosedCurve(line, lam) for line in found.closed(lam, tolerance, ticket))
        yield [curve for curve in curves if curve.length > np.pi * _LEAST * cell]


def swept(low: float, high: float, step: float) -> tuple[float, ...]:
    """Stretchings from `low` to `high`, those nearest to 1 first."""
    count = max(0, round((high - low) / step))
    values = [round(low + k * step, 12) for k in range(count + 1)]
    return tuple(sorted(values, key=lambda lam: (round(abs(lam - 1.0), 9), lam)))


def unrolled(c: CauchyGreen) -> CauchyGreen:
    """The strain with half a period more at both ends of what goes round, so that a curve across
    the seam is whole.
    """
    x, at_x = _more(c.x, c.chart.around[0])
    y, at_y = _more(c.y, c.chart.around[1])

    def wider(field: np.ndarray) -> np.ndarray:
        found: np.ndarray = field[np.ix_(at_y, at_x)]
        return found

    e = c.eigen
    eigen = Eigenfield(x, y, wider(e.low), wider(e.high), wider(e.double))
    return CauchyGreen(x, y, wider(c.xx), wider(c.xy), wider(c.yy), c.horizon, eigen, c.chart)


def _more(side: np.ndarray, around: bool) -> tuple[np.ndarray, np.ndarray]:
    """Nodes, and which of the given ones each of them repeats."""
    n = len(side) - 1
    if not around:
        return side, np.arange(n + 1)
    at = np.arange(-(n // 2), n + n // 2 + 1)
    return side[0] + (side[1] - side[0]) * at, at % n


def _in_box(chart: Chart, curve: ClosedCurve) -> bool:
    """Whether the middle of a curve lies in the box, so that what goes round is drawn once."""
    middle = curve.places[:-1].mean(axis=0)
    return all(
        -_SEAM * turn <= place - low < turn * (1.0 - _SEAM)
        for place, low, turn, goes in zip(middle, chart.low, chart.turns, chart.around, strict=True)
        if goes
    )


class LambdaLines(InPlane):
    """The outermost evenly stretched closed curve of each vortex."""

    name: ClassVar[str] = "lambda_lines"
    title: ClassVar[str] = "Elliptic LCS"
    draws: ClassVar[tuple[str, ...]] = ("lambda_lines",)

    @staticmethod
    def refuses(flow: Flow) -> str:
        if isinstance(flow, Spherical):
            return "needs a plane, its equation is written for straight coordinates"
        return unfit(flow)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        box = box_of(flow)
        side = float(np.subtract(box.high, box.low)[:2].min())
        return (
            *declared_release(flow),
            choice("vortex_sides", SIDES[0], SIDES, title="Vortices of",
                   help="The horizons of the FTLE field, or always this one and its opposite."),
            choice("vortex_shown", SHOWN[0], SHOWN, title="Curves",
                   help="The outermost closed curve of each vortex, or every one found."),
            real("lam_low", 0.9, 0.5, 1.5, title="Least stretch", symbol=r"\lambda",
                 help="Where the sweep of the stretching begins."),
            real("lam_high", 1.1, 0.5, 1.5, title="Largest stretch",
                 help="Where the sweep of the stretching ends."),
            real("lam_step", 0.01, 0.001, 0.1, title="Step of the sweep",
                 help="How far the stretching moves from one curve to the next."),
            real("closure", 1e-4 * side, 1e-7 * side, 0.01 * side, title="Closed within",
                 unit=box.units[0], logarithmic=True,
                 help="A curve is closed if it comes back to its start as near as this."),
        )  # fmt: skip

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        horizons = signs(p, str(p.vortex_sides))
        compiled(ticket)
        lams = swept(float(p.lam_low), float(p.lam_high), float(p.lam_step))
        runs = [stages(self.flow, p, horizon, ticket) for horizon in horizons]
        shares = [0.0] * len(runs)
        swept_share = 0.0
        chart = PLANE
        coarse: list[list[ClosedCurve]] = [[] for _ in runs]
        fine: list[list[ClosedCurve]] = [[] for _ in runs]
        for number, stage in in_step(runs):
            shares[number] = stage.share
            task = f"Elliptic LCS, level {stage.level + 1}"
            strain = _STRAIN * sum(shares) / len(runs)
            if stage.found is None or not (stage.last or stage.level == 0):
                share = strain + (1.0 - _STRAIN) * swept_share
                yield Frame({}, progress=share, level=stage.level, task=task)
                continue
            own, chart = fine if stage.last else coarse, stage.found.chart
            before = swept_share
            sweep = closed_curves(
                unrolled(stage.found), lams, tolerance=float(p.closure), ticket=ticket
            )
            for done, curves in enumerate(sweep, 1):
                own[number] += curves
                whole = 0.9 if stage.last else 0.1
                swept_share = before + whole * done / (len(lams) * len(runs))
                share = strain + (1.0 - _STRAIN) * swept_share
                yield self._frame(coarse, fine, chart, p, share, stage.level, task)
            if stage.last:
                coarse[number] = []
        yield self._frame([], fine, chart, p, 1.0, stage.level, "")

    @staticmethod
    def _frame(
        coarse: list[list[ClosedCurve]], fine: list[list[ClosedCurve]], chart: Chart, p: Any,
        share: float, level: int, task: str,
    ) -> Frame:  # fmt: skip
        both = [[*one, *other] for one, other in zip(coarse, fine, strict=True)] if coarse else fine
        chosen = [outermost(own, chart) for own in both]
        every = [[curve for curve in own if _in_box(chart, curve)] for own in both]
        curves = [c for own in (every if p.vortex_shown == "all" else chosen) for c in own]
        lines = [part for curve in curves for part in chart.shown(curve.places)]
        return Frame(
            {
                "lambda_lines": Curves(
                    tuple(lines),
                    ("elliptic",) * len(lines),
                    (("elliptic", "elliptic LCS"),) if lines else (),
                )
            },
            progress=share,
            level=level,
            readings={"lambda_lines": Reading(float(sum(map(len, chosen))), "vortices")},
            task=task,
        )


INSTRUMENT = LambdaLines
