"""The whole way: one jump to the latents, then the last steps of a sampler."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from engines.errors import FlowError, UnfitError
from engines.numerics.expressway.leap import Leap, edge_distances
from engines.numerics.expressway.modes import Modes
from engines.numerics.expressway.solving import Solving
from engines.numerics.expressway.stepped import Stepped
from engines.numerics.expressway.tail import Tail
from engines.protocols.capabilities import Box, Described, Probable, Tangent
from engines.running.ticket import Ticket

ARRIVED = 0.5  # the time at which the jump has ended
EDGE = 1.0 / 320.0  # half the width of an edge between cells, as a share of the box
NUDGE = 1e-5  # of a latent, by which the tail's stretching is found
LANDED = 1e-6  # from a latent, of what does not fly in a gap
TRIES = 64  # draws anew of a source whose states sit on edges


@dataclass(frozen=True, slots=True, eq=False)
class _Latents:
    """What the tail makes of latents until `end`, and by how much it stretches those seen."""

    end: float
    points: np.ndarray
    reached: np.ndarray
    seen: np.ndarray
    slopes: np.ndarray


class Expressway(Stepped, Tangent, Probable, Described):
    r"""Straight lines x -> T(x) until t = 1/2, then the steps of a tail, equally long, until t = 1.

    A map that jumps has no derivative at an edge. Tangents are differences across it where a cell
    ends within half a width of an edge, and elsewhere, where all neighbours go to one latent, what
    the tail makes of a latent that is nudged.

    Args:
        solving: Latents, source, and heights as far as they are known.
        tail: What follows the jump.
        box: Where to look.
        modes: Where the data are, if that is known.
        smoothing: Share of the source that is sent in between two latents.
        threshold: Draws of the source whose best two facets differ more than this, from 0 to 1, are
            drawn anew; 1 for none.

    Attributes:
        edge: Half the width an edge is given.
        law: Density of the data under noise, ln p(x), from states and its level, if it is known.

    Source:
        Li, Li, Wang, Lei, Luo & Gu (2023), ICCV, DPM-OT.
    """

    def __init__(
        self,
        solving: Solving,
        tail: Tail,
        box: Box,
        modes: Modes | None = None,
        smoothing: float = 0.0,
        threshold: float = 1.0,
    ) -> None:
        self.solving, self.tail, self.box, self.modes = solving, tail, box, modes
        self.smoothing, self.threshold = smoothing, threshold
        self.dimension = solving.points.shape[1]
        self.states = tuple(f"x_{i}" for i in range(1, self.dimension + 1))
        after = np.linspace(ARRIVED, 1.0, tail.evaluations + 1)
        self.nodes = np.concatenate([[0.0], after])
        self.edge = EDGE * float(np.subtract(box.high, box.low).max())
        self.law: Callable[[np.ndarray, float], np.ndarray] | None = None
        self._leap: Leap | None = None
        self._latents: _Latents | None = None

    @property
    def evaluations(self) -> int:
        """NFE of the whole way; the jump costs none."""
        return self.tail.evaluations

    def leap(self, ticket: Ticket | None = None) -> Leap:
        """The jump with the heights that are known once the search is over.

        Raises:
            Withdrawn: If the ticket was withdrawn.
        """
        cells = self.solving.finish(ticket)
        if self._leap is None or self._leap.cells is not cells:
            self._leap = Leap(cells, self.solving.source, self.smoothing)
        return self._leap

    def now(self) -> Leap:
        """The jump with the heights known at this moment."""
        return Leap(self.solving.cells, self.solving.source, self.smoothing)

    def noise(self, count: int, draw: np.random.Generator) -> np.ndarray:
        source = self.solving.source
        states = source.drawn(count, self.dimension, draw)
        if self.threshold >= 1.0:
            return states
        for _ in range(TRIES):
            wide = np.flatnonzero(self.leap().angles(states) > self.threshold)
            if not len(wide):
                return states
            states[wide] = source.drawn(len(wide), self.dimension, draw)
        raise FlowError(
            f"angle threshold = {self.threshold:g}: hardly any state of the source is left"
        )

    def noisy(self, i: int) -> bool:
        return self.tail.noisy and 0 < i < self.tail.evaluations

    def ended(
        self,
        states: np.ndarray,
        i: int,
        share: float,
        noise: np.ndarray | None = None,
        ticket: Ticket | None = None,
    ) -> np.ndarray:
        if i == 0:
            return self.leap(ticket).target(states, share, ticket)
        return states + (1.0 - share) * (self.tail.stepped(states, i - 1, noise) - states)

    def advance_tangent(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        x = np.asarray(states, dtype=np.float64)
        n, d = x.shape
        begin, end = (min(max(float(t), 0.0), 1.0) for t in (start, stop))
        if end < begin:
            return np.full((n, d), np.nan), np.full((n, d, d), np.nan)
        if begin >= ARRIVED:
            return self.advance(x, begin, end, ticket), self._nudged(x, begin, end, ticket)
        if begin == 0.0 and self.smoothing <= 0.0:
            return self._by_cells(x, end, ticket)
        leap, share = self.leap(ticket), begin / ARRIVED
        here = leap.target(x, share, ticket)
        inside = np.ones(n, dtype=bool)
        slopes = np.empty((n, d, d))
        for k in range(d):
            step = self.edge * np.eye(d)[k]
            ahead, behind = x + step, x - step
            to, fro = (leap.target(part, share, ticket) for part in (ahead, behind))
            inside &= (to == here).all(axis=1) & (fro == here).all(axis=1)
            ends = [self._after(a, b, begin, end, ticket) for a, b in ((ahead, to), (behind, fro))]
            slopes[:, :, k] = (ends[0] - ends[1]) / (2.0 * self.edge)
        if end > ARRIVED and inside.any():
            places, back = np.unique(here[inside], axis=0, return_inverse=True)
            slopes[inside] = self._nudged(places, ARRIVED, end, ticket)[back.ravel()]
        return self._after(x, here, begin, end, ticket), slopes

    def _by_cells(
        self, x: np.ndarray, end: float, ticket: Ticket | None
    ) -> tuple[np.ndarray, np.ndarray]:
        """The same from t = 0 for a jump that is a lookup: each latent goes through the tail once,
        and neighbours are looked up only where a cell ends near by.
        """
        cells = self.leap(ticket).cells
        share, (n, d) = min(end / ARRIVED, 1.0), x.shape
        known = self._known(end, ticket) if end > ARRIVED else None

        def after(places: np.ndarray, which: np.ndarray) -> np.ndarray:
            if known is not None:
                return np.asarray(known.reached[which])
            return places + share * (cells.points[which] - places)

        own = cells.assigned(x, ticket)
        slopes = np.empty((n, d, d))
        slopes[:] = (1.0 - share) * np.eye(d)
        rows = np.flatnonzero(edge_distances(cells, x, ticket) <= self.edge)
        alone, found = np.ones(len(rows), dtype=bool), np.empty((len(rows), d, d))
        for k in range(d):
            step = self.edge * np.eye(d)[k]
            ahead, behind = x[rows] + step, x[rows] - step
            to, fro = cells.assigned(ahead, ticket), cells.assigned(behind, ticket)
            alone &= (to == own[rows]) & (fro == own[rows])
            found[:, :, k] = (after(ahead, to) - after(behind, fro)) / (2.0 * self.edge)
        slopes[rows] = found
        if known is not None:
            inside = np.ones(n, dtype=bool)
            inside[rows] = alone
            self._learn(known, np.unique(own[inside]), end, ticket)
            slopes[inside] = known.slopes[own[inside]]
        return after(x, own), slopes

    def _known(self, end: float, ticket: Ticket | None) -> _Latents:
        """Where every latent is at `end`."""
        cells = self.leap(ticket).cells
        found = self._latents
        if found is None or found.end != end or found.points is not cells.points:
            n, d = cells.points.shape
            reached = self.advance(cells.points, ARRIVED, end, ticket)
            found = _Latents(
                end, cells.points, reached, np.zeros(n, dtype=bool), np.zeros((n, d, d))
            )
            self._latents = found
        return found

    def _learn(self, known: _Latents, which: np.ndarray, end: float, ticket: Ticket | None) -> None:
        """The stretching of those latents whose own is not known yet."""
        new = which[~known.seen[which]]
        if len(new):
            known.slopes[new] = self._nudged(known.points[new], ARRIVED, end, ticket)
            known.seen[new] = True

    def log_density(
        self, states: np.ndarray, time: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        """Of what flies, exactly: nothing in the gaps that open between cells. After the jump, of
        data under the noise that is left, which is what the tail is there for.

        Raises:
            UnfitError: If that is asked for and not known.
            Withdrawn: If the ticket was withdrawn.
        """
        x, t = np.asarray(states, dtype=np.float64), min(max(float(time), 0.0), 1.0)
        if t >= ARRIVED:
            if self.law is None:
                raise UnfitError("after the jump the density needs data whose law is known")
            i = (self._leg(t) - 1) // (self.tail.each if self.tail.noisy else 1)
            sigmas = self.tail.sigmas
            return self.law(x, float(sigmas[min(i, len(sigmas) - 1)]) if t < 1.0 else 0.0)
        leap, share = self.leap(ticket), t / ARRIVED
        landing = leap.target(x, share, ticket)
        begun = (x - share * landing) / (1.0 - share)
        off = np.abs(leap.sent(begun, ticket) - landing).max(axis=1)
        with np.errstate(divide="ignore"):
            found = np.log(self.solving.source.density(begun)).sum(axis=1)
        found -= self.dimension * np.log(1.0 - share)
        return np.asarray(np.where(off < LANDED, found, -np.inf))

    def tex(self) -> tuple[str, ...]:
        return (r"T(x) = \nabla \max_i\, (\langle x, y_i\rangle + h_i)",)

    def with_tail(self, tail: Tail) -> Expressway:
        """The same jump before another tail."""
        return Expressway(self.solving, tail, self.box, self.modes, self.smoothing, self.threshold)

    def exact(self, steps: int) -> Expressway:
        """The same jump before an equation that is solved in so many steps."""
        sigmas = np.geomspace(self.tail.sigmas[0], self.tail.sigmas[-1], steps)
        return self.with_tail(replace(self.tail, sigmas=sigmas, kind="PF-ODE", each=1))

    def _after(
        self,
        begun: np.ndarray,
        landed: np.ndarray,
        begin: float,
        end: float,
        ticket: Ticket | None,
    ) -> np.ndarray:
        """Where states that leave `begun` at `begin` for `landed` are at `end`."""
        if end <= ARRIVED:
            return begun + (end - begin) / (ARRIVED - begin) * (landed - begun)
        places, back = np.unique(landed, axis=0, return_inverse=True)
        return self.advance(places, ARRIVED, end, ticket)[back.ravel()]

    def _nudged(
        self, states: np.ndarray, begin: float, end: float, ticket: Ticket | None
    ) -> np.ndarray:
        """Deformation of the steps of the tail, by differences, shape (n, d, d)."""
        n, d = states.shape
        found = np.empty((n, d, d))
        for k in range(d):
            step = NUDGE * np.eye(d)[k]
            ahead = self.advance(states + step, begin, end, ticket)
            behind = self.advance(states - step, begin, end, ticket)
            found[:, :, k] = (ahead - behind) / (2.0 * NUDGE)
        return found
