"""Thousands of fading tracks on the attractor of a flow in space."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.portrait.paths import in_view, nearby
from engines.instruments.portrait.rounds import rounds
from engines.instruments.portrait.scales import (
    box_of,
    crossing_time,
    friendly,
    lasting,
    lengths,
    refusal,
    seeds,
    time_unit,
    wrapped,
)
from engines.instruments.portrait.tracers import driven
from engines.layers.frame import Frame, Layer, Reading
from engines.layers.tracks import Tracks
from engines.parameters.declare import Declaration, Parameters, real, whole
from engines.protocols.capabilities import Refinable, Shaded
from engines.protocols.flow import Flow
from engines.protocols.instrument import Prompt
from engines.running.ticket import Ticket

FIRST = 150  # tracks of the coarse level
SAMPLES = (60, 180)  # per track, at level 0 and 1
TRANSIENT = 12.0  # crossings of the box that are forgotten
NEAR = 0.02  # how far from the start a neighbour lies, in sides of the box
AGES = 32
LIVES = 2.0  # tails that fit into one recorded track


class SwarmInstrument(Prompt):
    """What the attractor looks like when thousands of states are on it at once."""

    name: ClassVar[str] = "swarm"
    title: ClassVar[str] = "Swarm"
    view: ClassVar[str] = "space"
    draws: ClassVar[tuple[str, ...]] = ("swarm",)
    depth: ClassVar[int] = 1

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        if flow.discrete:
            return "needs continuous time"
        return refusal(flow) or ("" if flow.dimension == 3 else "needs a flow in space")

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        tail = friendly(lasting(flow) / 30.0)
        return (
            whole("swarm_number", 2000, 50, 20000, title="Number", symbol="n", help="How many."),
            real(
                "swarm_memory",
                tail,
                tail / 20.0,
                tail * 20.0,
                title="Memory",
                symbol=r"\tau",
                unit=time_unit(flow),
                logarithmic=True,
                help="Length of the fading tail, in the flow's time.",
            ),
            whole("seed", 0, 0, 99999, title="Seed", help="Seed of everything drawn at random."),
        )

    def at_once(self, parameters: Parameters) -> dict[str, Layer]:
        """Tracers from all over the box, which the graphics card lets fall onto the attractor."""
        p: Any = parameters
        if not isinstance(self.flow, Shaded):
            return {}
        speed = friendly(crossing_time(self.flow) / 5.0)
        number = min(FIRST, p.swarm_number)  # few, so that their tails are smooth
        return {"swarm": driven(self.flow, number, p.swarm_memory, speed, p.seed)}

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        unit = f"1/{time_unit(self.flow)}" if time_unit(self.flow) else "speed"
        settled = np.zeros((0, 3))
        for level, samples in enumerate(SAMPLES):
            number = p.swarm_number if level else min(FIRST, p.swarm_number)
            settled = np.concatenate([settled, self._settled(p, len(settled), number, ticket)])
            stiff = not level and not np.isfinite(settled).any()
            if stiff and isinstance(self.flow, Refinable):  # equal steps are too long for it
                self.flow = self.flow.refined()
                settled = self._settled(p, 0, number, ticket)
            begin = wrapped(settled[nearby(settled, box_of(self.flow))], box_of(self.flow))
            length = LIVES * p.swarm_memory
            once = np.linspace(0.0, length, samples, endpoint=False)
            path = self.flow.record(begin, once, ticket)
            states, times = rounds(path, length, p.swarm_memory)
            speed = self._speed(states, ticket)
            states = in_view(states, box_of(self.flow))
            last = level == len(SAMPLES) - 1
            yield Frame(
                {"swarm": Tracks(states, times, "swarm", speed, unit=unit, memory=p.swarm_memory)},
                progress=1.0 if last else 0.2,
                level=level,
                readings={"swarm": Reading(float(len(begin)), "tracks")},
                task="Swarm",
            )

    def _settled(self, p: Any, first: int, last: int, ticket: Ticket) -> np.ndarray:
        """States `first` to `last` of the swarm after the transient, those that got lost left out.

        They come from all over the box, so that every attractor has its share; one that got lost
        is replaced by a neighbour of the flow's own start.
        """
        box, flow = box_of(self.flow), self.flow
        begin = seeds(box, p.swarm_number, p.seed, "swarm")[first:last]
        near = np.array(box.start) + NEAR * (begin - np.add(box.low, box.high) / 2.0)
        wait = max(TRANSIENT * crossing_time(flow), lasting(flow) / 2.0)
        settled = flow.advance(begin, 0.0, wait, ticket)
        lost = ~nearby(settled, box)
        if np.any(lost):
            settled[lost] = flow.advance(near[lost], 0.0, wait, ticket)
        # Neighbours stay together for long on some attractors: let each go on for its own time.
        rest = flow.record(settled, np.linspace(0.0, wait, AGES), ticket)
        age = AGES * np.arange(first, last) // p.swarm_number
        return rest[np.arange(len(rest)), age]

    def _speed(self, states: np.ndarray, ticket: Ticket) -> np.ndarray:
        flat = states.reshape(-1, 3)
        speed = np.empty(len(flat))
        for i in range(0, len(flat), 50_000):
            ticket.check()
            with np.errstate(over="ignore", invalid="ignore"):  # what blows up may be seen so
                rates = self.flow.velocity(np.nan_to_num(flat[i : i + 50_000]), 0.0)
            speed[i : i + 50_000] = lengths(rates)
        return speed.reshape(states.shape[:2])


INSTRUMENT = SwarmInstrument
