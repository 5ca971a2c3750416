"""Data as charges: from electrostatics to diffusion by the number of hidden dimensions."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from engines.errors import UnfitError
from engines.experiments.generative.carried_cloud import MOMENT, CarriedCloud
from engines.experiments.generative.charges.at_moment import OF_MOMENT, AtMoment
from engines.experiments.generative.charges.from_aside import heights, lines, side_view
from engines.experiments.generative.charges.pace import per_log, repaced, sigma_at, window
from engines.experiments.generative.charges.posterior import (
    NAMES,
    SOFT,
    posterior_curves,
    posterior_view,
)
from engines.experiments.generative.charges.radii import curves, radii_view
from engines.experiments.generative.charges.subject import (
    ACROSS,
    EXACT,
    OTHER,
    PAIR,
    POSTERIOR,
    RADII,
    SIDE,
    WALLS,
    ChargedSubject,
)
from engines.experiments.generative.charges.walls import (
    EACH,
    Flows,
    across_frames,
    across_view,
    wall_frames,
    wall_views,
    words,
)
from engines.experiments.generative.drawn.drawn_cloud import DrawnCloud, counted
from engines.experiments.generative.learned_cloud import OF_NOW, LearnedCloud
from engines.experiments.generative.training_curve import shipped, view
from engines.experiments.instrumented import Instrumented
from engines.instruments.density.probability import Probability
from engines.instruments.distance.transported import Transported
from engines.layers.frame import Frame, Layer
from engines.layers.tracks import Tracks
from engines.learned.generative.pfgm import ENDLESS_FROM, PfgmModel
from engines.numerics.hidden_dimensions.generation import ChargedGeneration
from engines.parameters.declare import Parameters
from engines.parameters.reading import changed
from engines.protocols.flow import Flow
from engines.protocols.instrument import Instrument
from engines.protocols.recipe import Recipe
from engines.protocols.subject import Subject
from engines.protocols.views import ViewSpec
from engines.running.ticket import Ticket

BESIDE = "other_"  # before the names of layers of another D
ALONG = (*(f"across_{number}" for number in range(len(EACH))), "across_here")
# What the field beside depends on; the playhead, launched paths and the cloud are not among it.
FREE: Mapping[str, object] = {"starts": (), "samples": 1200, "paths": 160}


class PfgmPlusPlus(DrawnCloud, CarriedCloud, LearnedCloud):
    """Noise on field lines back to the charges, beside walls, side views or another D."""

    shown = ("transported", "probability", "ftle", "tracks")
    title = "Field lines"
    divides = "where field lines part"
    as_points = True

    def __init__(self, subject: Subject, chosen: Sequence[str] = ()) -> None:
        if not isinstance(subject, PfgmModel):
            raise UnfitError(f"{subject.id}: this experiment needs networks with hidden dimensions")
        self.model = subject.id
        self._sets = ChargedSubject(subject)
        super().__init__(self._sets, chosen)

    def heading(self, parameters: Parameters) -> tuple[str, str]:
        p: Any = parameters
        flow = self._charged(parameters)
        kind = "" if self._sets.exact(parameters) else "learned, "
        shaken = f", shaken by {flow.alpha:.2g}" if flow.alpha > 0.0 else ""
        title = counted(p.points) if self.drawn(p) else self.title
        now = f"\N{GREEK SMALL LETTER SIGMA} = {sigma_at(flow, p.t):.2g}"
        return title, f"{kind}{words(flow.hidden)}{shaken}, {now}"

    def unfit(self, parameters: Parameters) -> dict[str, str]:
        """What looks at one moment is asked about the field of that moment."""
        p: Any = parameters
        held = AtMoment(self._charged(parameters), p.t)
        of_moment = {one.name: one.refuses(held) for one in self.shelf if one.name in OF_MOMENT}
        others = {k: v for k, v in super().unfit(parameters).items() if k not in of_moment}
        reasons = {name: reason for name, reason in of_moment.items() if reason}
        return {**others, **reasons, **self._sets.unfit(parameters)}

    def of_now(self, parameters: Parameters) -> Collection[str] | None:
        return (*OF_NOW, *OF_MOMENT)

    def on(self, parameters: Parameters) -> tuple[type[Instrument], ...]:
        """Walls for several D take the place of the one field."""
        p: Any = parameters
        found = super().on(parameters)
        return tuple(one for one in found if p.beside != WALLS or one.name != "ftle")

    def views(self, parameters: Parameters) -> tuple[ViewSpec, ...]:
        p: Any = parameters
        main, *rest = super().views(parameters)
        flow = self._charged(parameters)
        if p.beside == WALLS:
            over = tuple(name for name in ("tracks", "starts") if name in main.layers)
            walls = wall_views(main, self._walls(parameters), over, p.start, p.horizon)
            return (main, *walls, *rest)
        seen = window(flow, p.start, p.horizon)
        rest = [replace(one, subtitle=seen) if one.id == "ftle" else one for one in rest]
        if p.beside == OTHER:
            cloud, other = self._other_views(main, parameters)
            rest = [cloud, *rest[:1], other, *rest[1:]]
        elif p.beside == SIDE:
            rest = [*rest[:1], side_view(flow), *rest[1:]]
        elif p.beside == RADII:
            rest = [*rest[:1], radii_view(flow), *rest[1:]]
        elif p.beside == ACROSS:
            rest = [*rest[:1], across_view(main, ALONG, p.data == PAIR, seen), *rest[1:]]
        elif p.beside == POSTERIOR:
            rest = [*rest[:1], posterior_view(flow, p.t), *rest[1:]]
        if (training := self._training(parameters)) is not None:
            rest.append(view(training, ("loss_before", "loss")))
        return (main, *rest)

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        """What stands beside comes after the cloud, and stays while only the cloud moves."""
        last, beside = None, dict(self._kept(parameters))
        for last in super().frames(parameters, ticket):
            shown = replace(last, layers={**last.layers, **beside})
            yield self.with_curve(shown, parameters)
        if last is None:
            return
        work = self._remembered.frames(
            "beside", self._key(parameters), lambda: self._beside(parameters, ticket)
        )
        for frame in work:
            layers = {**last.layers, **frame.layers}
            shown = replace(last, layers=layers, progress=frame.progress, task=frame.task)
            yield self.with_curve(shown, parameters)

    def trains(self, parameters: Parameters) -> str:
        return self._sets.trains(parameters)

    def in_use(self, parameters: Parameters, named: Subject) -> Subject | None:
        return self._sets.taken(parameters)

    def showing(self) -> Mapping[str, object]:
        return self._sets.showing()

    def to_watch(self, parameters: Parameters) -> Parameters:
        """The network, where the formula is shown."""
        p: Any = parameters
        return changed(parameters, {"velocity": "learned"}) if p.velocity == EXACT else parameters

    def shrunk(self, parameters: Parameters) -> float:
        """Field lines are drawn at x / sqrt(1 + sigma^2), and left at the last sigma."""
        return float(self._charged(parameters).path.at(1.0).a)

    def training_frames(
        self,
        recipe: Recipe,
        parameters: Parameters,
        ticket: Ticket,
        now: Callable[[], Parameters] | None = None,
    ) -> Iterator[Frame]:
        """As for every learned cloud, with the points of a hand over it."""
        for frame in super().training_frames(recipe, parameters, ticket, now):
            yield self.with_drawn(frame, parameters)

    def with_curve(self, frame: Frame, parameters: Parameters) -> Frame:
        training = self._training(parameters)
        if training is None:
            return frame
        return replace(frame, layers={"loss_before": shipped(training), **frame.layers})

    def _work(
        self, one: type[Instrument], flow: Flow, parameters: Parameters, ticket: Ticket
    ) -> Generator[Frame, None, None]:
        """Measured anew only where the flow or something it depends on has changed."""
        p: Any = parameters
        seen = flow
        if one.name in OF_MOMENT and isinstance(flow, ChargedGeneration):
            seen = AtMoment(flow, p.t)
        measure = partial(Instrumented._work, self, one, seen, parameters, ticket)
        if one.name in (*OF_NOW, *OF_MOMENT):
            work = measure()
        else:
            still = parameters.model_copy(update={MOMENT: 0.0})
            work = self._remembered.frames(one.name, (flow, still), measure)
        for frame in work:
            if one.name == "ftle" and isinstance(flow, ChargedGeneration):
                frame = repaced(frame, "ftle", per_log(flow, p.start, p.horizon))
            yield _by_height(frame, flow)

    def _beside(self, parameters: Parameters, ticket: Ticket) -> Generator[Frame, None, None]:
        """Frames of what is chosen to stand beside, and of nothing else."""
        p: Any = parameters
        flow = self._charged(parameters)
        if p.beside == WALLS:
            size = int(p.nx), int(p.ny)
            flows = self._walls(parameters)
            yield from wall_frames(flows, size, float(p.start), float(p.horizon), ticket)
        elif p.beside == ACROSS:
            flows = {f"across_{i}": f for i, f in enumerate(self._walls(parameters).values())}
            flows["across_here"] = flow
            yield from across_frames(
                flows, float(p.start), float(p.horizon), p.data == PAIR, ticket
            )
        elif p.beside == POSTERIOR:
            yield Frame(posterior_curves(self._soft(parameters), p.t))
        elif p.beside == SIDE:
            yield Frame(lines(flow, ticket))
        elif p.beside == RADII:
            yield Frame(curves(flow, int(p.seed)))
        elif p.beside == OTHER:
            yield from self._other(self._another(parameters), parameters, ticket)

    def _other(
        self, other: ChargedGeneration, parameters: Parameters, ticket: Ticket
    ) -> Generator[Frame, None, None]:
        """Cloud, density and walls of another D, under names of their own."""
        p: Any = parameters
        shown: dict[str, Layer] = {}
        still = parameters.model_copy(update={MOMENT: 0.0, **FREE})
        size = int(p.nx), int(p.ny)
        for work in (
            Transported(other).frames(parameters, ticket),
            self._remembered.frames(
                f"{BESIDE}ftle",
                still,
                lambda: wall_frames(
                    {"ftle": other}, size, float(p.start), float(p.horizon), ticket
                ),
            ),
            Probability(other).frames(parameters, ticket),
        ):
            for frame in work:
                found = _by_height(frame, other).layers
                shown |= {f"{BESIDE}{name}": layer for name, layer in found.items()}
                yield replace(frame, layers=shown)

    def _kept(self, parameters: Parameters) -> Mapping[str, Layer]:
        """Layers that stand beside already, so that they do not vanish while the cloud moves."""
        known = self._remembered.known("beside", self._key(parameters))
        return {} if known is None else known.layers

    def _key(self, parameters: Parameters) -> Parameters:
        """All that what stands beside depends on."""
        p: Any = parameters
        if p.beside == OTHER:
            return parameters.model_copy(update={"starts": ()})
        free = {**FREE, MOMENT: p.t if p.beside == POSTERIOR else 0.0}
        if p.beside in (WALLS, RADII, POSTERIOR):
            free["alpha"] = 0.0
        if p.beside == WALLS:  # whose D are their own
            free |= {"hidden": 1.0, "infinite": False, "trained": "", "another": 1.0}
        return parameters.model_copy(update=free)

    def _charged(self, parameters: Parameters) -> ChargedGeneration:
        found = self.flow(parameters)
        if not isinstance(found, ChargedGeneration):
            raise UnfitError(f"{self.model}: no field lines lead to these data")
        return found

    def _walls(self, parameters: Parameters) -> Flows:
        return {
            f"wall_{number}": self._sets.with_hidden(parameters, hidden)
            for number, hidden in enumerate(EACH)
        }

    def _soft(self, parameters: Parameters) -> Flows:
        """Flows of few, some and infinitely many dimensions, and the one that is shown."""
        every = [self._sets.with_hidden(parameters, hidden) for hidden in SOFT]
        return dict(zip(NAMES, (*every, self._charged(parameters)), strict=True))

    def _another(self, parameters: Parameters) -> ChargedGeneration:
        p: Any = parameters
        hidden = math.inf if p.another >= ENDLESS_FROM else float(p.another)
        return self._sets.with_hidden(parameters, hidden)

    def _other_views(self, main: ViewSpec, parameters: Parameters) -> tuple[ViewSpec, ...]:
        """The cloud of another D beside the first, and what is under it below."""
        told = words(self._another(parameters).hidden)
        cloud = replace(
            main,
            id="other",
            subtitle=told,
            layers=tuple(f"{BESIDE}{name}" for name in ("probability", *Transported.draws)),
            equations=(),
            clicks=False,
        )
        p: Any = parameters
        seen = f"{told}, {window(self._another(parameters), p.start, p.horizon)}"
        field = (f"{BESIDE}ftle",)
        walls = replace(cloud, id="other_walls", title="FTLE", subtitle=seen, layers=field)
        return cloud, walls

    def _training(self, parameters: Parameters) -> Mapping[str, Any] | None:
        p: Any = parameters
        if self.drawn(p) and p.velocity != EXACT and not self._sets.taught(parameters):
            return {}  # a curve may come
        if self._sets.exact(parameters):
            return None
        return self._sets.learned(parameters).card.training


def _by_height(frame: Frame, flow: Flow) -> Frame:
    """Ways of a cloud, coloured by the decimal logarithm of the hidden distance."""
    ways = frame.layers.get("paths")
    if not (isinstance(ways, Tracks) and isinstance(flow, ChargedGeneration)):
        return frame
    far = np.broadcast_to(np.log10(heights(flow, ways.times)), ways.positions.shape[:2])
    told = "log \N{GREEK SMALL LETTER SIGMA}" if math.isinf(flow.hidden) else "log |z|"
    coloured = replace(ways, values=far, unit=told)
    return replace(frame, layers={**frame.layers, "paths": coloured})


EXPERIMENT = PfgmPlusPlus
