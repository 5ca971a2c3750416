"""A learned flow from one cloud to another, watched while it learns."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from typing import Any

from engines.experiments.generative.training_curve import Curve
from engines.experiments.glimpses import Glimpses, moves, told
from engines.experiments.instrumented import Instrumented
from engines.experiments.merging import Part
from engines.layers.frame import Frame
from engines.parameters.declare import Parameters
from engines.protocols.experiment import Learning
from engines.protocols.flow import Flow
from engines.protocols.recipe import Recipe
from engines.running.ticket import Ticket

OF_NOW = ("transported", "probability", "fields")  # what depends on the moment the clock shows


class LearnedCloud(Instrumented, Learning):
    """Its instruments go over to each fresh copy of the flow."""

    @abstractmethod
    def with_curve(self, frame: Frame, parameters: Parameters) -> Frame:
        """The frame with the loss of the shipped training, where there was one."""

    def watched(self, flow: Flow, parameters: Parameters) -> Flow:
        """A copy of the flow as the values of the sliders want to see it."""
        return flow

    def of_now(self, parameters: Parameters) -> Collection[str] | None:
        """Names of the instruments that depend on the moment of the clock; all of them if None."""
        return OF_NOW

    def training_frames(
        self,
        recipe: Recipe,
        parameters: Parameters,
        ticket: Ticket,
        now: Callable[[], Parameters] | None = None,
    ) -> Iterator[Frame]:
        """The coarse level of every instrument on each fresh copy of the flow, and the loss."""
        p: Any = parameters
        curve, shown = Curve(), parameters

        def parts(flow: Flow) -> list[Part]:
            seen = self.watched(flow, shown)
            fit = [one for one in self.on(shown) if not one.refuses(seen)]
            return [self._part(one, seen, shown, ticket) for one in fit]

        glimpses = Glimpses(parts, self.of_now(parameters))
        for snapshot in recipe.fit(p.seed, None, ticket):
            before, shown = shown, now() if now is not None else shown
            picture = glimpses.of(snapshot, **moves(self.clock(shown).parameter, before, shown))
            layers = {**picture.layers, "loss": curve.with_point(snapshot)}
            share = snapshot.step / max(snapshot.steps, 1)
            frame = replace(picture, layers=layers, progress=share, task=told(snapshot))
            yield self.with_curve(frame, shown)
