"""The interpolant itself: ways between fixed ends, one for each draw of the latent noise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.errors import UnfitError
from engines.instruments.bridges.fields import refusal
from engines.layers.frame import Frame, Reading
from engines.layers.points import Points
from engines.layers.tracks import Tracks
from engines.numerics.interpolants.bridging import BridgingFlow
from engines.parameters.declare import Declaration, Parameters, whole
from engines.protocols.flow import Flow
from engines.running.randomness import stream
from engines.running.ticket import Ticket

TIMES = 61


class Spaghetti:
    """x_t for a few pairs of ends and many draws of z, coloured by t."""

    name: ClassVar[str] = "spaghetti"
    title: ClassVar[str] = "Ways of the interpolant"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("spaghetti", "spaghetti_ends")
    depth: ClassVar[int] = 2

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return refusal(flow)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (
            whole("end_pairs", 6, 1, 60, title="Pairs of ends", help="Each a draw of both clouds."),
            whole("noises", 24, 1, 200, title="Draws of z", help="Ways between each pair of ends."),
            whole("seed", 0, 0, 99999, title="Seed", help="Seed of everything drawn at random."),
        )

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        ticket.check()
        flow = self.flow
        if not isinstance(flow, BridgingFlow):
            raise UnfitError("Ways of the interpolant needs a bridge between two clouds")
        draw = stream(p.seed, "spaghetti")
        first, last = flow.ends(p.end_pairs, draw)
        count = p.noises if flow.interpolant.at(0.5).square > 0.0 else 1
        noise = draw.standard_normal((p.end_pairs * count, flow.dimension))
        times = np.linspace(0.0, 1.0, TIMES)
        ways = flow.between(np.repeat(first, count, 0), np.repeat(last, count, 0), noise, times)
        moments = np.broadcast_to(times, ways.shape[:2])
        wide = float(np.sqrt(max(flow.interpolant.at(float(t)).square for t in times)))
        yield Frame(
            {
                "spaghetti": Tracks(ways, times, "swarm", values=moments, unit="t"),
                "spaghetti_ends": Points(np.concatenate([first, last]), "dot"),
            },
            readings={"spaghetti": Reading(wide, "widest noise")},
        )


INSTRUMENT = Spaghetti
