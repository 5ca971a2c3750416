"""Attractors, told apart by where long paths stay."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from engines.errors import UnfitError
from engines.instruments.portrait.scales import box_of, crossing_time, lasting, periods, wrapped
from engines.instruments.sections.forcing import forcing_period
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

NEAR = 0.02  # of the box: a state this near to an attractor is on it
LOOSE = 3.0  # times as far, for those that were followed twice
SHARED = 0.25  # of a path that lies on an attractor of which it is a part
ROOM = 2.0  # boxes beside the box from where nothing comes back
SAMPLES = 300  # of an attractor
MOST = 8  # attractors, as many as there are colours
LEFT, UNKNOWN = -1, -2


@dataclass(frozen=True, slots=True, eq=False)
class Attractor:
    """A set on which paths stay.

    Attributes:
        places: Samples, shape (k, d).
        tree: The same, in boxes, for neighbours.
    """

    places: np.ndarray
    tree: cKDTree


class Endings:
    """Follows states to where they end and knows the attractors that were met.

    Args:
        flow: A steady flow, a driven one whose period can be found, or a map.
        duration: How long states are followed before they are looked at.

    Attributes:
        attractors: Those known.

    Raises:
        UnfitError: If the flow is driven and no period is found.
    """

    def __init__(self, flow: Flow, duration: float) -> None:
        self.flow = flow
        self.box = box_of(flow)
        self.sides = np.subtract(self.box.high, self.box.low)
        period = np.where(np.isfinite(periods(self.box)), 1.0, 0.0)
        self._around = period if period.any() else None  # cKDTree: 0 is a line, 1 a circle
        self.attractors: list[Attractor] = []
        if flow.discrete:
            self.beat, self.watched = 1.0, float(SAMPLES)
        elif flow.steady:
            self.beat, self.watched = 0.0, 1.5 * lasting(flow)
        else:
            found = forcing_period(flow)
            if found is None:
                raise UnfitError("no period of what drives the flow was found")
            self.beat, self.watched = found, SAMPLES * found
        self.duration = max(1.0, round(duration / self.beat)) * self.beat if self.beat else duration

    def settled(self, states: np.ndarray, ticket: Ticket | None = None) -> np.ndarray:
        """States after the time they are followed, shape (n, d); NaN where they left for good."""
        ends = self.flow.advance(states, 0.0, self.duration, ticket)
        with np.errstate(invalid="ignore"):
            out = (ends < np.array(self.box.low) - ROOM * self.sides) | (
                ends > np.array(self.box.high) + ROOM * self.sides
            )
        ends[np.any(out & ~np.isfinite(periods(self.box)), axis=1)] = np.nan
        return ends

    def discover(self, ends: np.ndarray, ticket: Ticket | None = None) -> None:
        """Learn the attractors on which settled states, shape (n, d), are.

        Raises:
            Withdrawn: If the ticket was withdrawn.
        """
        ends = ends[np.isfinite(ends).all(axis=1)]
        ends = ends[self.numbers(ends) == UNKNOWN]
        while len(ends) and len(self.attractors) < MOST:
            if ticket is not None:
                ticket.check()
            path = self.flow.record(ends[:1], self._times(), ticket)[0]
            ends = ends[1:]
            if not np.isfinite(path).all():
                continue
            late = path[len(path) // 4 :]
            one = self._overlapping(late)
            if one is None:
                self.attractors.append(self._made(late))
            else:  # a chaotic one is not known whole from one path
                more = np.concatenate([self.attractors[one].places, late])
                self.attractors[one] = self._made(more)
            ends = ends[self.numbers(ends) == UNKNOWN]

    def _made(self, places: np.ndarray) -> Attractor:
        return Attractor(places, cKDTree(self._scaled(places), boxsize=self._around))

    def _overlapping(self, path: np.ndarray) -> int | None:
        """The attractor on which a good part of a path lies."""
        places = self._scaled(path)
        for number, attractor in enumerate(self.attractors):
            gaps, _ = attractor.tree.query(places, distance_upper_bound=2.0 * NEAR, p=np.inf)
            if np.mean(np.isfinite(gaps)) > SHARED:
                return number
        return None

    def numbers(self, ends: np.ndarray, near: float = NEAR) -> np.ndarray:
        """Which attractor each settled state is on, shape (n,); LEFT or UNKNOWN without one.

        Args:
            ends: Shape (n, d).
            near: How far from the samples of an attractor a state on it may be, in boxes.
        """
        found = np.full(len(ends), UNKNOWN)
        known = np.isfinite(ends).all(axis=1)
        best = np.full(int(known.sum()), near)
        which = np.full(len(best), UNKNOWN)
        places = self._scaled(ends[known])
        for number, attractor in enumerate(self.attractors):
            gaps, _ = attractor.tree.query(places, distance_upper_bound=near, p=np.inf)
            nearer = gaps < best
            best[nearer], which[nearer] = gaps[nearer], number
        found[known], found[~known] = which, LEFT
        return found

    def ended(self, states: np.ndarray, ticket: Ticket | None = None) -> np.ndarray:
        """Which attractor each of `states`, shape (n, d), ends on; those that are on none yet are
        followed once more.

        Raises:
            Withdrawn: If the ticket was withdrawn.
        """
        ends = self.settled(states, ticket)
        found = self.numbers(ends)
        late = found == UNKNOWN
        if late.any():
            later = self.settled(ends[late], ticket)
            again = self.numbers(later)
            if (again == UNKNOWN).any() and len(self.attractors) < MOST:
                self.discover(later[again == UNKNOWN][:4], ticket)
            found[late] = self.numbers(later, LOOSE * NEAR)
        return found

    def ordered(self) -> None:
        """Put the attractors into an order that does not depend on who met them first."""
        self.attractors.sort(key=lambda a: tuple(np.round(a.places.mean(axis=0) / self.sides, 3)))

    def _times(self) -> np.ndarray:
        if self.beat:
            return self.beat * np.arange(SAMPLES)
        count = int(np.clip(self.watched / crossing_time(self.flow) * 60.0, SAMPLES, 20_000))
        return np.linspace(0.0, self.watched, count)

    def _scaled(self, places: np.ndarray) -> np.ndarray:
        inside = wrapped(places, self.box)
        scaled: np.ndarray = (inside - np.array(self.box.low)) / self.sides
        if self._around is not None:  # rounding must not put a state on the far end
            around = self._around > 0.0
            scaled[:, around] = np.clip(scaled[:, around], 0.0, np.nextafter(1.0, 0.0))
        return scaled
