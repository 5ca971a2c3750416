"""What may stand beside a cloud on field lines: walls, a chart, a side view, or another D."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Mapping
from dataclasses import replace
from typing import Any

from engines.experiments.generative.carried_cloud import MOMENT
from engines.experiments.generative.charges.from_aside import by_height, lines, side_view
from engines.experiments.generative.charges.pace import window
from engines.experiments.generative.charges.posterior import (
    NAMES,
    SOFT,
    posterior_curves,
    posterior_view,
)
from engines.experiments.generative.charges.radii import curves, radii_view
from engines.experiments.generative.charges.subject import (
    ACROSS,
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
from engines.experiments.remembered import Remembered
from engines.instruments.density.probability import Probability
from engines.instruments.distance.transported import Transported
from engines.layers.frame import Frame, Layer
from engines.learned.generative.pfgm import ENDLESS_FROM
from engines.numerics.hidden_dimensions.generation import ChargedGeneration
from engines.parameters.declare import Parameters
from engines.protocols.views import ViewSpec
from engines.running.ticket import Ticket

BESIDE = "other_"  # before the names of layers of another D
ALONG = (*(f"across_{number}" for number in range(len(EACH))), "across_here")
# What the field beside depends on; the playhead, launched paths and the cloud are not among it.
FREE: Mapping[str, object] = {"starts": (), "samples": 1200, "paths": 160}


class Beside:
    """Views and frames of what is chosen by `beside`.

    Args:
        sets: What makes flows.
        remembered: What has been computed, shared with the experiment.
    """

    def __init__(self, sets: ChargedSubject, remembered: Remembered) -> None:
        self._sets, self._remembered = sets, remembered

    def views(
        self,
        main: ViewSpec,
        rest: list[ViewSpec],
        flow: ChargedGeneration,
        parameters: Parameters,
    ) -> list[ViewSpec]:
        """All views but the main one: those there are, and what is chosen among them."""
        p: Any = parameters
        if p.beside == WALLS:
            over = tuple(name for name in ("tracks", "starts") if name in main.layers)
            return [*wall_views(main, self._walls(parameters), over, p.start, p.horizon), *rest]
        seen = window(flow, p.start, p.horizon)
        told = [replace(one, subtitle=seen) if one.id == "ftle" else one for one in rest]
        if p.beside == OTHER:
            cloud, walls = self._of_other(main, parameters)
            return [cloud, *told[:1], walls, *told[1:]]
        shown: dict[str, Callable[[], ViewSpec]] = {
            SIDE: lambda: side_view(flow),
            RADII: lambda: radii_view(flow),
            ACROSS: lambda: across_view(main, ALONG, p.data == PAIR, seen),
            POSTERIOR: lambda: posterior_view(flow, p.t),
        }
        chosen = [shown[p.beside]()] if p.beside in shown else []
        return [*told[:1], *chosen, *told[1:]]

    def frames(
        self, flow: ChargedGeneration, parameters: Parameters, ticket: Ticket
    ) -> Generator[Frame, None, None]:
        """Of what is chosen, and of nothing else."""
        p: Any = parameters
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
            yield Frame(posterior_curves(self._soft(flow, parameters), p.t))
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
                found = by_height(frame, other).layers
                shown |= {f"{BESIDE}{name}": layer for name, layer in found.items()}
                yield replace(frame, layers=shown)

    def _walls(self, parameters: Parameters) -> Flows:
        return {
            f"wall_{number}": self._sets.with_hidden(parameters, hidden)
            for number, hidden in enumerate(EACH)
        }

    def _soft(self, flow: ChargedGeneration, parameters: Parameters) -> Flows:
        """Flows of few, some and infinitely many dimensions, and the one that is shown."""
        every = [self._sets.with_hidden(parameters, hidden) for hidden in SOFT]
        return dict(zip(NAMES, (*every, flow), strict=True))

    def _another(self, parameters: Parameters) -> ChargedGeneration:
        p: Any = parameters
        hidden = math.inf if p.another >= ENDLESS_FROM else float(p.another)
        return self._sets.with_hidden(parameters, hidden)

    def _of_other(self, main: ViewSpec, parameters: Parameters) -> tuple[ViewSpec, ...]:
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


def beside_key(parameters: Parameters) -> Parameters:
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
