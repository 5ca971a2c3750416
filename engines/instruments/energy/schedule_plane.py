"""Schedules as curves in the plane of data and noise; the knots of a drawn one can be dragged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

import numpy as np

from engines.errors import UnfitError
from engines.instruments.energy.of_schedule import OfSchedule
from engines.layers.curves import Curves
from engines.layers.frame import Frame, Layer, Reading
from engines.layers.points import Points
from engines.layers.tracks import Tracks
from engines.numerics.diffusion.path import Path
from engines.numerics.kinetic.direct import least_energy
from engines.numerics.kinetic.drawn import LEAST, Drawn
from engines.numerics.kinetic.scheduling import OTHERS, Scheduling
from engines.numerics.kinetic.separation import Separation
from engines.parameters.declare import Declaration, Parameters, switch
from engines.protocols.flow import Flow
from engines.protocols.instrument import Choosing
from engines.protocols.views import Axis
from engines.running.ticket import Ticket

# Closer at the ends, where a schedule may turn at once.
TIMES = 0.5 - 0.5 * np.cos(np.pi * np.linspace(0.0, 1.0, 161))
EVEN = np.linspace(0.0, 1.0, 11)
FAR = 1.12
MOST = 1.5  # of a and m at a knot
BESIDE = {"linear": 0.5, "trig": 0.5, "VP": 0.93}  # the time at which a curve is named


def curve_of(path: Path, times: np.ndarray = TIMES) -> np.ndarray:
    """Places (a, m), shape (k, 2)."""
    return np.stack([path.a(times), path.s(times)], axis=1)


_known: WeakKeyDictionary[Separation, tuple[np.ndarray, float]] = WeakKeyDictionary()


def searched(separation: Separation, ticket: Ticket) -> tuple[np.ndarray, float]:
    """Places (a, m) of the schedule that a search finds, and its energy; searched for once."""
    found = _known.get(separation)
    if found is None:
        path, energy = least_energy(separation, ticket=ticket)
        found = _known[separation] = (curve_of(path), energy)
    return found


class SchedulePlane(OfSchedule, Choosing):
    """How much data and noise there is, from noise alone at the top to data alone at the right."""

    name: ClassVar[str] = "schedule_plane"
    title: ClassVar[str] = "Schedule"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = (
        "other_schedules",
        "other_names",
        "schedule_plane",
        "schedule_times",
        "searched",
        "knots",
    )

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (
            switch(
                "search",
                False,
                title="Search it as well",
                help="Find the schedule of least energy as a free curve, by least squares; it must "
                "be the one that is known.",
            ),
        )

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        return Axis("share of data", "a", "", -0.04, FAR), Axis("noise", "m", "", -0.04, FAR)

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        if isinstance(flow, Scheduling) and isinstance(flow.schedule, Drawn):
            return SchedulePlane.title, "drag the knots; dots at equal times"
        return SchedulePlane.title, "dots at equal times"

    @staticmethod
    def chosen(flow: Flow, parameters: Parameters, place: tuple[float, ...]) -> Mapping[str, Any]:
        """The nearest knot moves to the place.

        Raises:
            FlowError: If signal to noise would not rise any more.
        """
        if not isinstance(flow, Scheduling) or not isinstance(flow.schedule, Drawn):
            return {}
        knots = flow.schedule.knots.copy()
        here = np.clip(np.asarray(place[:2], dtype=np.float64), LEAST, MOST)
        knots[int(((knots - here) ** 2).sum(axis=1).argmin())] = here
        Drawn(knots)
        return {"knots": tuple((float(a), float(m)) for a, m in knots)}

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        ticket.check()
        flow: Any = self.flow
        if not isinstance(flow, Scheduling):
            raise UnfitError("Schedule needs a schedule")
        own = flow.schedule
        best = () if own.name == flow.optimal.name else (curve_of(flow.optimal),)
        others = {name: path for name, path in OTHERS.items() if name != own.name}
        lines = tuple(curve_of(path) for path in others.values())
        named = [curve_of(path, np.array([BESIDE[name]]))[0] for name, path in others.items()]
        layers: dict[str, Layer] = {
            "other_schedules": Curves(
                (*lines, *best),
                ("reference",) * len(lines) + ("elliptic",) * len(best),
                (("elliptic", "least energy"),) if best else (),
            ),
            "other_names": Points(np.array(named), "dot", tuple(others)),
            "schedule_plane": Tracks(curve_of(own)[None], TIMES, "path"),
            "schedule_times": Points(curve_of(own, EVEN), "dot"),
        }
        if isinstance(own, Drawn):
            layers["knots"] = Points(own.knots, "handle")
        reading = Reading(flow.energies["this one"], "energy")
        p: Any = parameters
        if not getattr(p, "search", False):
            yield Frame(layers, readings={self.name: reading})
            return
        yield Frame(layers, progress=0.2, readings={self.name: reading}, task="Searching")
        curve, energy = searched(flow.separation, ticket)
        layers["searched"] = Curves(
            (curve,), ("interface_outer",), (("interface_outer", f"searched, {energy:.4f}"),)
        )
        yield Frame(layers, readings={self.name: reading})


INSTRUMENT = SchedulePlane
