"""How probable the place is where the launched path arrives, told by noisy ways back from it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.errors import UnfitError
from engines.instruments.bridges.fields import refusal
from engines.instruments.portrait.paths import declared_paths
from engines.layers.frame import Frame, Layer, Reading
from engines.layers.series import Series
from engines.numerics.interpolants.bridging import BridgingFlow
from engines.numerics.interpolants.noisy_likelihood import gained_back
from engines.parameters.declare import Declaration, Parameters, whole
from engines.protocols.capabilities import Probable
from engines.protocols.flow import Flow
from engines.protocols.instrument import Charting
from engines.protocols.views import Axis
from engines.running.randomness import stream
from engines.running.ticket import Ticket

NOISE = 0.5  # where none is set
STEPS, PIECE = 200, 10
WIDE = 2.0  # of ln p, to each side of what the flow itself says


class NoisyLikelihood(Charting):
    """The mean over more and more ways, with its error, beside what is known without noise."""

    name: ClassVar[str] = "noisy_likelihood"
    title: ClassVar[str] = "Likelihood by noise"
    view: ClassVar[str] = "chart"
    draws: ClassVar[tuple[str, ...]] = ("likelihood_error", "likelihood_known", "likelihood_mean")
    depth: ClassVar[int] = 2

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        if reason := refusal(flow, planar=False):
            return reason
        return "" if isinstance(flow, Probable) else "needs a first cloud whose density is known"

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        starts = next(d for d in declared_paths(flow) if d.kind == "places")
        return (
            whole("ways_back", 60, 5, 100, title="Ways back", symbol="n",
                  help="How many noisy ways the mean is taken of."),
            whole("seed", 0, 0, 99999, title="Seed", help="Seed of everything drawn at random."),
            starts,
        )  # fmt: skip

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        p: Any = parameters
        known = 0.0
        if isinstance(flow, Probable) and isinstance(flow, BridgingFlow):
            known = float(flow.log_density(_arrival(flow, parameters)[None], 1.0)[0])
        return (
            Axis("ways", "n", "", 1.0, float(p.ways_back)),
            Axis("ln p", "", "", known - WIDE, known + WIDE),
        )

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        eps = _noise(flow)
        return NoisyLikelihood.title, (
            f"where the launched path arrives, \N{GREEK SMALL LETTER EPSILON} = {eps:.3g}"
        )

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        """What the flow says, then a few ways more each time."""
        p: Any = parameters
        flow = self.flow
        if not isinstance(flow, BridgingFlow) or not isinstance(flow, Probable):
            raise UnfitError("Likelihood by noise needs a first cloud whose density is known")
        ticket.check()
        place = _arrival(flow, parameters)
        known = float(flow.log_density(place[None], 1.0)[0])
        layers: dict[str, Layer] = {
            "likelihood_known": Series(
                np.array([1.0, float(p.ways_back)]),
                np.full(2, known),
                role="reference",
                label="without noise",
            )
        }
        draw, told = stream(p.seed, "ways back"), np.zeros(0)
        while len(told) < p.ways_back:
            count = min(PIECE, p.ways_back - len(told))
            begun, gained = gained_back(flow, place, count, _noise(flow), draw, STEPS, ticket)
            told = np.concatenate([told, flow.log_density(begun, 0.0) + gained])
            n = np.arange(1.0, len(told) + 1.0)
            mean = np.cumsum(told) / n
            square = np.maximum(np.cumsum(told**2) / n - mean**2, 0.0)
            error = np.sqrt(square / np.maximum(n - 1.0, 1.0))
            layers["likelihood_error"] = Series(
                n[1:], mean[1:], (mean - error)[1:], (mean + error)[1:], role="before"
            )
            layers["likelihood_mean"] = Series(n, mean, label="mean")
            yield Frame(
                layers,
                progress=len(told) / p.ways_back,
                readings={
                    self.name: Reading(
                        float(mean[-1]), f"ln p, \N{PLUS-MINUS SIGN} {error[-1]:.2g}"
                    )
                },
                task=self.title,
            )


def _noise(flow: Flow) -> float:
    return (flow.shaking.noise or NOISE) if isinstance(flow, BridgingFlow) else NOISE


def _arrival(flow: BridgingFlow, parameters: Parameters) -> np.ndarray:
    """Where the path that was launched last arrives; that of the first cloud's middle if none was."""
    p: Any = parameters
    starts = getattr(p, "starts", ())
    start = np.array(starts[-1] if starts else flow.box.start, dtype=np.float64)
    found: np.ndarray = flow.advance(start[None], 0.0, 1.0)[0]
    return found


INSTRUMENT = NoisyLikelihood
