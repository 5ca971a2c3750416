"""How many dimensions an attractor has, by counting pairs of its points."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.portrait.scales import refusal
from engines.instruments.spectra.cloud import cloud
from engines.instruments.spectra.correlation_sum import CorrelationSum
from engines.instruments.spectra.lyapunov import with_margin
from engines.instruments.spectra.scaling import Scaling, scaling
from engines.layers.frame import Frame, Layer, Reading, Trust
from engines.layers.series import Series
from engines.parameters.declare import Declaration, Parameters, whole
from engines.protocols.capabilities import Generating, Recorded, Refinable
from engines.protocols.flow import Flow
from engines.protocols.instrument import Charting
from engines.protocols.views import Axis
from engines.running.ticket import Ticket

LEVELS = (8, 2, 1)  # the sample is divided by these, one after the other
FINER = 4  # the share of it that is taken once more, more carefully
UNSURE = 0.05  # of the dimension: a larger margin is not trusted
GROUP = "Correlation dimension"


class CorrelationInstrument(Charting):
    """The correlation sum on logarithmic axes, with the line that fits it best."""

    name: ClassVar[str] = "correlation"
    title: ClassVar[str] = "Correlation dimension"
    view: ClassVar[str] = "chart"
    draws: ClassVar[tuple[str, ...]] = ("correlation", "correlation_fit")
    depth: ClassVar[int] = 3

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        if isinstance(flow, Generating | Recorded):
            return "needs a flow that goes on"
        return refusal(flow, steady=True, single=True, memory=True)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        help = "Points of the attractor; every pair of them is measured."
        return (
            whole("correlated", 16_000, 2000, 64_000, title="Points", help=help, group=GROUP),
        )  # fmt: skip

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        return (
            Axis("distance, in standard deviations", "", "", powers=True),
            Axis("share of pairs", "C", "", powers=True),
        )

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        return "", "pairs of points nearer than a distance"

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        points = cloud(self.flow, int(p.correlated), ticket=ticket)
        if len(points.points) < int(p.correlated) // 2:
            yield Frame({}, notes=("The orbits left the domain, there is nothing to measure.",))
            return
        fits: list[Scaling | None] = []
        for level, share in enumerate(LEVELS):
            found = points.sum(len(points.points) // share, ticket)
            fits.append(scaling(found, ticket))
            yield self._frame(found, fits, level, None)
        if isinstance(self.flow, Refinable) and fits[-1] is not None:
            number = int(p.correlated) // FINER
            again = cloud(self.flow.refined(), number, ticket=ticket)
            finer = scaling(again.sum(number, ticket), ticket)
            yield self._frame(found, fits, len(LEVELS), finer)

    def _frame(
        self,
        found: CorrelationSum,
        fits: list[Scaling | None],
        level: int,
        finer: Scaling | None,
    ) -> Frame:
        some = found.shares > 0.0
        layers: dict[str, Layer] = {
            self.name: Series(np.log10(found.radii[some]), np.log10(found.shares[some]))
        }
        fit = fits[-1]
        readings = {}
        if fit is not None:
            layers["correlation_fit"] = Series(
                np.log10([fit.low, fit.high]),
                np.log10([fit.at_low, fit.at_high]),
                role="kind_1",
                label=f"slope {with_margin(fit.dimension, fit.margin)}",
            )
            readings = {self.name: Reading(fit.dimension)}
        last = level >= len(LEVELS) - 1
        return Frame(
            layers,
            progress=1.0 if last else 0.3 * (level + 1),
            level=level,
            readings=readings,
            trust=trust_of(fits, found, finer) if last else None,
            task="Correlation dimension",
        )


def trust_of(fits: list[Scaling | None], found: CorrelationSum, finer: Scaling | None) -> Trust:
    """Whether half of the points, and a finer run, say the same, and whether there are enough."""
    fit = fits[-1]
    if fit is None:
        return Trust("error", "The sum follows no power of the distance: it has no dimension.")
    said = [f"the slope holds over {fit.decades:.1f} powers of ten"]
    good = fit.decades >= 1.0 and fit.margin <= UNSURE * fit.dimension
    for other, words in ((fits[-2], "half of the points"), (finer, "a finer run")):
        if other is not None:
            change = abs(other.dimension - fit.dimension)
            good &= change <= 2.0 * math.hypot(other.margin, fit.margin)
            said.append(f"{words} changes it by {change:.2g}")
    most = math.log10(max(found.pairs, 1))
    if fit.dimension > most:
        good = False
        said.append(f"so many points tell no more than {most:.1f} dimensions")
    words = ", ".join(said)
    return Trust("good" if good else "warn", f"{words[:1].upper()}{words[1:]}.")


INSTRUMENT = CorrelationInstrument
