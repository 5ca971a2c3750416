"""Flow maps over short times, kept as splines, put together to long ones."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numba import njit

from engines.errors import UnfitError
from engines.numerics.plane_spline import PlaneSpline, evaluate_spline
from engines.protocols.capabilities import Tangent
from engines.protocols.flow import Flow
from engines.running.slices import in_slices
from engines.running.ticket import Ticket

_PIECE = 1 << 12  # nodes between two looks at the ticket


@njit(nogil=True, cache=True, error_model="numpy", fastmath={"contract", "nsz"})
def _through(
    c: np.ndarray, grid: np.ndarray, corners: np.ndarray, places: np.ndarray, d: np.ndarray,
    outside: np.ndarray,
) -> None:  # fmt: skip
    """Move places by the spline of a displacement, and D by its slopes, where it is known."""
    off, slope = np.empty(2), np.empty((2, 2))
    for n in range(len(places)):
        x, y = places[n, 0], places[n, 1]
        if not (corners[0] <= x <= corners[1] and corners[2] <= y <= corners[3]):
            outside[n] = True
            continue
        evaluate_spline(c, grid, x, y, off, slope)
        places[n, 0] = x + off[0]
        places[n, 1] = y + off[1]
        for j in range(2):
            one, other = d[n, 0, j], d[n, 1, j]
            d[n, 0, j] = one + slope[0, 0] * one + slope[0, 1] * other
            d[n, 1, j] = other + slope[1, 0] * one + slope[1, 1] * other


@dataclass
class ShortMaps:
    """Maps of one flow over the intervals of a lattice of times, made once and kept.

    Attributes:
        flow: Planar, carries tangents; between the lattice and odd times, and outside of the
            grid, it is asked directly.
        x: Nodes of the maps, equally spaced from end to end of the domain.
        y: Likewise.
        step: Length of an interval; interval k runs from k step to (k + 1) step.
        periodic: Whether x and y go round; their last nodes repeat the first.
        most: Maps kept, the oldest are forgotten.
        made: How many were made so far.
    """

    flow: Flow
    x: np.ndarray
    y: np.ndarray
    step: float
    periodic: tuple[bool, bool] = (False, False)
    most: int = 256
    made: int = 0
    _kept: OrderedDict[tuple[int, int], PlaneSpline] = field(default_factory=OrderedDict)

    def intervals(self, start: float, horizon: float) -> list[tuple[float, float, int | None]]:
        """A journey cut at the lattice: begin, end, and the interval if it is a whole one."""
        stop, way = start + horizon, 1 if horizon > 0.0 else -1
        slack = 1e-9 * self.step
        cuts: list[tuple[float, float, int | None]] = []
        now = start
        while way * (stop - now) > slack:
            k = math.floor(now / self.step + 1e-9) if way > 0 else math.ceil(now / self.step - 1e-9)
            end = (k + way) * self.step
            whole = abs(now - k * self.step) <= slack and way * (stop - end) >= -slack
            if way * (end - stop) > 0.0:
                end = stop
            cuts.append((now, end, k if whole else None))
            now = end
        return cuts

    def missing(self, start: float, horizon: float) -> int:
        """How many maps would have to be made for such a journey."""
        way = 1 if horizon > 0.0 else -1
        cuts = self.intervals(start, horizon)
        return sum(k is not None and (k, way) not in self._kept for _, _, k in cuts)

    def carried(
        self,
        states: np.ndarray,
        start: float,
        horizon: float,
        ticket: Ticket | None = None,
    ) -> Iterator[tuple[float, np.ndarray, np.ndarray]]:
        """Composition of short maps.

            F(start -> stop) = F_n o ... o F_2 o F_1,   D = D_n ... D_2 D_1

        Args:
            states: Shape (n, 2).
            start: Time of release.
            horizon: Travel time, signed, not zero.
            ticket: Looked at throughout.

        Yields:
            After each interval: share of the journey done, places, shape (n, 2), not wrapped, and
            deformation gradients, shape (n, 2, 2).

        Raises:
            UnfitError: If the flow carries no tangents.
            Withdrawn: If the ticket was withdrawn.

        Source:
            Brunton & Rowley (2010). Fast computation of finite-time Lyapunov exponent fields for
            unsteady flows. Chaos 20, 017503.
        """
        if not isinstance(self.flow, Tangent):
            raise UnfitError("composition needs a flow that carries tangents")
        places = np.array(states, dtype=np.float64)
        d = np.tile(np.eye(2), (len(places), 1, 1))
        way = 1 if horizon > 0.0 else -1
        for begin, end, k in self.intervals(start, horizon):
            if k is None:
                beyond = np.ones(len(places), bool)
            else:
                beyond = self._composed(self._map(k, way, ticket), places, d, ticket)
            if beyond.any():
                some, more = self.flow.advance_tangent(places[beyond], begin, end, ticket)
                places[beyond] = some
                d[beyond] = more @ d[beyond]
            yield (end - start) / horizon, places, d

    def _composed(
        self, spline: PlaneSpline, places: np.ndarray, d: np.ndarray, ticket: Ticket | None
    ) -> np.ndarray:
        """Move all that lies on the grid, in place; which does not."""
        ends = [
            (-math.inf, math.inf) if around else (float(side[0]), float(side[-1]))
            for side, around in zip((self.x, self.y), self.periodic, strict=True)
        ]
        corners = np.array([*ends[0], *ends[1]])
        # a parcel on a wall may be a rounding beyond it
        slack = 1e-9 * np.array([np.ptp(self.x)] * 2 + [np.ptp(self.y)] * 2)
        corners += slack * [-1.0, 1.0, -1.0, 1.0]
        outside = np.zeros(len(places), bool)

        def work(a: int, b: int) -> None:
            _through(spline.coefficients, spline.grid, corners, places[a:b], d[a:b], outside[a:b])

        in_slices(work, len(places), _PIECE, ticket)
        return outside

    def _map(self, k: int, way: int, ticket: Ticket | None) -> PlaneSpline:
        """Displacement over one interval, from its own nodes."""
        known = self._kept.get((k, way))
        if known is None:
            x = self.x[:-1] if self.periodic[0] else self.x
            y = self.y[:-1] if self.periodic[1] else self.y
            nodes = np.stack([a.ravel() for a in np.meshgrid(x, y)], axis=1)
            moved = self.flow.advance(nodes, k * self.step, (k + way) * self.step, ticket)
            off = (moved - nodes).reshape(len(y), len(x), 2)
            if not np.isfinite(off).all():
                raise UnfitError("composition needs a flow that blows up nowhere in its domain")
            known = PlaneSpline(x, y, off, self.periodic)
            self.made += 1
            self._kept[(k, way)] = known
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end((k, way))
        return known
