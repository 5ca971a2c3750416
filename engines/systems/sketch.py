"""A few moving dots that show what a system does, without compiling anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engines.numerics.integrate import one_step
from engines.protocols.capabilities import Bounded, Sliced
from engines.protocols.flow import Flow
from engines.running.randomness import stream
from engines.running.ticket import Ticket
from engines.systems.system import System

DOTS = 64
FRAMES = 180
ORBITS = 8
NEAR = 1e-3  # of the box, between their starts
SETTLE = 420  # steps of each before the dots set out from where they have been
COARSE = 80.0  # of these steps a period
STEPS = 2  # of the integration between two frames
PERIODS = 1.5  # that all frames last, where the period is known
SHARE = 0.08  # of the duration otherwise
COMPILED = 24  # dots of those that need machine code
MARGIN = 0.06  # of the picture around the dots
QUANTILE = 0.002  # of the places beyond each edge


Rates = Callable[[np.ndarray, float], np.ndarray]


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """Dots that move round and round.

    Attributes:
        places: Where each dot is in each frame, shape (frames, n, 2), float32, from 0 to 1 to the
            right and upwards; NaN where it has left.
        joined: Whether a dot goes on from frame to frame; a map jumps.
    """

    places: np.ndarray
    joined: bool


def sketch(system: System, ticket: Ticket | None = None) -> Sketch:
    """Dots on what `system` settles on at its values at rest.

    Flows without delay, noise or stiffness are moved by RK4 in NumPy, which is slow and starts at
    once; the others by their own flow.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    plain = system.kind in ("ode", "map") and "stiff" not in system.catalogued.flags
    if plain and not system.sphere and not system.section:
        paths = _mapped(system, ticket) if system.kind == "map" else _stepped(system, ticket)
    else:
        paths = _flown(system, ticket)
    across, along = _axes(system, paths.shape[2])
    return Sketch(_fitted(paths[:, :, [across, along]]), system.kind != "map")


def _axes(system: System, dimension: int) -> tuple[int, int]:
    if dimension < 2:
        return 0, 0
    upright = dimension == 3 and "forced" not in system.catalogued.flags
    return (0, 2) if upright else (0, 1)


def _span(system: System) -> float:
    period = system.catalogued.period
    return PERIODS * period if period else SHARE * system.duration


def _stepped(system: System, ticket: Ticket | None) -> np.ndarray:
    equations, values = system.equations, system.defaults()

    def rates(states: np.ndarray, time: float) -> np.ndarray:
        return equations.evaluate(states, time, values)

    h = min(_span(system) / (FRAMES * STEPS), 4.0 * system.step)
    if equations.dimension == 2:
        states, time = _scattered(system), 0.0
    else:
        states, time = _settled(system, rates, ticket)
    frames = [states]
    with np.errstate(all="ignore"):
        for _ in range(FRAMES - 1):
            if ticket is not None:
                ticket.check()
            for _ in range(STEPS):
                states, time = one_step(rates, states, time, h), time + h
            frames.append(states)
    return np.array(frames)


def _settled(system: System, rates: Rates, ticket: Ticket | None) -> tuple[np.ndarray, float]:
    """Moments of a few orbits that began near each other, shape (DOTS, d), and the last time."""
    h = min(_span(system) / PERIODS / COARSE, 4.0 * system.step)
    side = np.subtract(system.box.high, system.box.low)
    apart = NEAR * stream(0, "sketch").uniform(-1.0, 1.0, (ORBITS, len(side)))
    states, time, seen = np.array(system.start) + side * apart, 0.0, []
    with np.errstate(all="ignore"):
        for _ in range(SETTLE):
            if ticket is not None:
                ticket.check()
            states, time = one_step(rates, states, time, h), time + h
            seen.append(states)
    # moments of a turn apart, or what has a rhythm would move in step
    some = np.linspace(SETTLE // 3, SETTLE - 1, DOTS).astype(int)
    return np.array(seen)[some, np.arange(DOTS) % ORBITS], time


def _scattered(system: System) -> np.ndarray:
    """States all over the box, shape (DOTS, d): in the plane, or where nothing settles."""
    low, high = np.array(system.box.low), np.array(system.box.high)
    return low + (high - low) * stream(0, "sketch").random((DOTS, len(low)))


def _mapped(system: System, ticket: Ticket | None) -> np.ndarray:
    """Iterates of one orbit, each dot some of them behind the next; where nothing settles, of
    many.
    """
    if "conservative" in system.catalogued.flags and all(system.box.periodic):
        return _iterated(system, _scattered(system), FRAMES, ticket)
    orbit = _iterated(system, np.array([system.start], float), FRAMES * 4, ticket)[:, 0]
    if orbit.shape[1] == 1:  # its graph: each iterate over the one before
        orbit = np.column_stack([orbit[:-1, 0], orbit[1:, 0]])
    order = np.arange(FRAMES)[:, None] + 9 * np.arange(DOTS)[None, :]
    return orbit[order % len(orbit)]


def _iterated(system: System, states: np.ndarray, count: int, ticket: Ticket | None) -> np.ndarray:
    """`states`, shape (n, d), after 1 to `count` iterations: shape (count, n, d)."""
    values, box = system.defaults(), system.box
    low, side = np.array(box.low), np.subtract(box.high, box.low)
    seen = []
    with np.errstate(all="ignore"):
        for n in range(count):
            if ticket is not None:
                ticket.check()
            states = system.equations.evaluate(states, float(n), values)
            states = np.where(box.periodic, low + np.mod(states - low, side), states)
            seen.append(states)
    return np.array(seen)


def _flown(system: System, ticket: Ticket | None) -> np.ndarray:
    flow = system.flow_at(system.defaults())
    start = np.array([flow.box.start if isinstance(flow, Bounded) else system.start], float)
    span = _span(system)
    if isinstance(flow, Sliced):
        path = flow.seen(_long(flow.whole, flow.lifted(start), span, ticket))
    else:
        path = _long(flow, start, span, ticket)
    shift = np.linspace(0, len(path) - FRAMES - 1, COMPILED).astype(int)
    return path[np.arange(FRAMES)[:, None] + shift[None, :]]


def _long(flow: Flow, start: np.ndarray, span: float, ticket: Ticket | None) -> np.ndarray:
    times = np.linspace(0.0, 5.0 * span, 5 * FRAMES)
    return flow.record(start, times, ticket)[0, FRAMES:]


def _fitted(places: np.ndarray) -> np.ndarray:
    """`places`, shape (frames, n, 2), in units of the picture."""
    flat = places.reshape(-1, 2)
    flat = flat[np.isfinite(flat).all(axis=1)]
    if not len(flat):
        return np.full(places.shape, np.nan, np.float32)
    low, high = np.quantile(flat, (QUANTILE, 1.0 - QUANTILE), axis=0)
    side = np.where(high > low, high - low, 1.0)
    with np.errstate(all="ignore"):
        unit = (places - low) / side
        unit[np.abs(unit - 0.5) > 2.0] = np.nan
    return (MARGIN + (1.0 - 2.0 * MARGIN) * unit).astype(np.float32)
