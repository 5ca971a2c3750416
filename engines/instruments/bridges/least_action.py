"""How wide a cloud is on its way: as it goes, and as a Schroedinger bridge would go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.errors import UnfitError
from engines.instruments.bridges.fields import refusal
from engines.layers.frame import Frame, Layer, Reading
from engines.layers.series import Series
from engines.numerics.interpolants.alternating import STEPS, trained
from engines.numerics.interpolants.bridging import BridgingFlow
from engines.numerics.interpolants.schroedinger import bridge_law
from engines.parameters.declare import Declaration, Parameters, real
from engines.protocols.flow import Flow
from engines.protocols.instrument import Charting
from engines.protocols.views import Axis
from engines.running.randomness import stream
from engines.running.ticket import Ticket

TIMES = np.linspace(0.0, 1.0, 61)
DRAWS = 4000


class LeastAction(Charting):
    """Variance over time of normal clouds as wide as these: on the straight interpolant, on the
    Schroedinger bridge, and on an interpolant that is trained before one's eyes until it is one.
    """

    name: ClassVar[str] = "least_action"
    title: ClassVar[str] = "Schr\N{LATIN SMALL LETTER O WITH DIAERESIS}dinger bridge"
    view: ClassVar[str] = "chart"
    draws: ClassVar[tuple[str, ...]] = ("straight_width", "schroedinger", "least_action")
    depth: ClassVar[int] = 2

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return refusal(flow, planar=False)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (
            real(
                "kept_noise",
                0.5,
                0.05,
                5.0,
                title="Noise that is kept",
                symbol="\\varepsilon",
                logarithmic=True,
                help="Diffusion of the bridge; the latent noise is 2 times this, t (1 - t).",
            ),
        )

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        most = 1.0
        if isinstance(flow, BridgingFlow):
            p: Any = parameters
            first, last = widths(flow)
            most = max(first**2, last**2, 0.25 * (first**2 + last**2) + 0.5 * p.kept_noise)
            most = max(most, bridge_law(first, last, p.kept_noise, np.array([0.5]))[0])
        return Axis("time", "t", "", 0.0, 1.0), Axis("variance", "", "", 0.0, 1.15 * most)

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        return LeastAction.title, "normal clouds as wide as these, along the first axis"

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        """What is known at once, then a training that comes to it, step by step."""
        p: Any = parameters
        flow, eps = self.flow, float(p.kept_noise)
        if not isinstance(flow, BridgingFlow):
            raise UnfitError("Schroedinger bridge needs a bridge between two clouds")
        first, last = widths(flow)
        noise = 2.0 * eps * TIMES * (1.0 - TIMES)
        plain = ((1.0 - TIMES) * first) ** 2 + (TIMES * last) ** 2 + noise
        exact = bridge_law(first, last, eps, TIMES)
        layers: dict[str, Layer] = {
            "straight_width": Series(TIMES, plain, role="before", label="straight"),
            "schroedinger": Series(TIMES, exact, role="reference", label="exact"),
        }
        yield Frame(layers, progress=0.0, task=LeastAction.title)
        for now in trained(first, last, eps, ticket=ticket):
            a, b = np.interp(TIMES, now.times, now.alpha), np.interp(TIMES, now.times, now.beta)
            found = (a * first) ** 2 + (b * last) ** 2 + noise
            layers["least_action"] = Series(TIMES, found, role="learned", label="trained")
            middle = float(found[len(TIMES) // 2])
            yield Frame(
                dict(layers),
                progress=now.step / STEPS,
                readings={self.name: Reading(middle, f"variance, action {now.action:.3f}")},
                task=LeastAction.title,
            )


def widths(flow: BridgingFlow) -> tuple[float, float]:
    """Standard deviations of both clouds along the first axis, of a few thousand draws."""
    ends = flow.ends(DRAWS, stream(0, "widths"))
    first, last = (float(np.asarray(one)[:, 0].std()) for one in ends)
    return first, last


INSTRUMENT = LeastAction
