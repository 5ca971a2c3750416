"""The invariant density of one coordinate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.density.visits import ORBITS, PIECE, visited
from engines.instruments.portrait.scales import box_of, lasting_refusal
from engines.instruments.portrait.tracks import spoken
from engines.layers.frame import Frame, Layer, Reading, Trust
from engines.layers.series import Series
from engines.parameters.declare import Declaration, Parameters, choice, whole
from engines.protocols.flow import Flow
from engines.protocols.instrument import Charting
from engines.protocols.views import Axis
from engines.running.ticket import Ticket

PIECES = 40
SHOWN = (4, 12, 24)  # pieces after which a picture is shown
UNSURE = 0.1  # of the mean density: a larger scatter of the bins is not trusted


class Distribution(Charting):
    """Share of the time per unit of the coordinate,

        rho(x) = lim (1 / (T dx)) |{t < T : x(t) in a bin of width dx round x}|,

    with a band of two standard errors from the scatter between pieces of the time.
    """

    name: ClassVar[str] = "distribution"
    title: ClassVar[str] = "Distribution"
    view: ClassVar[str] = "chart"
    draws: ClassVar[tuple[str, ...]] = ("distribution",)
    depth: ClassVar[int] = 3

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return lasting_refusal(flow)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (
            choice("distributed", flow.states[0], flow.states, title="Coordinate"),
            whole("distribution_bins", 160, 20, 1000, title="Bins"),
        )

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        p: Any = parameters
        box, i = box_of(flow), flow.states.index(p.distributed)
        unit = box.units[i]
        return (
            Axis(box.labels[i], box.symbols[i], unit, box.low[i], box.high[i]),
            Axis("density", r"\rho", f"1/{unit}" if unit else ""),
        )

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        p: Any = parameters
        return "", f"share of the time per {p.distributed}"

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        box, i = box_of(self.flow), self.flow.states.index(p.distributed)
        edges = np.linspace(box.low[i], box.high[i], p.distribution_bins + 1)
        counts: list[np.ndarray] = []
        outside = 0
        for number, states in enumerate(visited(self.flow, PIECES, ticket), 1):
            values = states[:, i]
            if not np.isfinite(values).any():
                yield Frame({}, notes=("The orbit left the domain, it has no density.",))
                return
            found = np.histogram(values[np.isfinite(values)], edges)[0]
            outside += len(values) - int(found.sum())
            counts.append(found)
            if number in SHOWN or number == PIECES:
                share = outside / (number * ORBITS * PIECE)
                yield self._frame(np.array(counts), edges, number / PIECES, share)

    def _frame(self, counts: np.ndarray, edges: np.ndarray, done: float, outside: float) -> Frame:
        density, error = estimate(counts, edges)
        x = 0.5 * (edges[1:] + edges[:-1])
        layers: dict[str, Layer] = {
            "distribution": Series(x, density, np.maximum(density - 2 * error, 0.0),
                                   density + 2 * error)
        }  # fmt: skip
        mean = float(np.average(x, weights=density)) if density.any() else float("nan")
        scatter = float(error.mean() / density.mean()) if density.any() else 1.0
        level = "good" if scatter < UNSURE and outside < 0.01 else "warn"
        beyond = (
            f"; {100.0 * outside:.1f} % of the time it is beside the picture" if outside else ""
        )
        return Frame(
            layers,
            progress=done,
            level=round(done * PIECES),
            readings={self.name: Reading(mean, "mean")},
            trust=Trust(
                level, f"The density is known to {spoken(100.0 * scatter)} % in the mean{beyond}."
            ),
            task="Distribution",
        )


def estimate(counts: np.ndarray, edges: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Density and its standard error, each of shape (bins,).

    Args:
        counts: Visits per bin in each of k pieces of the time, shape (k, bins).
        edges: Ends of the bins, shape (bins + 1,).
    """
    total = counts.sum(axis=1, keepdims=True)
    each = counts / np.maximum(total, 1) / np.diff(edges)
    error = (
        each.std(axis=0, ddof=1) / np.sqrt(len(each)) if len(each) > 1 else np.zeros(each.shape[1])
    )
    return each.mean(axis=0), error


INSTRUMENT = Distribution
