"""Whether noise on the way moves the law of the cloud: its shadow on the first axis, counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.errors import UnfitError
from engines.instruments.distance.carried_cloud import cloud_of
from engines.instruments.distance.transported import MOMENT
from engines.instruments.portrait.scales import box_of
from engines.layers.frame import Frame, Reading, Trust
from engines.layers.series import Series
from engines.numerics.diffusion.generation import GenerationFlow
from engines.parameters.declare import Declaration, Parameters, whole
from engines.protocols.capabilities import Generating, Probable
from engines.protocols.flow import Flow
from engines.protocols.instrument import Charting
from engines.protocols.views import Axis
from engines.running.randomness import stream
from engines.running.ticket import Ticket

NODES = (241, 121)  # along the first axis, and along the second, which is summed over
FEWER = (97, 41)  # where the density has to be followed back to the noise
BINS = 48
CHANCE = 1.36  # over the root of the number of draws: what one in twenty exact clouds exceeds


class Marginal(Charting):
    """The histogram of x_1 at this moment over the density, and how far shares are off."""

    name: ClassVar[str] = "marginal"
    title: ClassVar[str] = "Law of the cloud"
    view: ClassVar[str] = "chart"
    draws: ClassVar[tuple[str, ...]] = ("marginal_exact", "marginal")
    depth: ClassVar[int] = 2

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        if not (isinstance(flow, Probable) and isinstance(flow, Generating)):
            return "needs a cloud whose density is known"
        return "" if flow.dimension == 2 else "needs a planar flow"

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (
            MOMENT,
            whole("marginal_draws", 4000, 100, 50000, title="Draws", group=Marginal.title,
                  logarithmic=True, help="States that are carried and counted."),
            whole("seed", 0, 0, 99999, title="Seed", help="Seed of everything drawn at random."),
        )  # fmt: skip

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        box = box_of(flow)
        return (
            Axis(box.labels[0], box.symbols[0], box.units[0], box.low[0], box.high[0]),
            Axis("density", "", "", 0.0, 0.5),
        )

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        sampler = getattr(flow, "sampler", None)
        noise = f"noise g = {sampler.scale:.3g}" if sampler is not None else ""
        return Marginal.title, ", ".join(
            part for part in ("counted, over its density", noise) if part
        )

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        flow, box = self.flow, box_of(self.flow)
        if not (isinstance(flow, Probable) and isinstance(flow, Generating)):
            raise UnfitError("Law of the cloud needs a cloud whose density is known")
        yield Frame({}, progress=0.0, task=self.title)
        followed = getattr(type(flow), "log_density", None) is GenerationFlow.log_density
        counts = FEWER if followed else NODES
        x, y = (np.linspace(box.low[k], box.high[k], counts[k]) for k in (0, 1))
        across, along = np.meshgrid(x, y)
        places = np.stack([across.ravel(), along.ravel()], axis=1)
        density = np.exp(flow.log_density(places, float(p.t), ticket)).reshape(across.shape)
        exact = np.trapezoid(density, y, axis=0)
        carrier: Any = flow
        count = int(p.marginal_draws)
        noise = carrier.noise(count, stream(p.seed, "noise"))
        cloud = cloud_of(carrier, noise, p.seed, carrier.arrival)
        cloud.carry(count, ticket)
        places = cloud.at(p.t, count)[:, 0]
        counted = places[np.isfinite(places)]
        edges = np.linspace(x[0], x[-1], BINS + 1)
        shares = np.histogram(counted, edges)[0] / (count * np.diff(edges))
        gap = _farthest(counted, x, exact)
        limit = CHANCE / np.sqrt(count)
        said = f"Shares of the cloud are off by {gap:.3f} at most; {limit:.3f} is chance."
        yield Frame(
            {
                "marginal": Series(
                    np.repeat(edges, 2)[1:-1], np.repeat(shares, 2), label="counted"
                ),
                "marginal_exact": Series(x, exact, role="reference", label="density"),
            },
            readings={self.name: Reading(gap, "largest share off")},
            trust=Trust("good" if gap < 2.0 * limit else "warn", said),
            task=self.title,
        )


def _farthest(places: np.ndarray, x: np.ndarray, density: np.ndarray) -> float:
    """Largest distance of counted shares below a place from the exact ones."""
    steps = 0.5 * (density[1:] + density[:-1]) * np.diff(x)
    below = np.concatenate([[0.0], np.cumsum(steps)])
    below /= max(below[-1], 1e-300)
    values = np.sort(places)
    exact = np.interp(values, x, below)
    ranks = np.arange(1, len(values) + 1) / max(len(values), 1)
    gaps = np.maximum(ranks - exact, exact - ranks + 1.0 / max(len(values), 1))
    return float(gaps.max()) if len(values) else 1.0


INSTRUMENT = Marginal
