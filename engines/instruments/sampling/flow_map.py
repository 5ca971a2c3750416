"""The map from one moment to another: a cloud at the first, and where it is sent at once."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np

from engines.errors import UnfitError
from engines.instruments.distance.carried_cloud import cloud_of
from engines.layers.curves import Curves
from engines.layers.frame import Frame, Reading
from engines.layers.points import Points
from engines.numerics.diffusion.generation import GenerationFlow
from engines.parameters.declare import Declaration, Parameters, real, whole
from engines.protocols.flow import Flow
from engines.running.randomness import stream
from engines.running.ticket import Ticket

STEPS = 100  # along the velocity


class FlowMapView:
    """X(r -> t, x) of states that have come to r: by one jump of a learned map, or as the sampler
    goes, beside where the velocity leads.
    """

    name: ClassVar[str] = "flow_map"
    title: ClassVar[str] = "Flow map"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("map_segments", "map_from", "map_to")
    depth: ClassVar[int] = 3

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        if not isinstance(flow, GenerationFlow):
            return "needs a flow from noise to data"
        return "" if flow.dimension == 2 else "needs a planar flow"

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        group = FlowMapView.title
        return (
            real("map_from", 0.0, 0.0, 1.0, title="From", symbol="r", group=group,
                 help="The moment at which the map takes hold; 0 is noise."),
            real("map_to", 1.0, 0.0, 1.0, title="To", symbol="t", group=group,
                 help="The moment it leads to; before the first it leads back."),
            whole("map_states", 240, 1, 5000, title="States", group=group, logarithmic=True,
                  help="How many are mapped."),
        )  # fmt: skip

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        flow: Any = self.flow
        count, seed = int(p.map_states), int(getattr(parameters, "seed", 0))
        noise = flow.noise(count, stream(seed, "noise"))
        cloud = cloud_of(flow, noise, seed, flow.arrival)
        cloud.carry(count, ticket)
        begun = cloud.at(p.map_from, count)
        r, t = float(p.map_from), float(p.map_to)
        ends = mapped(flow, begun, r, t, ticket)
        readings = {self.name: Reading(float(count), "states")}
        if flow.solves or flow.field.kind == "v":  # else it has no velocity of its own
            off = np.linalg.norm(ends - led(flow, begun, r, t, ticket), axis=1)
            readings[self.name] = Reading(float(np.nanmean(off)), "off the velocity's way")
        kept = np.isfinite(ends).all(axis=1) & np.isfinite(begun).all(axis=1)
        lines = tuple(np.stack([begun[kept], ends[kept]], axis=1))
        yield Frame(
            {
                "map_segments": Curves(lines, ("neutral",) * len(lines)),
                "map_from": Points(begun[kept], "cloud"),
                "map_to": Points(ends[kept], "dot"),
            },
            readings=readings,
            task=self.title,
        )


def mapped(flow: Any, x: np.ndarray, r: float, t: float, ticket: Ticket) -> np.ndarray:
    """X(r -> t, x): at once where a network has learned it, as the sampler goes where it has not.

    Raises:
        UnfitError: If a learned map is asked to lead back.
        Withdrawn: If the ticket was withdrawn.
    """
    if flow.solves:
        return np.asarray(flow.advance(x, r, t, ticket))
    if t < r:
        raise UnfitError(f"t = {t:g}, a learned map leads from r = {r:g} on: allowed {r:g} to 1")
    once = flow.followed_by(replace(flow.sampler, steps=1))
    return np.asarray(once.advance(x, r, t, ticket))


def led(flow: Any, x: np.ndarray, r: float, t: float, ticket: Ticket) -> np.ndarray:
    """Where many steps of the midpoint rule along the velocity lead.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    nodes = np.linspace(r, t, STEPS + 1)
    for start, stop in itertools.pairwise(nodes):
        ticket.check()
        h = float(stop - start)
        half = x + 0.5 * h * flow.velocity(x, float(start))
        x = x + h * flow.velocity(half, float(0.5 * (start + stop)))
    return x


INSTRUMENT = FlowMapView
