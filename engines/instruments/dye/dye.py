"""Dye laid down by hand, carried by the flow to every moment of the clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

import numpy as np

from engines.instruments.dye.stain import stain
from engines.instruments.portrait.paths import declared_paths
from engines.instruments.portrait.scales import box_of, friendly, lasting, wrapped
from engines.instruments.transport.plane_grid import unfit_for_planes
from engines.layers.frame import Frame, Reading
from engines.layers.tracks import Tracks
from engines.parameters.declare import Declaration, Parameters, places, real
from engines.protocols.capabilities import Recorded
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

SAMPLES = (61, 241)  # moments at which all places are known, at level 0 and 1
NUMBERS = (2500, 6000)  # places at level 0 and 1, before stretching asks for more
MOST = 16_000
_FINE = 1.0 / 350.0  # of the box: neighbours further apart than this leave gaps

_known: WeakKeyDictionary[Flow, dict[tuple[Any, ...], Tracks]] = WeakKeyDictionary()


class DyeInstrument:
    """Blobs of dye: stroke the picture with Shift held down and let time pass."""

    name: ClassVar[str] = "dye"
    title: ClassVar[str] = "Dye"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("dye",)
    depth: ClassVar[int] = 1

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return unfit_for_planes(flow)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        box = box_of(flow)
        side = float(min(np.subtract(box.high, box.low)[:2]))
        shared = [d for d in declared_paths(flow) if d.name in ("duration", "start")]
        return (
            *(replace(d, group="") for d in shared),
            places("drops", group="Dye"),
            real("drop_size", friendly(side / 15.0), side / 200.0, side / 2.0, title="Drop",
                 unit=box.units[0], logarithmic=True, group="Dye",
                 help="Radius of a drop of dye; stroke the picture with Shift held down."),
        )  # fmt: skip

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        drops = tuple(drop for drop in p.drops if len(drop) == 3)
        if not drops:
            yield Frame({"dye": Tracks(np.zeros((0, 2, 2)), np.array([0.0, 1.0]), "dye")})
            return
        first, last = self._span(drops, float(p.duration))
        key = (drops, float(p.drop_size), first, last)
        at = None if self.flow.steady else float(p.start)
        reading = {"dye": Reading(float(len(drops)), "drop" if len(drops) == 1 else "drops")}
        kept = _known.setdefault(self.flow, {})
        if key in kept:
            yield Frame({"dye": replace(kept[key], at=at)}, level=1, readings=reading)
            return
        for level, (samples, number) in enumerate(zip(SAMPLES, NUMBERS, strict=True)):
            ticket.check()
            times = np.linspace(first, last, samples)
            found = self._carried(drops, float(p.drop_size), times, number, level, ticket)
            yield Frame(
                {"dye": replace(found, at=at)},
                progress=1.0 if level else 0.2,
                level=level,
                readings=reading,
                task="" if level else "Dye",
            )
        for oldest in list(kept)[:-1]:
            del kept[oldest]
        kept[key] = found

    def _span(self, drops: tuple[tuple[float, ...], ...], duration: float) -> tuple[float, float]:
        """First and last moment to which all dye is carried."""
        laid = [drop[2] for drop in drops]
        first, last = min(0.0, *laid), max(duration, *laid)
        if isinstance(self.flow, Recorded):
            first = max(min(first, *laid), self.flow.span[0])
            last = min(last, self.flow.span[1])
        return first, last if last > first else first + 1e-6 * lasting(self.flow)

    def _carried(
        self,
        drops: tuple[tuple[float, ...], ...],
        size: float,
        times: np.ndarray,
        number: int,
        level: int,
        ticket: Ticket,
    ) -> Tracks:
        """Tracks of all places of all dye; dye laid down at one moment is one stain."""
        box = box_of(self.flow)
        moments = sorted({drop[2] for drop in drops})
        gap = _FINE * float(np.subtract(box.high, box.low)[:2].max())
        parts = []
        for moment in moments:
            centres = np.array([drop[:2] for drop in drops if drop[2] == moment])

            def carry(states: np.ndarray, laid: float = moment) -> np.ndarray:
                return self._tracks(states, laid, times, ticket)

            parts.append(
                stain(
                    centres, size, carry, number // len(moments), gap,
                    most=MOST // len(moments) if level else 0,
                )
            )  # fmt: skip
        tracks = np.concatenate(parts)
        return Tracks(_still(wrapped(tracks, box)), times, "dye")

    def _tracks(
        self, states: np.ndarray, laid: float, times: np.ndarray, ticket: Ticket
    ) -> np.ndarray:
        """Where states given at `laid` are at each of `times`, before it and after it."""
        later = np.concatenate([[laid], times[times >= laid]])
        earlier = np.concatenate([[laid], times[times < laid][::-1]])
        after = self.flow.record(states, later, ticket)[:, 1:]
        before = self.flow.record(states, earlier, ticket)[:, :0:-1]
        return np.concatenate([before, after], axis=1)


def _still(array: np.ndarray) -> np.ndarray:
    array = np.ascontiguousarray(array)
    array.flags.writeable = False
    return array


INSTRUMENT = DyeInstrument
