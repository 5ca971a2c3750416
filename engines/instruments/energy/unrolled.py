"""The plane of schedules unrolled by what the data can be told apart: the cheapest is a chord."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.errors import UnfitError
from engines.instruments.energy.of_schedule import OfSchedule
from engines.instruments.energy.schedule_plane import EVEN, FAR, TIMES
from engines.layers.curves import Curves
from engines.layers.frame import Frame, Layer, Reading
from engines.layers.points import Points
from engines.layers.tracks import Tracks
from engines.numerics.diffusion.path import Path
from engines.numerics.kinetic.chord import KineticOptimal
from engines.numerics.kinetic.scheduling import OTHERS, Scheduling
from engines.parameters.declare import Parameters
from engines.protocols.flow import Flow
from engines.protocols.views import Axis
from engines.running.ticket import Ticket


def unrolled(path: Path, best: KineticOptimal, times: np.ndarray = TIMES) -> np.ndarray:
    """A schedule at (r cos phi, r sin phi), shape (k, 2).

    Lengths in this plane, squared and over time, are kinetic energy: E = int r'^2 + r^2 phi'^2 dt.
    """
    a, s = path.a(times), path.s(times)
    r, phi = np.hypot(a, s), best.angle_of(np.arctan2(a, s))
    return np.stack([r * np.cos(phi), r * np.sin(phi)], axis=1)


class Unrolled(OfSchedule):
    """Noise lies at (1, 0); data lie at the angle Phi, which opens as data are told apart."""

    name: ClassVar[str] = "unrolled"
    title: ClassVar[str] = "Unrolled"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = (
        "unrolled_others",
        "unrolled_names",
        "unrolled",
        "unrolled_times",
    )

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        return (
            Axis("r cos \N{GREEK SMALL LETTER PHI}", "", "", -0.04, FAR),
            Axis("r sin \N{GREEK SMALL LETTER PHI}", "", "", -0.04, FAR),
        )

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        if not isinstance(flow, Scheduling):
            return Unrolled.title, ""
        if flow.optimal.free:
            return Unrolled.title, "the angle closes: any VP path is optimal"
        return Unrolled.title, "the straight line costs least"

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        ticket.check()
        flow: Any = self.flow
        if not isinstance(flow, Scheduling):
            raise UnfitError("Unrolled needs a schedule")
        best, own = flow.optimal, flow.schedule
        end = np.array([np.cos(best.opening), np.sin(best.opening)])
        arc = np.linspace(0.0, best.opening, 61)
        others = [path for name, path in OTHERS.items() if name != own.name]
        lines = [unrolled(path, best) for path in others]
        edges = [
            np.array([[0.0, 0.0], [1.0, 0.0]]),
            np.stack([np.zeros(2), end]),
            np.stack([np.cos(arc), np.sin(arc)], axis=1),
        ]
        chord = np.stack([np.array([1.0, 0.0]), end])
        shown = () if own.name == best.name else (chord,)
        roles = ("reference",) * len(lines) + ("contour",) * len(edges)
        roles += ("elliptic",) * len(shown)
        angle = np.rad2deg(best.opening)
        phi = "\N{GREEK CAPITAL LETTER PHI}"
        told = "data" if best.free else f"data, {phi} = {angle:.1f}\N{DEGREE SIGN}"
        layers: dict[str, Layer] = {
            "unrolled_others": Curves((*lines, *edges, *shown), roles),
            "unrolled_names": Points(np.stack([[1.0, 0.0], end]), "dot", ("noise", told)),
            "unrolled": Tracks(unrolled(own, best)[None], TIMES, "path"),
            "unrolled_times": Points(unrolled(own, best, EVEN), "dot"),
        }
        opening = Reading(float(angle), "degrees")
        yield Frame(layers, readings={self.name: opening})


INSTRUMENT = Unrolled
