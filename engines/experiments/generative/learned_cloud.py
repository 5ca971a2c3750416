"""A learned flow from one cloud to another, watched while it learns."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from engines.experiments.generative.training_curve import Curve
from engines.experiments.glimpses import Glimpses, told
from engines.experiments.instrumented import Instrumented
from engines.experiments.merging import Part
from engines.layers.frame import Frame
from engines.parameters.declare import Parameters
from engines.protocols.experiment import Learning
from engines.protocols.flow import Flow
from engines.protocols.recipe import Recipe
from engines.running.ticket import Ticket


class LearnedCloud(Instrumented, Learning):
    """Its instruments go over to each fresh copy of the flow."""

    @abstractmethod
    def with_curve(self, frame: Frame, parameters: Parameters) -> Frame:
        """The frame with the loss of the shipped training, where there was one."""

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
            fit = [one for one in self.on(shown) if not one.refuses(flow)]
            return [self._part(one, flow, shown, ticket) for one in fit]

        glimpses = Glimpses(parts)
        for snapshot in recipe.fit(p.seed, None, ticket):
            before, shown = shown, now() if now is not None else shown
            picture = glimpses.of(snapshot, moved=shown != before)
            layers = {**picture.layers, "loss": curve.with_point(snapshot)}
            share = snapshot.step / max(snapshot.steps, 1)
            frame = replace(picture, layers=layers, progress=share, task=told(snapshot))
            yield self.with_curve(frame, shown)
