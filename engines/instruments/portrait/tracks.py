"""Launched trajectories, forward and backward from where the hand put them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.portrait.meanwhile import begun
from engines.instruments.portrait.paths import declared_paths, followed, in_view, kinds, release
from engines.instruments.portrait.scales import (
    box_of,
    crossing_time,
    diagonal,
    friendly,
    known_moment,
    lasting,
    lengths,
    refusal,
    shown,
    time_unit,
    wrapped,
)
from engines.layers.frame import Frame, Layer, Reading, Trust
from engines.layers.points import Points
from engines.layers.tracks import Tracks
from engines.parameters.declare import Declaration, Parameters, real
from engines.protocols.capabilities import Explaining, Refinable, Remembering, Tangent
from engines.protocols.flow import Flow
from engines.protocols.instrument import Prompt
from engines.running.ticket import Ticket

SAMPLES = (400, 4000)  # per direction, at level 0 and 1
VISIBLE = 1e-3  # a distance that shows, in diagonals of the box
CHAOTIC = 1e3  # stretching from which two integrations part by the flow's own doing


class TrackInstrument(Prompt):
    """The launched paths of any flow, one line through each start."""

    name: ClassVar[str] = "tracks"
    title: ClassVar[str] = "Launched paths"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("tracks_before", "tracks", "starts")
    depth: ClassVar[int] = 3

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return refusal(flow, memory=True)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        shared = declared_paths(flow)
        if flow.discrete:
            return shared
        tail = real(
            "tail",
            0.0 if flow.dimension == 2 else lasting(flow) / 10.0,
            0.0,
            lasting(flow),
            title="Tail",
            unit=time_unit(flow),
            help="How much of a path is seen behind its head; 0 shows all of it.",
            group="Paths",
        )
        if not _goes_back(flow):
            return (*shared, tail)
        usual = friendly(crossing_time(flow))
        back = usual if flow.steady and flow.dimension == 2 else 0.0
        past = real(
            "past",
            back,
            0.0,
            10.0 * usual,
            title="Past",
            unit=time_unit(flow),
            help="How far each path is followed backwards from its start.",
            group="Paths",
        )
        return (*shared, past, tail)

    def at_once(self, parameters: Parameters) -> dict[str, Layer]:
        """As much of each path as can be followed in a moment."""
        p: Any = parameters
        starts = self._starts(p)
        if not len(starts):
            return {}
        times = self._times(p, SAMPLES[0])
        states = begun(self.flow, starts, times)
        return self._layers(starts, states, times[: states.shape[1]], p)

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        flow, starts = self.flow, self._starts(p)
        if not len(starts):
            yield Frame({})
            return
        for level, samples in enumerate(SAMPLES):
            forward = self._times(p, samples)
            states, ended, lost = followed(flow, starts, forward, ticket)
            times, ahead = forward, states
            if _goes_back(flow) and p.past > 0.0:
                earliest = known_moment(flow, forward[0] - p.past)
                backward = np.linspace(forward[0], earliest, samples // 4)
                before, _, _ = followed(flow, starts, backward, ticket)
                states = np.concatenate([before[:, :0:-1], states], axis=1)
                times = np.concatenate([backward[:0:-1], forward])
            layers = self._layers(starts, states, times, p)
            last = level == len(SAMPLES) - 1 or flow.discrete
            count = {"tracks": Reading(float(len(starts)), _words(ended, forward))}
            yield Frame(
                layers,
                progress=1.0 if last else 0.3,
                level=level,
                notes=_endings(flow, ahead, lost, forward),
                readings=count,
                task="Launched paths",
            )
            if last:
                break
        trust = self._trust(starts, forward, ticket)
        if trust is not None:
            yield Frame(layers, level=len(SAMPLES), readings=count, trust=trust)

    def _starts(self, p: Any) -> np.ndarray:
        """Those of the starts that are states of this flow."""
        return np.array([s for s in p.starts if len(s) == self.flow.dimension], float)

    def _layers(
        self, starts: np.ndarray, states: np.ndarray, times: np.ndarray, p: Any
    ) -> dict[str, Layer]:
        """Lines along the states, shape (n, k, d), at times, shape (k,); dots for a map."""
        flow, m = self.flow, shown(self.flow)
        seen = in_view(states, box_of(flow))[:, :, :m]
        values = None
        if kinds(flow, len(starts)):
            values = np.repeat(np.arange(len(starts))[:, None] + 0.5, len(times), axis=1)
        tail = 0.0 if flow.discrete else p.tail
        line: Layer = Tracks(seen, times, values=values, scale="kinds", memory=tail)
        if flow.discrete:  # a line between iterates would show ways nobody went
            kept = wrapped(states, box_of(flow))[:, :, :m].reshape(-1, m)
            line = Points(kept[np.all(np.isfinite(kept), axis=1)], "dot")
        # a hand moves the last one; in space it would not know how deep
        last = ("handle",) if flow.dimension == 2 and len(starts) else ()
        marks = ("start",) * (len(starts) - len(last)) + last
        return {"tracks": line, "starts": Points(starts[:, :m], marks)}

    def _times(self, p: Any, samples: int) -> np.ndarray:
        if self.flow.discrete:
            return np.arange(0.0, p.duration + 1.0)
        first = release(self.flow, p)
        return np.linspace(first, known_moment(self.flow, first + p.duration), samples)

    def _trust(self, starts: np.ndarray, times: np.ndarray, ticket: Ticket) -> Trust | None:
        flow = self.flow
        if not isinstance(flow, Refinable):
            return None
        coarse = times[:: max(1, len(times) // SAMPLES[0])]
        usual, _, _ = followed(flow, starts, coarse, ticket)
        finer, _, _ = followed(flow.refined(), starts, coarse, ticket)
        gap = np.nan_to_num(lengths(usual - finer)).max(axis=0)
        wide = np.flatnonzero(gap > VISIBLE * diagonal(box_of(flow)))
        until = float(coarse[wide[0]]) if len(wide) else None
        magnified = 1.0
        if until is not None and isinstance(flow, Tangent):
            _, stretched = flow.advance_tangent(starts, float(times[0]), until, ticket)
            magnified = float(np.nanmax(np.abs(stretched), initial=1.0))
        return verdict(float(gap.max()), until, magnified, time_unit(flow), flow.integrator)


def verdict(gap: float, until: float | None, magnified: float, unit: str, integrator: str) -> Trust:
    """What the distance between a path and its more careful twin says about the path.

    Args:
        gap: Largest distance over all paths, world units.
        until: Time at which the distance becomes visible; None if it never does.
        magnified: How many times the flow itself has stretched small differences by then. A
            chaotic flow parts any two integrations, and that is its nature and no defect.
        unit: Unit of time.
        integrator: Words for the status bar.
    """
    path = ("CPU, float64", integrator)
    if until is None:
        return Trust(
            "good",
            f"Trusted: a more careful integration moves the paths by less than {spoken(gap)}.",
            path,
        )
    moment = f"Trusted until t = {until:.3g} {unit}".strip()
    if magnified > CHAOTIC:
        return Trust(
            "good", f"{moment}: the flow has magnified differences {spoken(magnified)} times.", path
        )
    return Trust("warn", f"{moment}: later a finer step gives another path.", path)


def spoken(number: float) -> str:
    """Two digits and a power of ten, with a true minus, e.g. "6.0e−9"; 0 is "0"."""
    if not math.isfinite(number):
        return "an unknown amount"
    if number == 0.0:
        return "0"
    mantissa, _, power = f"{number:.1e}".partition("e")
    return f"{mantissa}e{int(power)}".replace("-", "\N{MINUS SIGN}")


def _goes_back(flow: Flow) -> bool:
    """Whether a path can be followed backwards: what remembers has forgotten what was before."""
    return not (flow.discrete or isinstance(flow, Remembering))


def _words(ended: np.ndarray, times: np.ndarray) -> str:
    left = int(np.count_nonzero(ended < len(times)))
    if not left:
        return "launched"
    return "launched, left the picture" if len(ended) == 1 else f"launched, {left} left"


def _endings(
    flow: Flow, states: np.ndarray, lost: np.ndarray, times: np.ndarray
) -> tuple[str, ...]:
    """What to say about paths that ended; leaving the picture is no trouble.

    Args:
        flow: What moved them.
        states: At `times`, shape (n, k, d).
        lost: Sample from which each has no numbers, shape (n,).
        times: Shape (k,).
    """
    ended = lost[lost < len(times)]
    if not len(ended):
        return ()
    i = int(lost.argmin())
    before = states[i, lost[i] - 1]
    if isinstance(flow, Explaining) and lost[i] and np.isfinite(before).all():
        why = flow.lost(before, float(times[lost[i] - 1]), float(times[lost[i]]))
        if why:
            return (f"{why}.",)
    first = f"t = {times[ended.min()]:.3g} {time_unit(flow)}".strip()
    if len(ended) == 1:
        return (f"A path grew beyond all numbers at {first}.",)
    return (f"{len(ended)} paths grew beyond all numbers, the first at {first}.",)


INSTRUMENT = TrackInstrument
