"""The invariant density over the plane of two coordinates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.errors import UnfitError
from engines.instruments.density.visits import visited
from engines.instruments.portrait.scales import box_of, lasting_refusal, refusal
from engines.layers.frame import Frame, Layer, Reading, Trust
from engines.layers.scalar_field import ScalarField
from engines.parameters.declare import Declaration, Parameters, choice, whole
from engines.protocols.flow import Flow
from engines.protocols.instrument import Charting
from engines.protocols.views import Axis
from engines.running.ticket import Ticket

PIECES = 100
SHOWN = (3, 10, 30, 60)  # pieces after which a picture is shown


class InvariantDensity(Charting):
    """Share of the time spent in each cell, over the mean of the cells that are visited; of a
    flow of more dimensions its shadow on the plane.
    """

    name: ClassVar[str] = "invariant_density"
    title: ClassVar[str] = "Invariant density"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("invariant_density",)
    depth: ClassVar[int] = 0

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return lasting_refusal(flow) or refusal(flow, memory=True)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        names = flow.states
        return (
            choice("density_across", names[0], names, title="Across"),
            choice("density_along", names[-1 if len(names) == 3 else 1], names, title="Along"),
            whole("density_columns", 320, 40, 1200, title="Columns", help="As many rows."),
        )

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        p: Any = parameters
        if p.density_across == p.density_along:
            raise UnfitError(
                f"density_along = '{p.density_along}', allowed is another coordinate than the one "
                "across"
            )
        box = box_of(flow)
        i, j = (flow.states.index(n) for n in (p.density_across, p.density_along))
        across, along = (
            Axis(box.labels[k], box.symbols[k], box.units[k], box.low[k], box.high[k],
                 angle=box.units[k] == "rad") for k in (i, j)
        )  # fmt: skip
        return across, along

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        return "", "where it is most of the time"

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        box = box_of(self.flow)
        i, j = (self.flow.states.index(n) for n in (p.density_across, p.density_along))
        n = int(p.density_columns)
        x, y = (np.linspace(box.low[k], box.high[k], n + 1) for k in (i, j))
        halves = np.zeros((2, n, n))
        for number, states in enumerate(visited(self.flow, PIECES, ticket), 1):
            known = states[np.isfinite(states).all(axis=1)]
            if not len(known):
                yield Frame({}, notes=("The orbit left the domain, it has no density.",))
                return
            halves[number % 2] += np.histogram2d(known[:, j], known[:, i], (y, x))[0]
            if number in SHOWN or number == PIECES:
                yield self._frame(x, y, halves, number / PIECES)

    def _frame(self, x: np.ndarray, y: np.ndarray, halves: np.ndarray, done: float) -> Frame:
        counts = halves.sum(axis=0)
        seen = counts > 0
        share = float(seen.mean())
        values = counts / counts[seen].mean() if seen.any() else counts
        top = float(np.quantile(values[seen], 0.98)) if seen.any() else 1.0
        layers: dict[str, Layer] = {
            "invariant_density": ScalarField(
                0.5 * (x[1:] + x[:-1]), 0.5 * (y[1:] + y[:-1]), values, scale="amount",
                limits=(0.0, max(top, 1.0)), quantity="of mean",
            )
        }  # fmt: skip
        apart = _apart(halves)
        return Frame(
            layers,
            progress=done,
            level=round(done * PIECES),
            readings={self.name: Reading(100.0 * share, "% visited")},
            trust=Trust(
                "good" if apart < 0.3 else "warn",
                f"Two halves of the time agree to {100.0 * (1.0 - apart):.0f} %.",
            ),
            task="Invariant density",
        )


def _apart(halves: np.ndarray) -> float:
    """Half the sum of the differences of two densities: 0 if they agree, 1 if they are disjoint."""
    totals = halves.sum(axis=(1, 2))
    if not totals.all():
        return 1.0
    first, second = halves / totals[:, None, None]
    return float(0.5 * np.abs(first - second).sum())


INSTRUMENT = InvariantDensity
