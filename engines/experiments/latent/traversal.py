"""A plane of pictures: drag the point, and see what the numbers of a network mean."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from engines.errors import UnfitError
from engines.experiments.instrumented import Instrumented
from engines.experiments.remembered import Remembered
from engines.instruments.latent.contact_sheet import COLUMNS, REACH
from engines.layers.frame import Frame, Layer, Trust
from engines.layers.points import Points
from engines.layers.tracks import Tracks
from engines.learned.latent.sprites_vae import FACTORS, SpritesVaeModel
from engines.learned.latent.straight import CodePlane
from engines.parameters.declare import Parameters
from engines.parameters.reading import changed
from engines.protocols.flow import Flow
from engines.protocols.gesture import Gesture
from engines.protocols.instrument import Instrument
from engines.protocols.subject import Subject
from engines.protocols.views import Clock, ViewSpec
from engines.running.ticket import Ticket

SHOWN_FOR = 6.0  # s of watching a whole walk at speed 1
CHANGE = "sensitivity"
# What depends on where the plane lies, but not on where the handle is in it.
OF_THE_PLANE = (CHANGE, "decoded_plane")
OVER = ("codes", "ways", "walk", "handle")
LIMIT = 3.0  # standard deviations of the prior that still count as inside the data


class Traversal(Instrumented):
    """The codes of known sprites, a handle among them, and straight walks from it."""

    shown = (CHANGE, "decoded", "decoded_plane", "contact_sheet")
    title = "Latent plane"

    def __init__(self, subject: Subject, chosen: Sequence[str] = ()) -> None:
        if not isinstance(subject, SpritesVaeModel):
            raise UnfitError(f"{subject.id}: this experiment needs an autoencoder of sprites")
        self._model = subject
        self._remembered = Remembered()
        super().__init__(subject, chosen)

    def heading(self, parameters: Parameters) -> tuple[str, str]:
        return self.title, "drag the point"

    def clock(self, parameters: Parameters) -> Clock:
        return Clock("t", -REACH, REACH, "", "step along the direction", 2.0 * REACH / SHOWN_FOR)

    def respond(self, parameters: Parameters, gesture: Gesture) -> Parameters:
        """The handle follows the hand, and goes back to the sprite's own code when cleared."""
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
        trust = self._trust(parameters)
        for frame in super().frames(parameters, ticket):
            yield replace(frame, layers={**frame.layers, **over}, trust=frame.trust or trust)

    def _over(self, parameters: Parameters) -> dict[str, Layer]:
        """Codes of known sprites by shape, all straight ways, the chosen one, and the handle."""
        p: Any = parameters
        plane = self._plane(parameters)
        steps = np.linspace(-REACH, REACH, COLUMNS)
        start = np.array(plane.whole.box.start)
        codes = plane.whole.traversed(start, steps)
        ways = plane.seen(codes.reshape(-1, codes.shape[-1])).reshape(*codes.shape[:2], 2)
        way = plane.whole.way
        done = np.linspace(0.0, p.t, COLUMNS)
        walk = plane.seen(plane.whole.traversed(start, done)[way])
        values, scale = self._colour(p.coloured)
        return {
            "codes": Points(plane.seen(self._model.codes), "cloud", values=values, scale=scale),
            "ways": Tracks(np.delete(ways, way, axis=0), steps, role="before"),
            "walk": Tracks(walk[None], done),
            "handle": Points(np.array([plane.box.start]), "handle"),
        }

    def _colour(self, factor: str) -> tuple[np.ndarray | None, str]:
        """Values of a known factor for every code, and what kind of quantity they are."""
        if factor == "none":
            return None, "amount"
        scale = {"shape": "kinds", "turn": "cyclic"}.get(factor, "amount")
        return self._model.factors[:, FACTORS.index(factor)], scale

    def _trust(self, parameters: Parameters) -> Trust:
        """Whether the walk stays where the network has seen data."""
        p: Any = parameters
        plane = self._plane(parameters)
        here = np.array(plane.whole.box.start)
        end = plane.whole.traversed(here, np.array([p.t]))[plane.whole.way, 0]
        farthest = max(float(np.abs(code).max()) for code in (here, end))
        path = ("CPU, float32", "decoder 12 - 128 - 1024 - 32 x 32")
        if farthest > LIMIT:
            return Trust("warn", f"Outside the data: a code is {farthest:.1f} from 0.", path)
        return Trust("good", f"Inside the data: every code is within {LIMIT:g} of 0.", path)

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
