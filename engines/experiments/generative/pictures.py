"""Pictures out of noise: the plane of noise, what every place of it becomes, and walks through it."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any

import numpy as np

from engines.errors import UnfitError
from engines.experiments.generative.learned_cloud import LearnedCloud
from engines.experiments.generative.spans import Span, narrowed
from engines.experiments.generative.training_curve import shipped, view
from engines.experiments.instrumented import MAIN
from engines.experiments.remembered import Remembered
from engines.layers.curves import Curves
from engines.layers.frame import Frame, Layer
from engines.layers.points import Points
from engines.layers.tracks import Tracks
from engines.learned.generative.noise.plane import NoisePlane
from engines.learned.generative.noise.subject import PictureSubject
from engines.learned.weights import Model, card_of, open_model, stands_for
from engines.numerics.diffusion.generation import GenerationFlow
from engines.parameters.declare import Parameters
from engines.parameters.reading import changed
from engines.protocols.flow import Flow
from engines.protocols.gesture import Gesture
from engines.protocols.instrument import Instrument
from engines.protocols.pictures import Reader, Wishing
from engines.protocols.recipe import Recipe
from engines.protocols.subject import Subject
from engines.protocols.views import Clock, ViewSpec
from engines.running.ticket import Ticket
from engines.systems.samples import digits, figures

SHOWN_FOR = 6.0  # s of watching a whole walk at speed 1
MOMENT, SHARE = "t", "share"
ORDER = ("way", "made", "decoded_plane", "wishes", "walks")
OF_HANDLE = {"handle": (), "drawing": (), "walk": "arc", SHARE: 0.0}
AT_A_MOMENT = ("read_as", "made", "wishes", "way", "walks", "decoded_plane", "transported")
MOVED_BY_HAND = ("way", "interpolated", "wishes", "walks", "tracks")
OVER = ("typical", "other_walks", "walk", "ends", "handle")
KEPT = 300  # places of a path drawn by hand
STEP = 0.02  # of the plane's side: nearer to the last one nothing is kept
READERS: Mapping[tuple[int, ...], str] = {
    (digits.GREY_SIDE, digits.GREY_SIDE): "digits-reader",
    (figures.SIDE, figures.SIDE): "figures-reader",
}
TRANSFER, SQUARES = "generative.figures.transfer", 5000  # from circles to so many squares
SPANS: Mapping[str, Span] = {
    "start": (0.0, 0.0, 1.0),
    "duration": (1.0, 0.01, 1.0),
    "past": (0.0, 0.0, 1.0),
    "horizon": (1.0, -1.0, 1.0),
}


@cache
def known_pictures(shape: tuple[int, ...], place: str = "") -> np.ndarray:
    """Pictures of this shape that networks here have learned from, ink from 0 to 1; none if other.

    Args:
        shape: Height and width.
        place: Class of the network, where it learned from others than most.
    """
    if place == TRANSFER:
        return figures.squares(SQUARES)
    if shape == (digits.GREY_SIDE, digits.GREY_SIDE):
        found = digits.ink(digits.split(0)[0])
        found.setflags(write=False)
        return found
    if shape == (figures.SIDE, figures.SIDE):
        return figures.figures()
    return np.zeros((0, *shape))


@cache
def reader_of(shape: tuple[int, ...], place: str = "") -> Reader | None:
    """Who reads pictures of this shape; None if nobody has learned to, or all are of one kind."""
    if shape not in READERS or place == TRANSFER:
        return None
    found = open_model(card_of(READERS[shape]))
    return found if isinstance(found, Reader) else None


class Pictures(LearnedCloud):
    """A plane through noise with a handle in it, over the FTLE of the way to the picture."""

    shown = ("ftle", "read_as", "way", "decoded_plane", "walks")
    title = "Plane of noise"

    def __init__(self, subject: Subject, chosen: Sequence[str] = ()) -> None:
        if not isinstance(subject, Model):
            raise UnfitError(f"{subject.id}: this experiment needs a model that makes pictures")
        self.model, self._card = stands_for(subject.card), subject.card
        place = self._card.place
        self._pictures = PictureSubject(
            subject, partial(known_pictures, place=place), partial(reader_of, place=place)
        )
        self._remembered = Remembered()
        self._stroke = -1
        self._found: tuple[Parameters, NoisePlane] | None = None
        super().__init__(self._pictures, chosen)
        self.parameters = narrowed(self.parameters, SPANS)
        self._flat = replace(self._flat, model=self.parameters)

    def at_first(self, flow: Flow) -> tuple[str, ...]:
        """What is shown at rest, less what is read where nobody has learned to read."""
        there = {one.name for one in self.shelf}
        return tuple(name for name in super().at_first(flow) if name in there)

    def flow(self, parameters: Parameters) -> NoisePlane:
        found = self._found
        if found is None or found[0] != parameters:
            found = self._found = parameters, self._pictures.flow(parameters)
        return found[1]

    def heading(self, parameters: Parameters) -> tuple[str, str]:
        whole = self.flow(parameters).whole
        cost = f", {whole.evaluations} NFE" if isinstance(whole, GenerationFlow) else ""
        return _title(self.flow(parameters)), f"drag the point; Shift and drag a walk{cost}"

    def on(self, parameters: Parameters) -> tuple[type[Instrument], ...]:
        """Pictures are there at once; fields over the plane come after them."""
        return tuple(sorted(super().on(parameters), key=lambda one: one.view != "sheet"))

    def clock(self, parameters: Parameters) -> Clock:
        return Clock(SHARE, 0.0, 1.0, "", "share of the walk", 1.0 / SHOWN_FOR, along=False)

    def unfit(self, parameters: Parameters) -> dict[str, str]:
        flow = self.flow(parameters)
        found = super().unfit(parameters)
        if not len(flow.known):
            found["nearest"] = "nobody knows what it learned from"
        asked = "wishes" not in found and bool(getattr(parameters, "wishes", False))
        if isinstance(flow.whole, Wishing) and flow.whole.wish is None and not asked:
            found["guidance"] = "needs a wish"
        return found

    def views(self, parameters: Parameters) -> tuple[ViewSpec, ...]:
        main, *others = super().views(parameters)
        others.sort(key=lambda one: ORDER.index(one.id) if one.id in ORDER else len(ORDER))
        found = [replace(main, layers=(*main.layers, *OVER)), *others]
        if self._card.training:
            found.append(view(self._card.training, ("loss_before", "loss")))
        return tuple(found)

    def respond(self, parameters: Parameters, gesture: Gesture) -> Parameters:
        """The handle follows the hand; with Shift held the hand draws a walk."""
        if gesture.kind == "clear":
            return changed(parameters, OF_HANDLE)
        if gesture.view != MAIN:
            after = super().respond(parameters, gesture)
            plane = {name: getattr(after, name) for name in ("first_noise", "second_noise")}
            same = all(getattr(parameters, name) == value for name, value in plane.items())
            return after if same else changed(after, {"handle": (), "drawing": (), SHARE: 0.0})
        place = tuple(float(c) for c in gesture.place[:2])
        if gesture.kind == "brush":
            return self._drawn(parameters, place, gesture.stroke)
        if gesture.kind not in ("launch", "drag"):
            return parameters
        return changed(parameters, {"handle": (place,), SHARE: 0.0})

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        ticket.check()
        over = overlay(self.flow(parameters))
        for frame in super().frames(parameters, ticket):
            yield self.with_curve(replace(frame, layers={**frame.layers, **over}), parameters)

    def training_frames(
        self,
        recipe: Recipe,
        parameters: Parameters,
        ticket: Ticket,
        now: Callable[[], Parameters] | None = None,
    ) -> Iterator[Frame]:
        """Pictures come out of the fog: every sheet on each fresh copy of the network."""
        shown, over = parameters, overlay(self.flow(parameters))
        for frame in super().training_frames(recipe, parameters, ticket, now):
            before, shown = shown, now() if now is not None else shown
            over = over if shown == before else overlay(self.flow(shown))
            yield replace(frame, layers={**frame.layers, **over})

    def watched(self, flow: Flow, parameters: Parameters) -> Flow:
        """The same plane, where the newest copy of the network takes it."""
        return self.flow(parameters).around(flow)

    def of_now(self, parameters: Parameters) -> Collection[str] | None:
        """What stands at the end of the walk that the clock drives."""
        return MOVED_BY_HAND

    def with_curve(self, frame: Frame, parameters: Parameters) -> Frame:
        if not self._card.training:
            return frame
        return replace(frame, layers={"loss_before": shipped(self._card.training), **frame.layers})

    def _drawn(self, parameters: Parameters, place: tuple[float, ...], stroke: int) -> Parameters:
        """A stroke adds to the path it began; the next stroke begins another."""
        p: Any = parameters
        path = p.drawing if stroke == self._stroke else ()
        self._stroke = stroke
        box = self.flow(parameters).box
        if path and math.dist(path[-1], place) < STEP * (box.high[0] - box.low[0]):
            return parameters
        return changed(parameters, {"drawing": (*path, place)[-KEPT:], "walk": "drawn", SHARE: 0.0})

    def _work(
        self, one: type[Instrument], flow: Flow, parameters: Parameters, ticket: Ticket
    ) -> Generator[Frame, None, None]:
        """Each is measured anew only where something it depends on has moved."""
        free: dict[str, object] = {}
        if one.name not in MOVED_BY_HAND:
            free |= OF_HANDLE
        if one.name not in AT_A_MOMENT:
            free[MOMENT] = 1.0
        work = partial(super()._work, one, flow, parameters, ticket)
        whole = flow.whole if isinstance(flow, NoisePlane) else flow
        return self._remembered.frames(one.name, (whole, parameters.model_copy(update=free)), work)


def overlay(plane: NoisePlane) -> dict[str, Layer]:
    """What lies over the plane, lowest first: how long noise is, the walks, both draws, the handle."""
    turn = np.linspace(0.0, 2.0 * np.pi, 181)
    ring = plane.typical * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    chosen = plane.walks[plane.walk]
    rest = [walk for walk in plane.walks.values() if walk is not chosen]
    share = np.linspace(0.0, 1.0, len(chosen))
    first, second = (i + 1 for i in plane.spanned)
    return {
        "typical": Curves(
            (ring,), ("reference",), (("reference", f"usual length of {_several(plane)}"),)
        ),
        "other_walks": Tracks(np.stack(rest), share, role="before"),
        "walk": Tracks(chosen[None], share),
        "ends": Points(
            plane.ends, "start", labels=(f"{plane.begins} {first}", f"{plane.begins} {second}")
        ),
        "handle": Points(plane.here[None], "handle"),
    }


def _several(plane: NoisePlane) -> str:
    return plane.begins if plane.begins == "noise" else f"{plane.begins}s"


def _title(plane: NoisePlane) -> str:
    return f"Plane of {_several(plane)}"


EXPERIMENT = Pictures
