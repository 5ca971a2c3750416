"""A cloud that a hand draws into the picture: a stroke lays points down, and the field follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np

from engines.errors import UnfitError
from engines.experiments.instrumented import MAIN, Instrumented
from engines.layers.frame import Frame
from engines.layers.points import Points
from engines.parameters.declare import Parameters, declarations
from engines.parameters.reading import changed
from engines.protocols.capabilities import Bounded
from engines.protocols.gesture import Gesture
from engines.protocols.recipe import Recipe, Transferable
from engines.protocols.views import ViewSpec
from engines.running.ticket import Ticket
from engines.systems.clouds.hand_drawn import DIGITS, OWN, checked, with_stroke

LAYER = "hand_drawn"
POINT = 1e-3  # standard deviation of what is as good as a point
HINT = "Shift and drag to draw your own"  # said where the brush has nothing to paint yet


def counted(points: tuple[tuple[float, ...], ...]) -> str:
    """A heading that says how many points there are."""
    return f"Your own, {len(points)} point{'' if len(points) == 1 else 's'}"


class DrawnCloud(Instrumented):
    """Answers strokes: the data become what is drawn, whatever they were before.

    Attributes:
        drawn_as: Name of the parameter that chooses the data; one of its choices is `OWN`.
        as_points: Whether a network learns the points themselves, and not Gaussians round them.
    """

    drawn_as: ClassVar[str] = "data"
    as_points: ClassVar[bool] = False

    def drawn(self, parameters: Parameters) -> bool:
        """Whether the data are the points of a hand."""
        return bool(getattr(parameters, self.drawn_as) == OWN)

    def respond(self, parameters: Parameters, gesture: Gesture) -> Parameters:
        """A stroke draws, a whole set replaces what was drawn, and nothing of it stays when erased.

        Raises:
            UnfitError: If there are as many points as there may be, or an empty set is brought.
        """
        p: Any = parameters
        if gesture.kind == "brush" and gesture.view == MAIN and not getattr(p, "dye", False):
            drawn, shrunk, half = self.drawn(p), self.shrunk(p), self._half(p)
            if max(map(abs, gesture.place[:2])) > half:  # the hand has left what is drawn on
                return parameters
            points = p.points if drawn else ()
            place = tuple(float(c) / shrunk for c in gesture.place[:2])
            points = with_stroke(points, place, p.hand_spread)
            # what is drawn on stays as it is, or it would slip away under the hand
            return self._with(p, points, {} if drawn else {"sheet": half})
        if gesture.kind == "draw":
            pairs = np.round(np.reshape(gesture.place, (-1, 2)), DIGITS)
            points = tuple((float(x), float(y)) for x, y in pairs)
            checked(points)
            return self._with(p, points)
        if gesture.kind == "erase":
            rest = declarations(type(p))[self.drawn_as].default
            return changed(p, {"points": (), self.drawn_as: rest})
        return super().respond(parameters, gesture)

    def views(self, parameters: Parameters) -> tuple[ViewSpec, ...]:
        main, *others = super().views(parameters)
        if not self.drawn(parameters):
            return (main, *others)
        return (replace(main, layers=(*main.layers, LAYER)), *others)

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        for frame in super().frames(parameters, ticket):
            yield self.with_drawn(frame, parameters)

    def with_drawn(self, frame: Frame, parameters: Parameters) -> Frame:
        """The frame with the points of the hand, if there are any."""
        p: Any = parameters
        if not self.drawn(parameters):
            return frame
        seen = self.shrunk(p) * checked(p.points)
        return replace(frame, layers={**frame.layers, LAYER: Points(seen, "dot")})

    def about(self, recipe: Recipe, parameters: Parameters) -> Recipe:
        """What is trained: for the points of a hand the same recipe, about them.

        Raises:
            UnfitError: If the recipe cannot learn other data than its own.
        """
        p: Any = parameters
        if not self.drawn(p):
            return recipe
        if not isinstance(recipe, Transferable):
            raise UnfitError(f"{self.subject.id}: its training knows no data but its own")
        return recipe.about(checked(p.points), POINT if self.as_points else float(p.hand_spread))

    def shrunk(self, parameters: Parameters) -> float:
        """By how much data are smaller in the picture than they are."""
        return 1.0

    def _half(self, parameters: Parameters) -> float:
        flow = self.flow(parameters)
        known = declarations(type(parameters))["sheet"]
        half = max(map(abs, flow.box.high)) if isinstance(flow, Bounded) else known.default
        return float(min(max(half, known.low), known.high))

    def _with(
        self,
        parameters: Any,
        points: tuple[tuple[float, ...], ...],
        more: Mapping[str, object] | None = None,
    ) -> Parameters:
        if points is parameters.points and self.drawn(parameters):
            return parameters
        return changed(parameters, {"points": points, self.drawn_as: OWN, **(more or {})})
