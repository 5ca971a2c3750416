"""A number along the ways of random noise, over time: a few of them first, then all."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import numpy as np

from engines.errors import UnfitError
from engines.layers.frame import Frame, Layer, Reading
from engines.parameters.declare import Declaration, Parameters, whole
from engines.protocols.capabilities import Generating
from engines.protocols.flow import Flow
from engines.protocols.instrument import Charting
from engines.running.randomness import stream
from engines.running.ticket import Ticket

FIRST = 64  # ways of the first picture


class AlongWays(Charting):
    """A chart of what is measured along the ways of a flow from noise to data.

    Attributes:
        counted: Name of the parameter that says how many.
        counts: What for, in the words of its help.
        moments: Times at which ways are looked at.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    view: ClassVar[str] = "chart"
    depth: ClassVar[int] = 2
    counted: ClassVar[str]
    counts: ClassVar[str]
    moments: ClassVar[int]

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @abstractmethod
    def along(
        self, starts: np.ndarray, times: np.ndarray, ticket: Ticket
    ) -> tuple[Mapping[str, Layer], Reading] | str:
        """Layers and reading for the ways from `starts`, shape (n, d), at `times`, shape (k,); or
        one sentence that says why there are none.
        """

    @staticmethod
    def refuses(flow: Flow) -> str:
        return "" if isinstance(flow, Generating) else "needs a flow from noise to data"

    @classmethod
    def declared(cls, flow: Flow) -> tuple[Declaration, ...]:
        return (
            whole(
                cls.counted, 400, 20, 4000, title="Paths measured", group=cls.title, help=cls.counts
            ),
            whole("seed", 0, 0, 99999, title="Seed", help="Seed of everything drawn at random."),
        )

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        flow = self.flow
        if not isinstance(flow, Generating):
            raise UnfitError(f"{self.title} needs a flow from noise to data")
        count = int(getattr(p, self.counted))
        starts = flow.noise(count, stream(p.seed, self.title.lower()))
        times = np.linspace(0.0, flow.arrival, self.moments)
        sizes = sorted({min(FIRST, count), count})
        for level, size in enumerate(sizes):
            ticket.check()
            found = self.along(starts[:size], times, ticket)
            if isinstance(found, str):
                yield Frame({}, notes=(found,))
                return
            layers, reading = found
            yield Frame(
                layers,
                progress=(level + 1) / len(sizes),
                level=level,
                readings={self.name: reading},
                task=self.title,
            )


def arrival(flow: Flow) -> float:
    """When it has arrived."""
    return flow.arrival if isinstance(flow, Generating) else 1.0
