"""A model of pictures with a plane through the noise it begins with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from engines.errors import ParameterError, UnfitError
from engines.learned.generative.noise.plane import WALKS, NoisePlane, Where
from engines.parameters.declare import Declaration, Parameters, choice, places, real, whole
from engines.protocols.capabilities import Decoding, Generating
from engines.protocols.flow import Flow
from engines.protocols.pictures import Reader
from engines.protocols.subject import Subject
from engines.running.randomness import stream

DRAWN = 64  # noises that are numbered
DECLARED: tuple[Declaration, ...] = (
    whole(
        "first_noise",
        1,
        1,
        DRAWN,
        title="First noise",
        group="Plane",
        help="Number of the draw along the horizontal axis, where the handle begins.",
    ),
    whole(
        "second_noise",
        2,
        1,
        DRAWN,
        title="Second noise",
        group="Plane",
        help="Number of the draw that spans the plane with the first, where walks end.",
    ),
    choice(
        "walk",
        "arc",
        WALKS,
        title="Walk",
        group="Walk",
        help="Straight, on an arc that keeps the length of the noise, or as drawn with Shift held.",
    ),
    real(
        "share",
        0.0,
        0.0,
        1.0,
        title="Share walked",
        symbol="s",
        group="Walk",
        help="How much of the walk lies behind the point.",
    ),
    places("handle"),
    places("drawing"),
)


class PictureSubject(Subject):
    """The noise plane of a model whose flow generates pictures.

    Args:
        model: Makes the flow.
        known: The pictures of a given shape that such models have learned from.
        reader: Who reads pictures of a given shape, if anybody does.
    """

    def __init__(
        self,
        model: Subject,
        known: Callable[[tuple[int, ...]], np.ndarray] | None = None,
        reader: Callable[[tuple[int, ...]], Reader | None] | None = None,
    ) -> None:
        self.id, self.title, self.source = model.id, model.title, model.source
        self.notes = model.notes
        self.declared = (*model.declared, *DECLARED)
        self.model, self._known, self._reader = model, known, reader
        self._held: tuple[tuple[object, ...], NoisePlane] | None = None

    def flow(self, parameters: Parameters) -> NoisePlane:
        """The plane; its noise goes by `seed`, and its pictures are those at `t`, where the
        parameters have these.

        Raises:
            UnfitError: If the model's flow makes no pictures, or the draws span no plane.
            ParameterError: If the two draws are the same, or a place has not two coordinates.
        """
        p: Any = parameters
        if p.first_noise == p.second_noise:
            raise ParameterError(
                f"second_noise = {p.second_noise}, must differ from first_noise = {p.first_noise}"
            )
        for name in ("handle", "drawing"):
            for place in getattr(p, name):
                if len(place) != 2:
                    raise ParameterError(f"{name} = {place}, allowed two coordinates")
        where = Where(
            (p.first_noise - 1, p.second_noise - 1),
            p.handle[0] if p.handle else None,
            np.array(p.drawing, dtype=np.float64).reshape(-1, 2),
            p.walk,
            p.share,
            float(getattr(parameters, "t", 1.0)),
        )
        seed = int(getattr(parameters, "seed", 0))
        key = (seed, *(getattr(p, d.name) for d in self.model.declared))
        held = self._held
        if held is None or held[0] != key:
            plane = self.around(self.model.flow(parameters), seed, where)
            held = self._held = key, plane
        return held[1].at(where)

    def around(self, flow: Flow, seed: int, where: Where) -> NoisePlane:
        """The plane through the noise of any flow that generates pictures.

        Raises:
            UnfitError: If it makes none, or the draws span no plane.
        """
        if not (isinstance(flow, Generating) and isinstance(flow, Decoding)):
            raise UnfitError(f"{self.id}: this experiment needs a flow from noise to pictures")
        drawn = flow.noise(DRAWN, stream(seed, "noise"))
        shape = np.shape(flow.decode(drawn[:1]))[1:]
        known = np.zeros((0, *shape)) if self._known is None else self._known(shape)
        reader = None if self._reader is None else self._reader(shape)
        return NoisePlane(flow, drawn, known, where, reader)
