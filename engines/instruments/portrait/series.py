"""One coordinate of the first launched path, over time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.portrait.paths import declared_paths, followed, release
from engines.instruments.portrait.scales import box_of, refusal, time_unit
from engines.layers.frame import Frame
from engines.layers.series import Series
from engines.parameters.declare import Declaration, Parameters, choice
from engines.protocols.flow import Flow
from engines.protocols.instrument import Charting
from engines.protocols.views import Axis
from engines.running.ticket import Ticket

SAMPLES = (400, 4000)


class SeriesInstrument(Charting):
    """A chart of what the first path does."""

    name: ClassVar[str] = "series"
    title: ClassVar[str] = "Path over time"
    view: ClassVar[str] = "chart"
    draws: ClassVar[tuple[str, ...]] = ("series_before", "series")
    depth: ClassVar[int] = 3

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return refusal(flow, single=True)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        about = "Which coordinate the chart shows."
        return (
            *declared_paths(flow),
            choice("coordinate", flow.states[0], flow.states, title="Coordinate", help=about),
        )

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        p: Any = parameters
        box, i = box_of(flow), flow.states.index(p.coordinate)
        first = release(flow, p)
        words = "iteration" if flow.discrete else "time"
        return (
            Axis(words, "", time_unit(flow), first, first + float(p.duration)),
            Axis(
                box.labels[i],
                box.symbols[i],
                box.units[i],
                box.low[i],
                box.high[i],
                box.units[i] == "rad",
            ),
        )

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        p: Any = parameters
        label = box_of(flow).labels[flow.states.index(p.coordinate)]
        return label[:1].upper() + label[1:], "the launched path over time"

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        flow = self.flow
        starts = np.array([s for s in p.starts if len(s) == flow.dimension][:1], float)
        if not len(starts):
            yield Frame({})
            return
        column, first = flow.states.index(p.coordinate), release(flow, p)
        for level, samples in enumerate(SAMPLES):
            times = np.linspace(first, first + float(p.duration), samples)
            if flow.discrete:
                times = np.arange(first, first + p.duration + 1.0)
            states, ended = followed(flow, starts, times, ticket)
            until = int(ended[0])
            line = Series(times[:until], states[0, :until, column], label="now")
            last = flow.discrete or level == len(SAMPLES) - 1
            yield Frame({"series": line}, progress=1.0 if last else 0.3, level=level)
            if last:
                return


INSTRUMENT = SeriesInstrument
