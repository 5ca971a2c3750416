"""Codes that drift along learned landscapes: drag the point, and follow one meaning of a picture."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from engines.errors import UnfitError
from engines.experiments.instrumented import MAIN
from engines.experiments.latent.marks import NAMES, Ways
from engines.experiments.latent.quick import Quick
from engines.experiments.latent.starting import Starting
from engines.experiments.latent.watched import Watched, trained_as
from engines.experiments.remembered import Remembered
from engines.instruments.latent.equivariance import refusal
from engines.layers.frame import Frame
from engines.learned.latent.pictured import Startable
from engines.learned.latent.potentials.space import FORWARD
from engines.learned.latent.still import Still, Tabulated
from engines.parameters.declare import Parameters
from engines.parameters.reading import changed
from engines.protocols.capabilities import Flat
from engines.protocols.flow import Flow
from engines.protocols.gesture import Gesture
from engines.protocols.instrument import Instrument
from engines.protocols.subject import Subject
from engines.protocols.views import Clock, ViewSpec
from engines.running.ticket import Ticket

SHOWN_FOR = 6.0  # s of watching a whole walk at speed 1
ORDER = (
    "decoded",
    "purity_matrix",
    "factor_curves",
    "decoded_plane",
    "contact_sheet",
    "equivariance",
)
MEANT = ("potential", "streamlines", "decoded", "decoded_plane", "equivariance")
AT_ONE_MOMENT = ("fixed_points", "manifolds", "nullclines")  # asked of the landscape as it is now
TABULATED = ("streamlines", "directions")
OF_THE_PLANE = ("decoded_plane", "sensitivity", "ftle", "picture_ftle", "purity_matrix")


class LatentPotentialFlows(Watched):
    """A plane of codes with the moving landscape in it, and what the codes look like."""

    shown = ("potential", "streamlines", "decoded", "factor_curves", "contact_sheet")
    title = "Latent plane"

    def __init__(self, subject: Subject, chosen: Sequence[str] = ()) -> None:
        if not isinstance(subject, Startable):
            raise UnfitError(f"{subject.id}: this experiment needs learned potentials")
        self._model, self.model = subject, trained_as(subject)
        self._remembered = Remembered()
        self._quick = Quick()
        self._walked: dict[bool, Ways] = {}  # hasty ones and careful ones
        self._stroke = (0, 0.0, 0.0)  # its number, and where and when it began
        self._starting = Starting(subject)
        super().__init__(self._starting, chosen)

    def at_first(self, flow: Flow) -> tuple[str, ...]:
        """Where it is known what the ways are meant to do, that is shown as large as it can be."""
        return self.shown if refusal(flow) else MEANT

    def heading(self, parameters: Parameters) -> tuple[str, str]:
        return self.title, "drag the point; Shift and drag: along the flow"

    def clock(self, parameters: Parameters) -> Clock:
        p: Any = parameters
        reach = self._plane(parameters).whole.reach  # type: ignore[attr-defined]
        low = 0.0 if p.arm in FORWARD else -reach
        words, rate = f"step along way {p.way}", 2.0 * reach / SHOWN_FOR
        return Clock("t", low, reach, "", words, rate, along=False, stroked=True)

    def respond(self, parameters: Parameters, gesture: Gesture) -> Parameters:
        """A hand moves the start and time begins anew; a stroke moves time along the flow."""
        if gesture.kind == "clear":
            return changed(parameters, {"handle": (), "t": 0.0})
        if gesture.kind == "draw":
            side = round(len(gesture.place) ** 0.5)
            rows = tuple(gesture.place[i : i + side] for i in range(0, side * side, side))
            return changed(parameters, {"drawing": rows, "start_from": "drawing", "handle": ()})
        if gesture.view != MAIN:
            return super().respond(parameters, gesture)
        if gesture.kind == "brush":
            return changed(parameters, {"t": self._stroked(parameters, gesture)})
        if gesture.kind not in ("launch", "drag"):
            return parameters
        return changed(parameters, {"handle": (tuple(gesture.place[:2]),), "t": 0.0})

    def views(self, parameters: Parameters) -> tuple[ViewSpec, ...]:
        main, *others = super().views(parameters)
        others.sort(key=lambda one: ORDER.index(one.id) if one.id in ORDER else len(ORDER))
        return (replace(main, layers=(*main.layers, *NAMES)), *others)

    def unfit(self, parameters: Parameters) -> dict[str, str]:
        still = Still(self.flow(parameters), 0.0)
        reasons = super().unfit(parameters) | self._starting.unfit(parameters)
        now = {one.name: one.refuses(still) for one in self.shelf if one.name in AT_ONE_MOMENT}
        return {n: r for n, r in {**reasons, **now}.items() if r}

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        """What moves with the hand at once, then everything as fine as it can be."""
        p: Any = parameters
        ticket.check()
        plane = self._plane(parameters)
        draws = {layer for one in self.on(parameters) for layer in one.draws}
        self._quick.forget(draws)
        ways = self._ways(plane, p.t, hasty=True)
        soon, all_there = self._quick.layers(self.flow(parameters), ways, p, self._lies(p))
        marks = ways.marks(self._model, p.coloured)
        progress = 1.0 if all_there else 0.02
        yield Frame({**soon, **marks}, progress=progress, trust=ways.trust())
        if due := self._quick.due():
            soon = due
            yield Frame({**soon, **marks}, progress=progress, trust=ways.trust())
        self._quick.give_way(ticket)
        ways = self._ways(plane, p.t)
        marks, trust = ways.marks(self._model, p.coloured), ways.trust()
        for frame in super().frames(parameters, ticket):
            before = soon if frame.progress < 1.0 else {}
            layers = {**before, **frame.layers, **marks}
            self._quick.keep(frame.layers)
            yield replace(frame, layers=layers, trust=frame.trust or trust)

    def _ways(self, plane: Flat, step: float, hasty: bool = False) -> Ways:
        """Walked once while only time moves."""
        known = self._walked.get(hasty)
        if known is None or known.plane is not plane:
            known = self._walked[hasty] = Ways(plane, step, hasty)
            return known
        return known.at(step)

    def _stroked(self, parameters: Parameters, gesture: Gesture) -> float:
        """The time to which a stroke has come: its way to the right, the plane's half being all."""
        p: Any = parameters
        clock, box = self.clock(parameters), self._plane(parameters).box  # type: ignore[attr-defined]
        if gesture.stroke != self._stroke[0]:
            self._stroke = (gesture.stroke, gesture.place[0], p.t)
        _, begun, moment = self._stroke
        half = 0.5 * (box.high[0] - box.low[0])
        there = moment + (gesture.place[0] - begun) / half * clock.high
        return float(np.clip(there, clock.low, clock.high))

    def _plane(self, parameters: Parameters) -> Flat:
        plane = self.flow(parameters)
        if not isinstance(plane, Flat):
            raise UnfitError("this experiment needs a plane of codes")
        return plane

    def _work(
        self, one: type[Instrument], flow: Flow, parameters: Parameters, ticket: Ticket
    ) -> Generator[Frame, None, None]:
        p: Any = parameters
        if one.name in AT_ONE_MOMENT:
            flow = Still(flow, abs(p.t))
        elif one.name in TABULATED:
            flow = Tabulated(flow, abs(p.t))
        work = partial(super()._work, one, flow, parameters, ticket)
        if one.name in OF_THE_PLANE:
            return self._remembered.frames(one.name, self._lies(p), work)
        return work()

    @staticmethod
    def _lies(parameters: Any) -> object:
        """All that a field over the plane depends on: not on where in it the point is, or when."""
        return parameters.model_copy(update={"t": 0.0, "coloured": "none", "handle": ()})


EXPERIMENT = LatentPotentialFlows
