"""Thousands of fading tracks on the attractor of a flow in space."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.portrait.scales import (
    box_of,
    crossing_time,
    friendly,
    refusal,
    seeds,
    time_unit,
)
from engines.layers.frame import Frame, Reading
from engines.layers.tracks import Tracks
from engines.parameters.declare import Declaration, Parameters, real, whole
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

FIRST = 150  # tracks of the coarse level
SAMPLES = (60, 160)  # per track, at level 0 and 1
TRANSIENT = 12.0  # crossings of the box that are forgotten
AROUND = 0.02  # how far from the start the swarm is released, in diagonals of the box
LIVES = 2.0  # tails that fit into one recorded track


class SwarmInstrument:
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
        tail = friendly(2.0 * crossing_time(flow))
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

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        unit = f"1/{time_unit(self.flow)}" if time_unit(self.flow) else ""
        settled = np.zeros((0, 3))
        for level, samples in enumerate(SAMPLES):
            number = p.swarm_number if level else min(FIRST, p.swarm_number)
            settled = np.concatenate([settled, self._settled(p, len(settled), number, ticket)])
            begin = settled[np.all(np.isfinite(settled), axis=1)]
            times = np.linspace(-p.swarm_memory, LIVES * p.swarm_memory, samples)
            states = self.flow.record(begin, times, ticket)
            speed = self._speed(states, ticket)
            last = level == len(SAMPLES) - 1
            yield Frame(
                {"swarm": Tracks(states, times, "swarm", speed, unit=unit, memory=p.swarm_memory)},
                progress=1.0 if last else 0.2,
                level=level,
                readings={"swarm": Reading(float(len(begin)), "tracks")},
                task="Swarm",
            )

    def _settled(self, p: Any, first: int, last: int, ticket: Ticket) -> np.ndarray:
        """States `first` to `last` of the swarm after the transient."""
        box = box_of(self.flow)
        spread = seeds(box, p.swarm_number, p.seed, "swarm")[first:last]
        begin = np.array(box.start) + AROUND * (spread - np.add(box.low, box.high) / 2.0)
        age = 1.0 + np.arange(first, last) / p.swarm_number
        wait = TRANSIENT * crossing_time(self.flow)
        settled = self.flow.advance(begin, 0.0, wait, ticket)
        # Along the attractor neighbours stay together for long: let each go on for its own time.
        rest = self.flow.record(settled, np.linspace(0.0, wait, 32), ticket)
        return rest[np.arange(len(rest)), (31 * (age - 1.0)).astype(int)]

    def _speed(self, states: np.ndarray, ticket: Ticket) -> np.ndarray:
        flat = states.reshape(-1, 3)
        speed = np.empty(len(flat))
        for i in range(0, len(flat), 50_000):
            ticket.check()
            rates = self.flow.velocity(flat[i : i + 50_000], 0.0)
            speed[i : i + 50_000] = np.linalg.norm(rates, axis=1)
        return speed.reshape(states.shape[:2])


INSTRUMENT = SwarmInstrument
