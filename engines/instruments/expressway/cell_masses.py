"""How much of the source each cell holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.errors import UnfitError
from engines.instruments.expressway.cells import refusal
from engines.layers.frame import Frame, Reading, Trust
from engines.layers.series import Series
from engines.numerics.expressway.flow import Expressway
from engines.parameters.declare import Declaration, Parameters, whole
from engines.protocols.flow import Flow
from engines.protocols.instrument import Charting
from engines.protocols.views import Axis
from engines.running.ticket import Ticket

BINS, MOST = 40, 2.5  # of the mass each cell must have


class CellMasses(Charting):
    """The distribution of n m_i, which is 1 for every cell where transport is exact."""

    name: ClassVar[str] = "cell_masses"
    title: ClassVar[str] = "Cell masses"
    view: ClassVar[str] = "chart"
    draws: ClassVar[tuple[str, ...]] = ("cell_masses_chance", "cell_masses")
    depth: ClassVar[int] = 2

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return refusal(flow)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (
            whole("mass_draws", 100_000, 1000, 2_000_000, title="Draws counted",
                  group="Cell masses", logarithmic=True,
                  help="Fresh draws of the source by which masses are measured."),
        )  # fmt: skip

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        return (
            Axis("mass, of what it must be", "", "", 0.0, MOST),
            Axis("cells, %", "", "", 0.0, 40.0),
        )

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        return "Cell masses", "beside what chance alone makes of equal ones"

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        flow = self.flow
        if not isinstance(flow, Expressway):
            raise UnfitError("Cell masses need a jump of optimal transport")
        flow.leap(ticket)
        nu, draws = flow.solving.weights, int(p.mass_draws)
        masses = flow.solving.masses(draws, ticket=ticket)
        gap = 0.5 * float(np.abs(masses - nu).sum())
        # an equal mass, counted, scatters by this part of itself
        chance = float(np.sqrt((1.0 - nu.mean()) / (nu.mean() * draws)))
        ends = np.linspace(0.0, MOST, BINS + 1)
        shares = np.histogram(np.minimum(masses / nu, MOST), ends)[0] / len(nu)
        z = (ends - 1.0) / chance
        from scipy.special import ndtr

        expected = np.diff(ndtr(z))
        empty = int((masses == 0.0).sum())
        yield Frame(
            {
                "cell_masses": _bars(ends, 100.0 * shares, "value", "counted"),
                "cell_masses_chance": _bars(ends, 100.0 * expected, "reference", "chance"),
            },
            readings={"cell_masses": Reading(gap, "TV from equal")},
            trust=Trust(
                "warn" if empty else "good",
                f"Cells: total variation {gap:.3f} from equal masses by {draws} draws"
                + (f"; {empty} without a draw." if empty else "."),
            ),
        )


def _bars(ends: np.ndarray, heights: np.ndarray, role: str, label: str) -> Series:
    """A histogram as a line along the tops of its bars."""
    return Series(np.repeat(ends, 2)[1:-1], np.repeat(heights, 2), role=role, label=label)


INSTRUMENT = CellMasses
