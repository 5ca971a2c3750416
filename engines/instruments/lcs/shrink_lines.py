"""Shrink and stretch lines: the material lines that repel or attract more than their neighbours."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.lcs.cauchy_green import CauchyGreen
from engines.instruments.lcs.hyperbolic import MaterialLine, Rules, material_lines
from engines.instruments.lcs.stages import (
    SIDES,
    InPlane,
    declared_release,
    in_step,
    signs,
    stages,
)
from engines.instruments.lcs.tensor_lines import compiled
from engines.instruments.portrait.scales import box_of, friendly
from engines.layers.curves import Curves
from engines.layers.frame import Frame, Reading
from engines.parameters.declare import Declaration, Parameters, choice, real, whole
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

ONE_RUN = "both, one run"
_APART = 4e-4  # distance of vertices that are drawn, of the diagonal
Found = tuple[list[MaterialLine], float]


class ShrinkLines(InPlane):
    """Variational hyperbolic structures, warm where they repel and cool where they attract."""

    name: ClassVar[str] = "shrink_lines"
    title: ClassVar[str] = "Shrink and stretch lines"
    draws: ClassVar[tuple[str, ...]] = ("shrink_lines",)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        box = box_of(flow)
        sides = np.subtract(box.high, box.low)[:2]
        side = float(sides.min())
        unit = box.units[0]
        near = friendly(0.1 * side)
        return (
            *declared_release(flow),
            choice("line_sides", SIDES[0], (*SIDES, ONE_RUN), title="Lines of",
                   help="The horizons of the FTLE; always this one and its opposite; or shrink "
                   "and stretch lines of one and the same strain."),
            real("mean_stretch", 100.0, 1.0, 1e12, title="Least mean stretch",
                 symbol=r"\bar{\lambda}_2", logarithmic=True,
                 help="Mean of the largest eigenvalue of the strain along a line, at least."),
            real("line_length", min(15.0 * near, 0.8 * float(sides.max())), 0.0, 100.0 * near, title="Shortest line", unit=unit,
                 help="Shorter lines are left out."),
            real("failure", near, 0.0, 20.0 * near, title="Failure length", unit=unit,
                 help="How far a line may go on where it is not the strongest."),
            real("line_apart", 0.2 * near, 0.0, 10.0 * near, title="Apart", unit=unit,
                 help="Of lines nearer than this the strongest is kept."),
            real("line_percentile", 40.0, 0.0, 99.0, title="Percentile of λ₂",
                 help="Share of the stretching, in percent, below which a line fails."),
            whole("sampling", 10, 2, 100, title="Sampling lines",
                  help="Seeds are the maxima of the stretching on so many rows and columns."),
            real("line_step", 0.01 * near, 1e-4 * near, 0.2 * near, title="Step", unit=unit,
                 logarithmic=True, help="Step of the integration along a line."),
        )  # fmt: skip

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        horizons = signs(p, str(p.line_sides))
        compiled(ticket)
        found: dict[float, Found] = {}
        runs = [stages(self.flow, p, T, ticket, finite=True) for T in horizons]
        shares = [0.0] * len(runs)
        for number, stage in in_step(runs):
            shares[number] = stage.share
            share = sum(shares) / len(runs)
            task = f"Shrink lines, level {stage.level + 1}"
            if stage.found is None:
                yield Frame({}, progress=share, level=stage.level, task=task)
                continue
            rules = _rules(p, coarse=not stage.last)
            sign = math.copysign(1.0, horizons[number])
            found[sign] = material_lines(stage.found, rules, ticket=ticket)
            if p.line_sides == ONE_RUN:
                found[-sign] = material_lines(stage.found, rules, attracting=True, ticket=ticket)
            if number == len(runs) - 1:
                yield self._frame(found, stage.found, rules, share, stage.level, task)

    def _frame(
        self, found: dict[float, Found], c: CauchyGreen, rules: Rules, share: float, level: int,
        task: str,
    ) -> Frame:  # fmt: skip
        apart = _APART * float(np.hypot(np.ptp(c.x), np.ptp(c.y)))
        lines: list[np.ndarray] = []
        roles: list[str] = []
        for sign, (own, _) in found.items():
            parts = [part for line in own for part in c.chart.shown(_thinned(line.places, apart))]
            lines += parts
            roles += ["repel" if sign > 0.0 else "attract"] * len(parts)
        words = {"repel": "repelling line", "attract": "attracting line"}
        labels = tuple((role, words[role]) for role in words if role in roles)
        best = max(largest for _, largest in found.values())
        notes: tuple[str, ...] = ()
        if not lines and best > 0.0:
            notes = (
                f"Shrink lines: no line has a mean stretch of {rules.mean:g}, "
                f"the strongest has {best:.3g}.",
            )
        elif not lines:
            notes = (f"Shrink lines: no line is {rules.shortest:g} long.",)
        meaning = "" if len(found) > 1 else "repel" if 1.0 in found else "attract"
        return Frame(
            {"shrink_lines": Curves(tuple(lines), tuple(roles), labels)},
            progress=share,
            level=level,
            notes=notes if share >= 1.0 else (),
            readings={
                "shrink_lines": Reading(
                    float(sum(len(own) for own, _ in found.values())), "lines", meaning
                )
            },
            task=task,
        )


def _rules(p: Any, coarse: bool) -> Rules:
    return Rules(
        step=float(p.line_step) * (4.0 if coarse else 1.0),
        failure=float(p.failure),
        shortest=float(p.line_length),
        percentile=float(p.line_percentile),
        sampling=int(p.sampling),
        mean=float(p.mean_stretch),
        apart=float(p.line_apart),
    )


def _thinned(line: np.ndarray, apart: float) -> np.ndarray:
    """`line` without vertices that no picture tells apart, its ends kept."""
    way = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    kept = np.concatenate([[True], np.diff(np.floor(way / apart)) > 0.0])
    kept[-1] = True
    return line[kept]


INSTRUMENT = ShrinkLines
