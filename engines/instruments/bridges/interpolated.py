"""From one picture to another in two ways: along the flow, and along the interpolant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.layers.frame import Frame, Reading
from engines.layers.image_grid import ImageGrid
from engines.numerics.interpolants.bridging import BridgingFlow
from engines.parameters.declare import Declaration, Parameters, whole
from engines.protocols.flow import Flow
from engines.protocols.pictures import Picturing
from engines.running.randomness import stream
from engines.running.ticket import Ticket

TIMES = np.linspace(0.0, 1.0, 9)
ROWS = ("flow", "mixed", "with noise")


class Interpolated:
    """The start the point is at, and the picture the flow makes of it, with what lies between:
    as the flow goes, as I(t, x_0, x_1) mixes the two, and as it does with the latent noise.
    """

    name: ClassVar[str] = "interpolated"
    title: ClassVar[str] = "Flow and interpolant"
    view: ClassVar[str] = "sheet"
    draws: ClassVar[tuple[str, ...]] = ("interpolated",)
    depth: ClassVar[int] = 2

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        fits = isinstance(flow, Picturing) and isinstance(flow.whole, BridgingFlow)
        return "" if fits else "needs a bridge between pictures"

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (
            whole("seed", 0, 0, 99999, title="Seed", help="Seed of everything drawn at random."),
        )

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        flow: Any = self.flow
        ticket.check()
        bridge = flow.whole
        start = flow.lifted(flow.here[None])
        along = bridge.record(start, TIMES, ticket)
        end = along[:, -1]
        noise = stream(p.seed, "interpolated").standard_normal(start.shape)
        mixed = bridge.between(start, end, np.zeros_like(noise), TIMES)
        noisy = bridge.between(start, end, noise, TIMES)
        ways = np.concatenate([along, mixed, noisy])
        pictures = bridge.decode(ways.reshape(-1, ways.shape[-1]))
        middle, whole_way = len(TIMES) // 2, float(np.linalg.norm(end - start))
        apart = float(np.linalg.norm(along[0, middle] - mixed[0, middle]))
        grid = ImageGrid(
            np.asarray(pictures).reshape(len(ROWS), len(TIMES), *pictures.shape[1:]),
            row_labels=ROWS,
            column_labels=tuple(f"{t:.3g}" for t in TIMES),
        )
        told = Reading(apart / max(whole_way, 1e-12), "of the way apart at 1/2")
        yield Frame({self.name: grid}, readings={self.name: told}, task=self.title)


INSTRUMENT = Interpolated
