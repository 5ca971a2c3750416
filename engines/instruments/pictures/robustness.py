"""What shaking costs: how far pictures are from the known ones when noise is injected on the way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.distance.frechet import frechet_distance
from engines.layers.frame import Frame, Layer, Reading
from engines.layers.series import KINDS, Series
from engines.parameters.declare import Declaration, Parameters, real, whole
from engines.protocols.flow import Flow
from engines.protocols.instrument import Charting
from engines.protocols.pictures import Picturing, Shaken
from engines.protocols.views import Axis
from engines.running.randomness import stream
from engines.running.ticket import Ticket

STRENGTHS = 5
GROUP = "What shaking costs"


class Robustness(Charting):
    r"""The Frechet distance of pictures to the known ones, for this flow and those trained like it.

    Noise is injected before each step, alpha times as strong as what is left; distances of few
    pictures are larger than those of many, the same for all.
    """

    name: ClassVar[str] = "robustness"
    title: ClassVar[str] = GROUP
    view: ClassVar[str] = "chart"
    draws: ClassVar[tuple[str, ...]] = tuple(f"robust_{number}" for number in range(len(KINDS)))
    depth: ClassVar[int] = 1

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        if not (isinstance(flow, Picturing) and isinstance(flow.whole, Shaken)):
            return "needs a flow to pictures that can be shaken"
        return "" if len(flow.known) > 1 else "needs known pictures to compare with"

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (
            whole("shaken_pictures", 600, 100, 5000, title="Pictures", group=GROUP,
                  logarithmic=True, help="How many are compared for each point of a curve."),
            real("strongest", 0.3, 0.05, 1.0, title="Strongest", symbol="\\alpha", group=GROUP,
                 help="Noise at the end of the curves, as a share of what is left."),
            whole("seed", 0, 0, 99999, title="Seed", help="Seed of everything drawn at random."),
        )  # fmt: skip

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        p: Any = parameters
        most = float(p.strongest)
        return Axis("shaking", "\\alpha", "", 0.0, most), Axis(
            "Fr\N{LATIN SMALL LETTER E WITH ACUTE}chet distance"
        )

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        p: Any = parameters
        return "", f"{p.shaken_pictures} pictures a point"

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        """Point by point, all curves together from weak to strong."""
        p: Any = parameters
        plane: Any = self.flow
        known = _pixels(plane.known)
        alphas = np.linspace(0.0, float(p.strongest), STRENGTHS)
        others = list(plane.whole.siblings().items())[: len(KINDS)]
        family: list[Any] = [flow for _, flow in others]
        found: list[list[float]] = [[] for _ in others]
        for column, alpha in enumerate(alphas):
            for row, flow in enumerate(family):
                ticket.check()
                shaken = flow.shaken(float(alpha))
                begin = shaken.noise(int(p.shaken_pictures), stream(p.seed, "robustness"))
                times = np.array([0.0, plane.arrival])
                end = shaken.sampled(begin, times, ticket)[:, -1]
                found[row].append(frechet_distance(_pixels(shaken.decode(end)), known))
            layers: dict[str, Layer] = {
                f"robust_{row}": Series(
                    alphas[: column + 1],
                    np.array(found[row]),
                    role="value" if flow is plane.whole else KINDS[row],
                    label=word,
                )
                for row, (word, flow) in enumerate(others)
            }
            own = next((row for row, (_, flow) in enumerate(others) if flow is plane.whole), 0)
            yield Frame(
                layers,
                progress=(column + 1) / len(alphas),
                level=column,
                readings={self.name: Reading(found[own][-1], f"at {alpha:.2g}")},
                task=self.title,
            )


def _pixels(ink: np.ndarray) -> np.ndarray:
    """Pictures of ink from 0 to 1 as rows of numbers from -1 to 1."""
    return np.asarray(2.0 * ink.reshape(len(ink), -1) - 1.0, dtype=np.float64)


INSTRUMENT = Robustness
