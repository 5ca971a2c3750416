"""One coordinate of the launched paths, over time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.portrait.paths import (
    TOLD_APART,
    declared_paths,
    followed,
    in_view,
    kinds,
    release,
)
from engines.instruments.portrait.scales import box_of, known_moment, refusal, time_unit
from engines.layers.frame import Frame, Layer
from engines.layers.series import KINDS, Series
from engines.parameters.declare import Declaration, Parameters, choice
from engines.protocols.flow import Flow
from engines.protocols.instrument import Charting
from engines.protocols.views import Axis
from engines.running.ticket import Ticket

SAMPLES = (400, 4000)


class SeriesInstrument(Charting):
    """A chart of what the first path does; in space, of what each of a few paths does."""

    name: ClassVar[str] = "series"
    title: ClassVar[str] = "Path over time"
    view: ClassVar[str] = "chart"
    draws: ClassVar[tuple[str, ...]] = (
        "series_before",
        *(f"series_{number}" for number in range(TOLD_APART, 1, -1)),
        "series",
    )
    depth: ClassVar[int] = 3

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return refusal(flow, single=True, memory=True)

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
        several = kinds(flow, len(_starts(flow, p)))
        words = "the launched paths over time" if several else "the launched path over time"
        return label[:1].upper() + label[1:] if len(label) > 1 else label, words

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        flow = self.flow
        starts = _starts(flow, p)
        several = kinds(flow, len(starts))
        starts = starts if several else starts[:1]
        if not len(starts):
            yield Frame({})
            return
        column, first = flow.states.index(p.coordinate), release(flow, p)
        for level, samples in enumerate(SAMPLES):
            times = np.linspace(first, known_moment(flow, first + float(p.duration)), samples)
            if flow.discrete:
                times = np.arange(first, first + p.duration + 1.0)
            states, ended, _ = followed(flow, starts, times, ticket)
            states = in_view(states, box_of(flow))
            lines: dict[str, Layer] = {}
            for i, until in enumerate(ended.tolist()):
                lines["series" if i == 0 else f"series_{i + 1}"] = Series(
                    times[:until],
                    states[i, :until, column],
                    role=KINDS[i] if several else "value",
                    label="" if several else "now",
                )
            last = flow.discrete or level == len(SAMPLES) - 1
            yield Frame(lines, progress=1.0 if last else 0.3, level=level)
            if last:
                return


def _starts(flow: Flow, p: Any) -> np.ndarray:
    return np.array([s for s in p.starts if len(s) == flow.dimension], float)


INSTRUMENT = SeriesInstrument
