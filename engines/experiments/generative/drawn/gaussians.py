"""A mixture that a hand arranges in the picture: its parts are handles, their shapes ellipses."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from engines.experiments.instrumented import MAIN, Instrumented
from engines.layers.curves import Curves
from engines.layers.frame import Frame, Layer
from engines.layers.points import Points
from engines.parameters.declare import Parameters, declarations
from engines.parameters.reading import changed
from engines.protocols.capabilities import Bounded
from engines.protocols.gesture import Gesture
from engines.protocols.views import ViewSpec
from engines.running.ticket import Ticket
from engines.systems.clouds.own_gaussians import (
    GAUSSIANS,
    Gaussian,
    added,
    in_hand,
    moved,
    number,
    pulled_out,
    rows_of,
)

LAYERS = ("gaussian_shapes", "gaussian_handles")
TURN = np.linspace(0.0, 2.0 * np.pi, 61)
WIDE = 2.0  # standard deviations an ellipse is away from its middle
NEAR = 0.04  # of the side of the picture: a click so near to a handle takes it


class ArrangedGaussians(Instrumented):
    """Shift adds a Gaussian and pulls it out; a handle moves one, out of the picture throws it away."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._adding = -1
        super().__init__(*args, **kwargs)

    def arranged(self, parameters: Parameters) -> bool:
        """Whether the data are Gaussians of one's own."""
        return bool(getattr(parameters, "data", "") == GAUSSIANS)

    def shrunk(self, parameters: Parameters) -> float:
        """By how much data are smaller in the picture than they are."""
        return 1.0

    def respond(self, parameters: Parameters, gesture: Gesture) -> Parameters:
        """Acts in the main picture change the mixture; all else is left to others.

        Raises:
            ParameterError: If there are as many Gaussians as there may be.
        """
        p: Any = parameters
        if not self.arranged(p) or gesture.view != MAIN or len(gesture.place) < 2:
            if gesture.kind == "erase" and self.arranged(p):
                known = declarations(type(p))
                return changed(p, {n: known[n].default for n in ("gaussians", "in_hand", "data")})
            return super().respond(parameters, gesture)
        shrunk = self.shrunk(p)
        x, y = (float(c) / shrunk for c in gesture.place[:2])
        place, reach = (x, y), self._reach(p) / shrunk
        if gesture.kind == "brush" and not getattr(p, "dye", False):
            on = gesture.stroke == self._adding
            self._adding = gesture.stroke
            return changed(p, dict(pulled_out(p, place) if on else added(p, place)))
        gaps = [math.dist(row[:2], place) for row in p.gaussians]
        nearest = min(gaps)
        if gesture.kind == "drag" and nearest <= self._from_start(p, gesture) / shrunk:
            return changed(p, dict(moved(p, place, reach)))
        if gesture.kind == "launch" and nearest < 2.0 * NEAR * reach:
            return changed(p, dict(in_hand(rows_of(p), gaps.index(nearest))))
        return super().respond(parameters, gesture)

    def views(self, parameters: Parameters) -> tuple[ViewSpec, ...]:
        main, *others = super().views(parameters)
        if not self.arranged(parameters):
            return (main, *others)
        return (replace(main, layers=(*main.layers, *LAYERS)), *others)

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        for frame in super().frames(parameters, ticket):
            yield self.with_handles(frame, parameters)

    def with_handles(self, frame: Frame, parameters: Parameters) -> Frame:
        """The frame with a handle and an ellipse for each Gaussian, if these are the data."""
        if not self.arranged(parameters):
            return frame
        rows = rows_of(parameters)
        parts, k = [Gaussian(*row) for row in rows], number(parameters)
        total = max(sum(one.weight for one in parts), 1e-12)
        shrunk = self.shrunk(parameters)
        roles = tuple("neutral" if i == k else "reference" for i in range(len(parts)))
        shapes: dict[str, Layer] = {
            LAYERS[0]: Curves(
                tuple(shrunk * _ellipse(one) for one in parts),
                roles,
                (("reference", "two standard deviations"), ("neutral", "in hand")),
            ),
            LAYERS[1]: Points(
                shrunk * np.array([[one.x, one.y] for one in parts]),
                "handle",
                labels=tuple(f"{100.0 * one.weight / total:.0f} %" for one in parts),
            ),
        }
        return replace(frame, layers={**frame.layers, **shapes})

    def _reach(self, parameters: Parameters) -> float:
        flow = self.flow(parameters)
        return float(max(map(abs, flow.box.high))) if isinstance(flow, Bounded) else 6.0

    def _from_start(self, p: Any, gesture: Gesture) -> float:
        """How far the hand is from the handle of a launched path, in the picture."""
        name = self.name_of("starts")
        starts = getattr(p, name) if name else ()
        here = tuple(gesture.place[:2])
        return math.dist(starts[-1][:2], here) if starts else math.inf


def _ellipse(one: Gaussian) -> np.ndarray:
    turn = math.radians(one.turn)
    axes = np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
    round_ = np.stack([one.along * np.cos(TURN), one.across * np.sin(TURN)], axis=1)
    return np.asarray((one.x, one.y)) + WIDE * round_ @ axes
