"""One noise on its way to a picture, on each schedule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.errors import UnfitError
from engines.instruments.energy.of_schedule import OfSchedule
from engines.layers.frame import Frame, Reading
from engines.layers.image_grid import ImageGrid
from engines.numerics.kinetic.scheduling import OTHERS, PointsFlow
from engines.parameters.declare import Declaration, Parameters, whole
from engines.protocols.capabilities import Decoding
from engines.protocols.flow import Flow
from engines.running.randomness import stream
from engines.running.ticket import Ticket

TIMES = np.linspace(0.0, 1.0, 9)


class OnSchedules:
    """A row for each schedule, the same noise at its left, a finished picture at its right."""

    name: ClassVar[str] = "on_schedules"
    title: ClassVar[str] = "Pictures on their way"
    view: ClassVar[str] = "sheet"
    draws: ClassVar[tuple[str, ...]] = ("on_schedules",)
    depth: ClassVar[int] = 2

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return OfSchedule.refuses(flow)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (
            whole("seed", 0, 0, 99999, title="Seed", help="Seed of everything drawn at random."),
        )

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        """One schedule after the other."""
        p: Any = parameters
        flow: Any = self.flow
        if not isinstance(flow, PointsFlow) or not isinstance(flow, Decoding):
            raise UnfitError("Pictures on their way needs data that are pictures")
        noise = flow.noise(1, stream(p.seed, "noise"))
        rest = {name: path for name, path in OTHERS.items() if name != flow.schedule.name}
        flows: dict[str, Any] = {"this one": flow} | {
            name: flow.on(path) for name, path in rest.items()
        }
        rows: list[np.ndarray] = []
        for name, one in flows.items():
            ticket.check()
            ways = one.record(noise, TIMES, ticket)[0]
            rows.append(np.asarray(one.decode(ways)))
            blank = np.zeros_like(rows[0])
            sheet = np.stack([*rows, *[blank] * (len(flows) - len(rows))])
            grid = ImageGrid(
                sheet, row_labels=tuple(flows), column_labels=tuple(f"{t:.3g}" for t in TIMES)
            )
            gap = float(np.abs(rows[-1][-1] - rows[0][-1]).mean())
            reading = Reading(gap, f"{name}, from this one") if len(rows) > 1 else None
            readings = {} if reading is None else {self.name: reading}
            share = len(rows) / len(flows)
            yield Frame({self.name: grid}, progress=share, readings=readings, task=self.title)


INSTRUMENT = OnSchedules
