"""The whole way: one jump to the latents, then the last steps of a sampler."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from engines.errors import FlowError, UnfitError
from engines.numerics.expressway.leap import Leap, edge_distances
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


@dataclass(frozen=True, eq=False)
class Modes:
    """Where the data are.

    Attributes:
        centres: Of their parts, shape (k, d).
        spread: Standard deviation of a part.
        group: Number of the mode each part belongs to, counted from 0, shape (k,).
        limit: From how many deviations on a state lies between modes.
    """

    centres: np.ndarray
    spread: float
    group: np.ndarray
    limit: float = 3.5

    def nearest(self, states: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Mode of the nearest centre, shape (n,), and the distance from it, shape (n,)."""
        square = (states**2).sum(axis=1)[:, None] + (self.centres**2).sum(axis=1)
        square = square - 2.0 * states @ self.centres.T
        which = square.argmin(axis=1)
        away = np.sqrt(np.maximum(square[np.arange(len(states)), which], 0.0))
        return self.group[which], away

    def off(self, states: np.ndarray) -> np.ndarray:
        """Whether states, shape (n, d), lie between modes, shape (n,)."""
        return np.asarray(self.nearest(states)[1] > self.limit * self.spread)


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
        leap = self.leap(ticket)
        share = begin / ARRIVED
        here = leap.target(x, share, ticket)
        near = np.ones(n, dtype=bool)
        if share == 0.0 and self.smoothing <= 0.0:
            near = edge_distances(leap.cells, x, ticket) <= self.edge
        inside = np.ones(n, dtype=bool)
        slopes = np.empty((n, d, d))
        slopes[:] = np.eye(d) * (max(ARRIVED - end, 0.0) / (ARRIVED - begin))
        if near.any():
            inside[near] = self._across(x[near], here[near], slopes, near, begin, end, ticket)
        if end > ARRIVED and inside.any():
            places, back = np.unique(here[inside], axis=0, return_inverse=True)
            slopes[inside] = self._nudged(places, ARRIVED, end, ticket)[back.ravel()]
        return self._after(x, here, begin, end, ticket), slopes

    def _across(
        self,
        x: np.ndarray,
        here: np.ndarray,
        slopes: np.ndarray,
        rows: np.ndarray,
        begin: float,
        end: float,
        ticket: Ticket | None,
    ) -> np.ndarray:
        """Differences over the width of an edge; whether all neighbours went to one latent."""
        leap, share, d = self.leap(ticket), begin / ARRIVED, x.shape[1]
        inside = np.ones(len(x), dtype=bool)
        found = np.empty((len(x), d, d))
        for k in range(d):
            step = self.edge * np.eye(d)[k]
            ahead, behind = x + step, x - step
            to, fro = (leap.target(part, share, ticket) for part in (ahead, behind))
            inside &= (to == here).all(axis=1) & (fro == here).all(axis=1)
            ends = [self._after(a, b, begin, end, ticket) for a, b in ((ahead, to), (behind, fro))]
            found[:, :, k] = (ends[0] - ends[1]) / (2.0 * self.edge)
        slopes[rows] = found
        return inside

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
