"""How far a sampler with an error of its drift ends from the cloud it was meant for, over its noise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.errors import UnfitError
from engines.instruments.bridges.fields import refusal
from engines.layers.frame import Frame, Layer, Reading
from engines.layers.series import Series
from engines.numerics.interpolants.bridging import BridgingFlow, inside
from engines.numerics.interpolants.fokker_planck import divergence, spread
from engines.parameters.declare import Declaration, Parameters
from engines.protocols.capabilities import Probable
from engines.protocols.flow import Flow
from engines.protocols.instrument import Charting
from engines.protocols.views import Axis
from engines.running.ticket import Ticket

LEVELS = np.geomspace(0.05, 10.0, 9)  # below, the density needs finer cells
ERROR = 0.5  # where none is set
CELLS, STEPS = 801, 400


def error_of(flow: BridgingFlow) -> float:
    """The error of the drift that is asked about."""
    return flow.shaking.error or ERROR


class NoiseCost(Charting):
    """Kullback-Leibler divergence of the shadow on the first axis, along which the error acts.

    The density of the sampler obeys d_t rho + div((b + delta + eps s) rho) = eps Lap rho; the
    bound delta^2 / (4 eps) is that of Girsanov.
    """

    name: ClassVar[str] = "noise_cost"
    title: ClassVar[str] = "What noise mends"
    view: ClassVar[str] = "chart"
    draws: ClassVar[tuple[str, ...]] = ("noise_bound", "noise_now", "noise_cost")
    depth: ClassVar[int] = 2

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        if reason := refusal(flow, planar=False):
            return reason
        known = isinstance(flow, BridgingFlow) and flow.shadow() is not None
        return "" if known else "needs clouds that are known exactly"

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return ()

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        return (
            Axis("diffusion", r"\varepsilon", "", -1.4, 1.0, powers=True),
            Axis("divergence", "", "", -4.0, 0.5, powers=True),
        )

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        off = error_of(flow) if isinstance(flow, BridgingFlow) else ERROR
        word = "is" if isinstance(flow, BridgingFlow) and flow.shaking.error else "were"
        return NoiseCost.title, f"on the first axis, where the drift {word} off by {off:.3g}"

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        """One level of the noise after the other."""
        flow = self.flow
        line = flow.shadow() if isinstance(flow, BridgingFlow) else None
        if not isinstance(flow, BridgingFlow) or line is None or not isinstance(line, Probable):
            raise UnfitError("What noise mends needs clouds that are known exactly")
        off, noise = error_of(flow), flow.shaking.noise
        layers: dict[str, Layer] = {
            "noise_bound": Series(
                np.log10(LEVELS),
                np.log10(0.25 * off**2 / LEVELS),
                role="reference",
                label="bound",
            )
        }
        if noise > 0.0:
            here = np.full(2, np.log10(noise))
            layers["noise_now"] = Series(here, np.array([-4.0, 0.5]), role="before")
        found: list[float] = []
        for level in LEVELS:
            found.append(cost(line, off, float(level), ticket))
            curve = np.log10(np.maximum(found, 1e-12))
            layers["noise_cost"] = Series(np.log10(LEVELS[: len(found)]), curve, label="KL")
            yield Frame(
                layers,
                progress=len(found) / len(LEVELS),
                readings={"noise_cost": Reading(found[-1], f"KL at {level:.2g}")},
                task="What noise mends",
            )


def cost(line: Any, error: float, noise: float, ticket: Ticket | None = None) -> float:
    """KL of the law that was meant and that of the sampler at t = 1, for a flow on a line."""

    def drift(x: np.ndarray, t: float) -> np.ndarray:
        found: np.ndarray = line.tilted(x[:, None], inside(t), noise)[:, 0]
        return found + error

    def first(x: np.ndarray) -> np.ndarray:
        return np.exp(np.asarray(line.log_density(x[:, None], 0.0)))

    x, rho = spread(drift, first, noise, CELLS, STEPS, ticket)
    return divergence(np.exp(line.log_density(x[:, None], 1.0)), rho, float(x[1] - x[0]))


INSTRUMENT = NoiseCost
