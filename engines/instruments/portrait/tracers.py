"""Tracers that drift with the flow and leave short tails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.portrait.rounds import rounds
from engines.instruments.portrait.scales import (
    box_of,
    crossing_time,
    friendly,
    known_moment,
    periods,
    refusal,
    seeds,
    shown,
    time_unit,
)
from engines.layers.frame import Frame, Layer
from engines.layers.shader_field import ShaderTracers
from engines.layers.tracks import Tracks
from engines.parameters.declare import Declaration, Parameters, real, whole
from engines.protocols.capabilities import Costly, Shaded, Textured
from engines.protocols.flow import Flow
from engines.protocols.instrument import Prompt
from engines.running.card import CARD
from engines.running.ticket import Ticket

SAMPLES = 48  # per track of the swarm without a graphics card
LIVES = 3.0  # tails that fit into one recorded track
FIRST = 200  # tracks of the coarse level
TIME = "start"  # uniform and parameter that hold the time of an unsteady flow


class TracerInstrument(Prompt):
    """A swarm moved by the graphics card where the flow can be written as GLSL.

    The same swarm, recorded on the CPU, comes along as `tracers` for everybody without a card.
    """

    name: ClassVar[str] = "tracers"
    title: ClassVar[str] = "Tracers"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("tracers", "tracers_live")
    depth: ClassVar[int] = 1

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return "needs continuous time" if flow.discrete else refusal(flow)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        crossing, unit = crossing_time(flow), time_unit(flow)
        speed, memory = friendly(crossing / 5.0), friendly(crossing / 8.0)
        rate = f"{unit} per s" if unit else "per s"
        return (
            whole("number", 1500, 10, 20000, title="Number", symbol="n", help="How many tracers."),
            real(
                "memory",
                memory,
                memory / 20.0,
                memory * 10.0,
                title="Memory",
                symbol=r"\tau",
                unit=unit,
                logarithmic=True,
                help="Length of the fading tail, in the flow's time.",
            ),
            real(
                "speed",
                speed,
                speed / 20.0,
                speed * 10.0,
                title="Speed",
                unit=rate,
                logarithmic=True,
                help="Flow time that passes in one second on the wall.",
            ),
            whole("seed", 0, 0, 99999, title="Seed", help="Seed of everything drawn at random."),
        )

    def at_once(self, parameters: Parameters) -> dict[str, Layer]:
        if not (isinstance(self.flow, Shaded) and self.flow.dimension <= 3):
            return {}
        if isinstance(self.flow, Costly) and not CARD.there:
            return {}
        p: Any = parameters
        return {"tracers_live": driven(self.flow, p.number, p.memory, p.speed, p.seed, _start(p))}

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        layers = self.at_once(parameters)
        layers["tracers"] = self._recorded(p, min(FIRST, p.number), ticket)
        yield Frame(layers, progress=0.2, task="Tracers")
        if p.number > FIRST:
            layers["tracers"] = self._recorded(p, p.number, ticket)
        yield Frame(layers, level=1)

    def _recorded(self, p: Any, number: int, ticket: Ticket) -> Tracks:
        begin = seeds(box_of(self.flow), p.number, p.seed, "tracers")[:number]
        length = LIVES * p.memory
        if self.flow.steady:
            once = np.linspace(0.0, length, SAMPLES, endpoint=False)
            states, times = rounds(self.flow.record(begin, once, ticket), length, p.memory)
        else:
            # at the end of a recording they are seen arriving there
            first = known_moment(self.flow, known_moment(self.flow, _start(p) + length) - length)
            times = np.linspace(first, known_moment(self.flow, first + length), SAMPLES)
            states = self.flow.record(begin, times, ticket)
        return Tracks(states[:, :, : shown(self.flow)], times, "swarm", memory=p.memory)


def driven(
    flow: Any, number: int, memory: float, speed: float, seed: int, start: float = 0.0
) -> ShaderTracers:
    """The recipe of a swarm that the graphics card moves.

    Args:
        flow: Can be written as GLSL, has up to three coordinates.
        number: How many tracers.
        memory: Length of their tails, in the flow's time.
        speed: Flow time per second on the wall.
        seed: Of the places where they begin.
        start: Time of an unsteady flow until a playhead is set.
    """
    box = box_of(flow)
    sides = zip(box.low, box.high, strict=True)
    uniforms, text, name = dict(flow.uniforms()), str(flow.glsl()), ""
    if not flow.steady:
        name = TIME if TIME not in uniforms else f"instrument_{TIME}"
        uniforms[name], text = start, f"uniform float {name};\n{text}"
    return ShaderTracers(
        text,
        uniforms,
        tuple(end for side in sides for end in side),
        number=number,
        memory=memory,
        speed=speed,
        dimension=flow.dimension,
        time=name,
        seed=seed,
        periodic=tuple(bool(around) for around in np.isfinite(periods(box))),
        textures=flow.textures() if isinstance(flow, Textured) else {},
    )


def _start(p: Any) -> float:
    return float(getattr(p, "start", 0.0))


INSTRUMENT = TracerInstrument
