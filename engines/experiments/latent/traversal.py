"""A plane of pictures: drag the point, and see what the numbers of a network mean."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from engines.errors import UnfitError
from engines.experiments.glimpses import Glimpses, moves, told
from engines.experiments.instrumented import Instrumented
from engines.experiments.latent.landmarks import landmarks, within_data
from engines.experiments.latent.watched import trained_as
from engines.experiments.merging import Part
from engines.experiments.remembered import Remembered
from engines.instruments.latent.contact_sheet import REACH
from engines.layers.frame import Frame, Layer
from engines.learned.latent.pictured import Pictured, Startable
from engines.learned.latent.straight import CodePlane
from engines.parameters.declare import Parameters
from engines.parameters.reading import changed
from engines.protocols.experiment import Learning
from engines.protocols.flow import Flow
from engines.protocols.gesture import Gesture
from engines.protocols.instrument import Instrument
from engines.protocols.recipe import Recipe
from engines.protocols.subject import Subject
from engines.protocols.views import Clock, ViewSpec
from engines.running.ticket import Ticket

SHOWN_FOR = 6.0  # s of watching a whole walk at speed 1
CHANGE = "sensitivity"
# What depends on where the plane lies, but not on where the handle is in it.
OF_THE_PLANE = (CHANGE, "decoded_plane")
SHEETS = ("decoded", "contact_sheet")
OVER = ("codes", "ways", "walk", "handle")


class Traversal(Instrumented, Learning):
    """The codes of known pictures, a handle among them, and straight walks from it."""

    shown = (CHANGE, "decoded", "decoded_plane", "contact_sheet")
    title = "Latent plane"

    def __init__(self, subject: Subject, chosen: Sequence[str] = ()) -> None:
        if not isinstance(subject, Pictured) or isinstance(subject, Startable):
            raise UnfitError(f"{subject.id}: this experiment needs a decoder of small pictures")
        self._model = subject
        self.model = trained_as(subject)
        self._remembered = Remembered()
        super().__init__(subject, chosen)

    def heading(self, parameters: Parameters) -> tuple[str, str]:
        return self.title, "drag the point"

    def clock(self, parameters: Parameters) -> Clock:
        return Clock("t", -REACH, REACH, "", "step along the direction", 2.0 * REACH / SHOWN_FOR)

    def respond(self, parameters: Parameters, gesture: Gesture) -> Parameters:
        """The handle follows the hand, and goes back to the picture's own code when cleared."""
        if gesture.kind == "clear":
            return changed(parameters, {"handle": ()})
        if gesture.view != "portrait" or gesture.kind not in ("launch", "drag"):
            return parameters
        return changed(parameters, {"handle": (tuple(gesture.place[:2]),)})

    def views(self, parameters: Parameters) -> tuple[ViewSpec, ...]:
        main, *others = super().views(parameters)
        order = ("decoded", "decoded_plane", "contact_sheet")
        others.sort(key=lambda one: order.index(one.id) if one.id in order else len(order))
        return (replace(main, layers=(*main.layers, *OVER)), *others)

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        over = self._over(parameters)
        p: Any = parameters
        trust = within_data(self._plane(parameters), p.t)
        for frame in super().frames(parameters, ticket):
            yield replace(frame, layers={**frame.layers, **over}, trust=frame.trust or trust)

    def training_frames(
        self,
        recipe: Recipe,
        parameters: Parameters,
        ticket: Ticket,
        now: Callable[[], Parameters] | None = None,
    ) -> Iterator[Frame]:
        """Pictures come out of the fog: both sheets on each fresh copy of the network."""
        shown, over = parameters, self._over(parameters)

        def parts(flow: Flow) -> list[Part]:
            on = [one for one in self.on(shown) if one.name in SHEETS]
            fit = [one for one in on if not one.refuses(flow)]
            return [self._part(one, flow, shown, ticket) for one in fit]

        glimpses = Glimpses(parts)
        for snapshot in recipe.fit(int(getattr(parameters, "seed", 0)), None, ticket):
            before, shown = shown, now() if now is not None else shown
            over = over if shown == before else self._over(shown)
            picture = glimpses.of(snapshot, **moves(self.clock(shown).parameter, before, shown))
            share = snapshot.step / max(snapshot.steps, 1)
            layers = {**over, **picture.layers}
            yield replace(picture, layers=layers, progress=share, task=told(snapshot))

    def _over(self, parameters: Parameters) -> dict[str, Layer]:
        p: Any = parameters
        return landmarks(self._model, self._plane(parameters), p.t, p.coloured)

    def _plane(self, parameters: Parameters) -> CodePlane:
        plane = self.flow(parameters)
        if not isinstance(plane, CodePlane):
            raise UnfitError("this experiment needs a plane of codes")
        return plane

    def _work(
        self, one: type[Instrument], flow: Flow, parameters: Parameters, ticket: Ticket
    ) -> Generator[Frame, None, None]:
        work = partial(super()._work, one, flow, parameters, ticket)
        if one.name not in OF_THE_PLANE:
            return work()
        still = {
            "handle": (),
            "t": 0.0,
            "way": 1,
            "ways": "principal",
            "ways_seed": 0,
            "rows": 4,
            "coloured": "none",
        }
        return self._remembered.frames(one.name, parameters.model_copy(update=still), work)


EXPERIMENT = Traversal
