"""Elliptic LCS: closed material curves that are stretched evenly, around vortices that stay whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.lcs.cauchy_green import CauchyGreen
from engines.instruments.lcs.closed_curves import ClosedCurve, outermost
from engines.instruments.lcs.null_geodesics import NullGeodesics, compiled
from engines.instruments.lcs.stages import (
    SIDES,
    InPlane,
    declared_release,
    in_step,
    signs,
    stages,
)
from engines.instruments.portrait.scales import box_of
from engines.layers.curves import Curves
from engines.layers.frame import Frame, Reading
from engines.parameters.declare import Declaration, Parameters, choice, real
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

SHOWN = ("outermost", "all")
_STEP = 0.4  # of a cell
_LEAST = 6.0  # cells around the smallest curve that a grid resolves
_STRAIN = 0.3  # of the work


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


class LambdaLines(InPlane):
    """The outermost evenly stretched closed curve of each vortex."""

    name: ClassVar[str] = "lambda_lines"
    title: ClassVar[str] = "Elliptic LCS"
    draws: ClassVar[tuple[str, ...]] = ("lambda_lines",)

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
            own = fine if stage.last else coarse
            before = swept_share
            sweep = closed_curves(stage.found, lams, tolerance=float(p.closure), ticket=ticket)
            for done, curves in enumerate(sweep, 1):
                own[number] += curves
                whole = 0.9 if stage.last else 0.1
                swept_share = before + whole * done / (len(lams) * len(runs))
                share = strain + (1.0 - _STRAIN) * swept_share
                yield self._frame(coarse, fine, p, share, stage.level, task)
            if stage.last:
                coarse[number] = []
        yield self._frame([], fine, p, 1.0, stage.level, "")

    @staticmethod
    def _frame(
        coarse: list[list[ClosedCurve]], fine: list[list[ClosedCurve]], p: Any, share: float,
        level: int, task: str,
    ) -> Frame:  # fmt: skip
        both = [[*one, *other] for one, other in zip(coarse, fine, strict=True)] if coarse else fine
        chosen = [outermost(own) for own in both]
        curves = [c for own in (both if p.vortex_shown == "all" else chosen) for c in own]
        return Frame(
            {
                "lambda_lines": Curves(
                    tuple(curve.places for curve in curves),
                    ("elliptic",) * len(curves),
                    (("elliptic", "elliptic LCS"),) if curves else (),
                )
            },
            progress=share,
            level=level,
            readings={"lambda_lines": Reading(float(sum(map(len, chosen))), "vortices")},
            task=task,
        )


INSTRUMENT = LambdaLines
