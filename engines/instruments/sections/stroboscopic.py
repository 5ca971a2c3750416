"""Stroboscopic sections: where paths are once in every period of what drives them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, ClassVar

import numpy as np

from engines.errors import UnfitError
from engines.instruments.portrait.paths import declared_paths, release
from engines.instruments.portrait.scales import (
    box_of,
    diagonal,
    lengths,
    refusal,
    seeds,
    time_unit,
    wrapped,
)
from engines.instruments.portrait.tracks import VISIBLE, verdict
from engines.instruments.sections.forcing import forcing_period
from engines.layers.frame import Frame, Reading, Trust
from engines.layers.points import Points
from engines.parameters.declare import Declaration, Parameters, real, whole
from engines.protocols.capabilities import Recorded, Refinable, Remembering, Tangent
from engines.protocols.flow import Flow
from engines.protocols.instrument import Section, Sectioned
from engines.running.ticket import Ticket

GROUP = "Stroboscope"
COARSE = 50  # flashes of the first picture
TOLD_APART = 8  # colours there are
COMPARED = 12  # flashes that are computed twice


class StroboscopicInstrument(Sectioned):
    """Launched paths, and a crowd of others, seen by flashes of a lamp."""

    name: ClassVar[str] = "stroboscopic"
    title: ClassVar[str] = "Stroboscopic section"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("stroboscopic",)
    depth: ClassVar[int] = 4

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        if flow.steady and not flow.discrete:
            return "needs a driven flow or a map"
        if isinstance(flow, Recorded):
            return "needs a flow that is driven for ever"
        return refusal(flow, memory=True)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        about: dict[str, Any] = {"group": GROUP}
        rows = [
            *declared_paths(flow),
            whole("strobe_every", 1, 1, 64, title="Every",
                  help="Iterations, or periods of what drives it, between two flashes.", **about),
            whole("strobe_count", 2000, 10, 100_000, title="Flashes",
                  help="Flashes per path.", **about),
            whole("skipped", 20, 0, 5000, title="Skipped", help="Iterates left out at first."),
            whole("strobe_starts", 0, 0, 400, title="More starts",
                  help="Paths that begin all over the picture, beside those that were launched.",
                  **about),
        ]  # fmt: skip
        if not flow.discrete:
            longest = 1e3 * max(1.0, forcing_period(flow) or 0.0)
            rows += [
                real("strobe_phase", 0.0, 0.0, 1.0, title="Phase",
                     help="At which share of the period the lamp flashes.", **about),
                real("strobe_period", 0.0, 0.0, longest, title="Period", unit=time_unit(flow),
                     help="Time between flashes; 0 for the period of what drives the flow.",
                     **about),
            ]  # fmt: skip
        return tuple(rows)

    @staticmethod
    def section(flow: Flow, parameters: Parameters) -> Section | None:
        return Section((0, 1), box_of(flow).start[2:])

    @staticmethod
    def idle(flow: Flow, parameters: Parameters) -> dict[str, str]:
        return {}

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        p: Any = parameters
        if flow.discrete:
            return "", "each iterate" if p.strobe_every == 1 else f"every {p.strobe_every} iterates"
        period = p.strobe_period or forcing_period(flow)
        if not period:
            return "", "no period is known"
        unit = time_unit(flow)
        return "", f"every {p.strobe_every * period:.4g} {unit}".rstrip()

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        flow = self.flow
        starts = self._starts(p)
        if not len(starts):
            yield Frame({"stroboscopic": Points(np.zeros((0, 2)), "cloud")})
            return
        first, apart = self._rhythm(p)
        begin = first + p.skipped * apart
        if isinstance(flow, Remembering):
            yield from self._remembered(starts, p, begin, apart, ticket)
            return
        states = flow.advance(starts, release(flow, p), begin, ticket)
        cuts = [0, min(COARSE, p.strobe_count), p.strobe_count]
        path = np.zeros((len(starts), 0, flow.dimension))
        for level, (done, until) in enumerate(pairwise(cuts)):
            if until == done:
                continue
            times = begin + apart * np.arange(max(0, done - 1), until)
            more = flow.record(states if not done else path[:, -1], times, ticket)
            path = np.concatenate([path, more[:, (1 if done else 0) :]], axis=1)
            share = until / p.strobe_count
            yield self._frame(path, share, level, None)
        trust = self._trust(path[:1], begin, apart, ticket)
        yield self._frame(path, 1.0, len(cuts), trust)

    def _remembered(
        self, starts: np.ndarray, p: Any, begin: float, apart: float, ticket: Ticket
    ) -> Iterator[Frame]:
        """Flashes of paths each of which is recorded as a whole: what was before them matters."""
        flow, found = self.flow, release(self.flow, p)
        path = np.zeros((len(starts), 0, flow.dimension))
        times = np.zeros(0)
        for level, count in enumerate(sorted({min(COARSE, p.strobe_count), p.strobe_count})):
            times = np.concatenate([[found], begin + apart * np.arange(count)])
            path = flow.record(starts, times, ticket)[:, 1:]
            yield self._frame(path, 0.5 * (level + 1.0), level, None)
        trust = None
        if isinstance(flow, Refinable):
            some = times[: COMPARED + 1]
            finer = flow.refined().record(starts[:1], some, ticket)[0, 1:]
            trust = self._verdict(path[0, : len(finer)], finer, some[1:], flow.integrator, 1.0)
        yield self._frame(path, 1.0, 2, trust)

    def _rhythm(self, p: Any) -> tuple[float, float]:
        """Time of the first flash after the release, and time between two.

        Raises:
            UnfitError: If neither the flow nor the form knows a period.
        """
        flow = self.flow
        if flow.discrete:
            return 0.0, float(p.strobe_every)
        period = p.strobe_period or forcing_period(flow)
        if not period:
            raise UnfitError(
                "no period of what drives the flow was found among its parameters, give one "
                "as Period above 0"
            )
        start = release(flow, p)
        first = period * (np.ceil(start / period - p.strobe_phase - 1e-12) + p.strobe_phase)
        return float(first), float(period * p.strobe_every)

    def _starts(self, p: Any) -> np.ndarray:
        own = np.array([s for s in p.starts if len(s) == self.flow.dimension], float)
        crowd = seeds(box_of(self.flow), p.strobe_starts, 0, "stroboscope")
        return np.concatenate([own.reshape(-1, self.flow.dimension), crowd])

    def _frame(self, path: np.ndarray, share: float, level: int, trust: Trust | None) -> Frame:
        n, k = path.shape[:2]
        places = wrapped(path, box_of(self.flow))[:, :, :2].reshape(-1, 2)
        owners = np.repeat(np.arange(n), k)
        known = np.isfinite(places).all(axis=1)
        values = owners[known] % TOLD_APART + 0.5 if n > 1 else None
        lost = int(np.count_nonzero(~np.isfinite(path[:, -1]).all(axis=1)))
        return Frame(
            {"stroboscopic": Points(places[known], "cloud", values=values, scale="kinds")},
            progress=share,
            level=level,
            readings={self.name: Reading(float(np.count_nonzero(known)), "flashes")},
            notes=(f"{lost} of {n} paths grew beyond all numbers.",) if lost else (),
            trust=trust,
            task="Stroboscopic section",
        )

    def _trust(self, path: np.ndarray, begin: float, apart: float, ticket: Ticket) -> Trust | None:
        """What the first flashes of one path say when they are computed with more care."""
        flow = self.flow
        if not isinstance(flow, Refinable) or not np.isfinite(path[:, 0]).all():
            return None
        times = begin + apart * np.arange(min(COMPARED, path.shape[1]))
        finer = flow.refined().record(path[:, 0], times, ticket)[0]
        until = self._apart(path[0, : len(times)], finer, times)
        magnified = 1.0
        if until is not None and isinstance(flow, Tangent):
            _, stretched = flow.advance_tangent(path[:, 0], begin, until, ticket)
            magnified = float(np.nanmax(np.abs(stretched), initial=1.0))
        return self._verdict(path[0, : len(times)], finer, times, flow.integrator, magnified)

    def _apart(self, usual: np.ndarray, finer: np.ndarray, times: np.ndarray) -> float | None:
        """The first time at which two paths differ visibly, None if they do not."""
        wide = np.flatnonzero(lengths(usual - finer) > VISIBLE * diagonal(box_of(self.flow)))
        return float(times[wide[0]]) if len(wide) else None

    def _verdict(
        self,
        usual: np.ndarray,
        finer: np.ndarray,
        times: np.ndarray,
        integrator: str,
        magnified: float,
    ) -> Trust:
        off = float(np.nanmax(lengths(usual - finer), initial=0.0))
        until = self._apart(usual, finer, times)
        return verdict(off, until, magnified, time_unit(self.flow), integrator)


INSTRUMENT = StroboscopicInstrument
