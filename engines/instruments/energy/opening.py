"""How far the plane of schedules opens as points get more dimensions to be told apart in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar

import numpy as np

from engines.errors import UnfitError
from engines.instruments.energy.of_schedule import OfSchedule
from engines.layers.curves import Curves
from engines.layers.frame import Frame, Layer, Reading
from engines.layers.points import Points
from engines.layers.tracks import Tracks
from engines.numerics.kinetic.scheduling import PointsFlow
from engines.parameters.declare import Parameters
from engines.protocols.flow import Flow
from engines.protocols.instrument import Choosing
from engines.protocols.views import Axis
from engines.running.ticket import Ticket

MOST = 10  # as a power of two
DIMENSIONS = tuple(2**k for k in range(MOST + 1))
RIGHT = 90.0  # degrees, at which the straight schedule is best


class Opening(OfSchedule, Choosing):
    """The angle Phi over the number of dimensions; a place on the curve chooses d."""

    name: ClassVar[str] = "opening"
    title: ClassVar[str] = "Angle over dimensions"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("opening_bound", "opening", "opening_known", "opening_here")

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        return (
            Axis("dimensions", "d", "", -0.12, 3.2, powers=True),
            Axis("angle", "\\Phi", "\N{DEGREE SIGN}", 0.0, 98.0),
        )

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        many = len(flow.blobs.means) if isinstance(flow, PointsFlow) else 0
        return Opening.title, f"{many} points; drag the dot"

    @staticmethod
    def chosen(flow: Flow, parameters: Parameters, place: tuple[float, ...]) -> Mapping[str, Any]:
        """The dimensions at the place."""
        power = min(max(float(place[0]), 0.0), np.log10(DIMENSIONS[-1]))
        return {"dimensions": round(10.0**power)}

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        """Where it is first, then one number of dimensions after the other."""
        ticket.check()
        flow, opening = self.flow, _openings(self.flow)
        if not isinstance(flow, PointsFlow) or opening is None:
            raise UnfitError("Angle over dimensions needs points drawn in some dimensions")
        here = np.array([np.log10(flow.dimension), np.rad2deg(flow.optimal.opening)])
        bound = np.array([[-0.12, RIGHT], [3.2, RIGHT]])
        layers: dict[str, Layer] = {
            "opening_bound": Curves(
                (bound,), ("reference",), (("reference", "the straight schedule is best"),)
            ),
            "opening_here": Points(here[None], "handle"),
        }
        reading = {self.name: Reading(float(here[1]), "degrees")}
        yield Frame(layers, progress=0.0, readings=reading, task=self.title)
        known: list[tuple[float, float]] = []
        for d in DIMENSIONS:
            ticket.check()
            known.append((np.log10(d), np.rad2deg(opening(d))))
            places = np.array(known)
            layers["opening_known"] = Points(places, "dot")
            if len(places) > 1:
                layers["opening"] = Tracks(places[None], places[:, 0], "path")
            share = len(known) / len(DIMENSIONS)
            yield Frame(layers, progress=share, readings=reading, task=self.title)


def _openings(flow: Flow) -> Callable[[int], float] | None:
    return flow.openings if isinstance(flow, PointsFlow) else None


INSTRUMENT = Opening
