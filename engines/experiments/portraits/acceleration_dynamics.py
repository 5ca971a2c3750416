"""Methods that walk down a landscape with momentum, and the flows behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import ClassVar

from engines.experiments.instrumented import KEPT, Instrumented
from engines.layers.frame import Frame
from engines.parameters.declare import Parameters
from engines.parameters.reading import changed
from engines.protocols.capabilities import Described
from engines.protocols.descent import Descending
from engines.protocols.flow import Flow
from engines.protocols.gesture import Gesture
from engines.protocols.subject import Subject
from engines.protocols.views import Clock, ViewSpec
from engines.running.ticket import Ticket
from engines.systems.descent.subject import Descent

PLANE = ("descent", "rates", "dissipation")
LINE = ("tracers", "tracks", "fixed_points", "immersion", "modes", "dissipation")
STEPS = ("tracks", "fixed_points", "valley", "rates")
ABOVE, MODES = "descent", "modes"  # views: the landscape, the complex plane
BESIDE = (MODES, "valley", "rates", "dissipation")  # behind sections, in this order
SHOWN_FOR = 20.0  # s of watching that the whole duration lasts at speed 1


class AccelerationDynamics(Instrumented):
    """A landscape from above with walks of several methods, or the phase portrait of one."""

    shown: ClassVar[tuple[str, ...]] = ()
    title: ClassVar[str] = "Place and momentum"
    discrete: ClassVar[bool] = False

    def __init__(self, subject: Subject, chosen: Sequence[str] = ()) -> None:
        self._descent = Descent(subject, discrete=self.discrete)
        super().__init__(self._descent, chosen)

    def at_first(self, flow: Flow) -> tuple[str, ...]:
        if flow.dimension > 2:
            return PLANE
        return STEPS if self.discrete else LINE

    def unfit(self, parameters: Parameters) -> dict[str, str]:
        return super().unfit(parameters) | self._descent.idle(parameters)

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        """What no longer fits another landscape is greyed, which is no trouble."""
        unfit = self.unfit(parameters)
        quiet = {f"{one.title}: {unfit[one.name]}." for one in self.shelf if one.name in unfit}
        for frame in super().frames(parameters, ticket):
            yield replace(frame, notes=tuple(n for n in frame.notes if n not in quiet))

    def heading(self, parameters: Parameters) -> tuple[str, str]:
        flow = self.flow(parameters)
        title = "Place and place before" if self.discrete else self.title
        return title, _whose(flow)

    def views(self, parameters: Parameters) -> tuple[ViewSpec, ...]:
        """The landscape from above is the first; a portrait that shows nothing is left out."""
        flow = self.flow(parameters)
        views = {view.id: view for view in super().views(parameters)}
        above, portrait = views.pop(ABOVE, None), views.pop("portrait", None)
        if MODES in views:
            views[MODES] = replace(views[MODES], equal=True)
        first: list[ViewSpec] = []
        if above is not None:
            lines = flow.tex() if isinstance(flow, Described) else ()
            first.append(replace(above, equal=True, clicks=True, equations=lines))
        if portrait is not None and (portrait.layers or above is None):
            first.append(replace(portrait, equations=()) if first else portrait)
        order = {name: i for i, name in enumerate(BESIDE)}
        return (*first, *sorted(views.values(), key=lambda view: order.get(view.id, -1)))

    def clock(self, parameters: Parameters) -> Clock:
        steps = float(self.value(parameters, "steps", 100))
        if self._above(parameters) or self.discrete:
            return Clock(high=steps, label="step", rate=steps / SHOWN_FOR)
        duration = float(self.value(parameters, "duration", 10.0))
        return Clock(high=duration, label="time", rate=duration / SHOWN_FOR)

    def _above(self, parameters: Parameters) -> bool:
        return any(one.name == ABOVE for one in self.on(parameters))

    def respond(self, parameters: Parameters, gesture: Gesture) -> Parameters:
        if gesture.view != ABOVE or gesture.kind not in ("launch", "drag", "clear"):
            return super().respond(parameters, gesture)
        name = self.name_of("starts")
        starts: tuple[tuple[float, ...], ...] = getattr(parameters, name)
        if gesture.kind == "clear":
            starts = ()
        else:
            kept = starts if gesture.kind == "launch" else starts[:-1]
            starts = (*kept, self._completed(parameters, gesture))[-KEPT:]
        return changed(parameters, {name: starts})


def _whose(flow: Flow) -> str:
    if not isinstance(flow, Descending):
        return ""
    what = "steps" if flow.discrete else "flow"
    return f"{what} of {flow.own.title}; click to launch"


EXPERIMENT = AccelerationDynamics
