"""Parcels are carried from frame to frame, all of them together, so that few frames are needed."""

from __future__ import annotations

import math
import time as clock
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from engines.errors import FlowError
from engines.running.slices import in_slices
from engines.running.ticket import Ticket
from engines.running.warming import Warming
from engines.systems.gridded.frames import AxisTuple, Frame, Frames
from engines.systems.gridded.space import loops
from engines.systems.gridded.splines import crowd, globe, kernels
from engines.systems.gridded.splines.axes import CUBIC
from engines.systems.gridded.splines.between import interval, neighbours, weights
from engines.systems.stepping.pace import Pace

_CROWD = 16  # nodes per parcel below which it pays to sum frames before parcels ask for them
_PIECE = 1 << 16  # nodes summed at a time
_SINGLE = np.eye(3)  # weights of three moments that have been summed already
CELLS = 8  # that the fastest parcel may cross in one step,
ROUGH = 2  # of straight lines, which have a corner at every node; and on a sphere, where all turns
BEND = 0.2  # of the time in which neighbours part by e where they do so fastest

_warming = Warming()
_paces = {"plane": Pace(), "sphere": Pace(), "space": Pace()}


def most_cells(frames: Frames) -> int:
    """Cells that a parcel may cross in one step."""
    return CELLS if frames.width == CUBIC and frames.kind != "sphere" else ROUGH


class Window:
    """The frames around one interval of time, and what they give at a moment of it.

    Attributes:
        field: Coefficients of four frames, shape (4, rows, columns x components).
        bad: Cells in which any of them is too near to land.
        rate: Steps wanted per unit of time.
    """

    def __init__(self, frames: Frames, way: str, k: int, ticket: Ticket | None) -> None:
        times = frames.grid.times
        four = [frames.frame(i, ticket) for i in neighbours(times, k, way)]
        self._times, self._k, self._way = times, k, way
        self.field = np.stack([one.coefficients for one in four])
        self.bad = _any_bad(four)
        cells = most_cells(frames)
        self.rate = max(max(one.rate / cells, one.strain / BEND) for one in four)
        self.length = float(times[k + 1] - times[k]) if len(times) > 1 else math.inf

    def weights(self, *moments: float) -> np.ndarray:
        """Weights of the four frames at each of `moments`, shape (len(moments), 4)."""
        return np.array([weights(self._times, self._k, m, self._way) for m in moments])


def _any_bad(four: list[Frame]) -> np.ndarray:
    bad = four[0].bad
    for one in four[1:]:
        if one.bad is not bad:
            bad = bad | one.bad
    return bad


class Carriage:
    """Moves parcels through the frames of a file.

    Args:
        frames: The fields.
        way: How to interpolate in time, "cubic" or "linear".
        finer: By how much steps are shorter than usual: one cell, and one frame, at most.
    """

    def __init__(self, frames: Frames, way: str, finer: int = 1) -> None:
        self.frames, self.way, self.finer = frames, way, finer
        self.kind = frames.kind

    @property
    def compiled(self) -> bool:
        """Whether the loops have been compiled."""
        return _warming.done(self.kind)

    def warm(self) -> None:
        """Begin to compile."""
        _warming.begin(self.kind, self._compile)

    def window(self, moment: float, ticket: Ticket | None = None) -> Window:
        """The frames around a moment.

        Raises:
            FlowError: If it lies outside the series.
        """
        self.inside(moment)
        return Window(
            self.frames, self.way, interval(self.frames.grid.times, moment, moment), ticket
        )

    def inside(self, moment: float, begin: float | None = None) -> None:
        """Check that there is data at a moment, to which parcels go from `begin`.

        Raises:
            FlowError: If there is none; says what is needed and what there is.
        """
        times = self.frames.grid.times
        if not math.isfinite(moment):
            raise FlowError(f"time = {moment}, allowed finite numbers")
        if len(times) == 1:
            return
        low, high = float(times[0]), float(times[-1])
        slack = 1e-9 * (high - low)
        if low - slack <= moment <= high + slack:
            return
        unit = self.frames.grid.time_unit
        asked = f"t = {moment:g} {unit}".rstrip()
        if begin is not None:
            asked = f"a horizon of {moment - begin:g} from t = {begin:g} needs data at {asked}"
        else:
            asked = f"asked for {asked}"
        side = f"starts at {low:g}" if moment < low else f"ends at {high:g}"
        raise FlowError(f"{asked}, but {self.frames.path.name} {side}")

    def carry(
        self, z: np.ndarray, m: np.ndarray, times: np.ndarray, ticket: Ticket | None
    ) -> Iterator[int]:
        """Move `z`, and tangents `m` unless empty, to each of `times` but the first; in place.

        Yields:
            Index of the time that has been reached.
        """
        for moment in (float(times[0]), float(times[-1])):
            self.inside(moment, float(times[0]) if moment != times[0] else None)
        _warming.ready(self.kind, self._compile, ticket)
        window: tuple[int, Window] | None = None
        for i in range(1, len(times)):
            for low, high in self._pieces(float(times[i - 1]), float(times[i])):
                k = interval(self.frames.grid.times, low, high)
                if window is None or window[0] != k:
                    window = None  # let go of the frames before others are read
                    window = (k, Window(self.frames, self.way, k, ticket))
                self._through(z, m, low, high, window[1], ticket)
            yield i

    def _pieces(self, start: float, stop: float) -> list[tuple[float, float]]:
        """The way from start to stop, cut at the frames: the field is smooth between them only."""
        if start == stop:
            return []
        times = self.frames.grid.times
        low, high = min(start, stop), max(start, stop)
        slack = 1e-9 * (high - low)
        inner = times[(times > low + slack) & (times < high - slack)]
        ends = [low, *inner.tolist(), high]
        pieces = list(pairwise(ends))
        return pieces if stop > start else [(b, a) for a, b in reversed(pieces)]

    def _through(
        self, z: np.ndarray, m: np.ndarray, low: float, high: float, window: Window,
        ticket: Ticket | None,
    ) -> None:  # fmt: skip
        """Steps of RK4 within one interval."""
        length = abs(high - low)
        wanted = length * max(window.rate, 1.0 / window.length)
        steps = max(1, math.ceil(wanted - 1e-9)) * self.finer
        h = (high - low) / steps
        nodes = window.field[0].size // self.frames.components
        crowded = len(z) * _CROWD > nodes and len(self.frames.grid.times) > 1
        ends = np.empty((3, *window.field.shape[1:])) if crowded else window.field
        for step in range(steps):
            t = low + step * h
            moments = window.weights(t, t + 0.5 * h, t + h)
            field, shares = window.field, moments
            if crowded:
                if step:
                    ends[0] = ends[2]  # the end of a step begins the next
                for i in range(1 if step else 0, 3):
                    self._blend(window.field, moments[i], ends[i], ticket)
                field, shares = ends, _SINGLE
            self._step(z, m, h, field, shares, window.bad, ticket)

    def _blend(
        self, field: np.ndarray, shares: np.ndarray, out: np.ndarray, ticket: Ticket | None
    ) -> None:
        def piece(first: int, last: int) -> None:
            kernels.blend(field, shares, out, first, last)

        in_slices(piece, len(out), max(1, _PIECE // out.shape[1]), ticket)

    def _step(
        self, z: np.ndarray, m: np.ndarray, h: float, field: np.ndarray, shares: np.ndarray,
        bad: np.ndarray, ticket: Ticket | None,
    ) -> None:  # fmt: skip
        kernel, pace, axes = _KERNELS[self.kind], _paces[self.kind], self.frames.axes
        tangent = len(m) > 0
        summed = shares is _SINGLE and self.kind == "plane"

        def piece(first: int, last: int) -> None:
            before = clock.perf_counter()
            if summed:
                crowd.step_crowd(z, m, tangent, first, last, h, field, bad, *axes)
            else:
                kernel(z, m, tangent, first, last, h, field, shares, bad, *axes)
            pace.observe(last - first, 1, clock.perf_counter() - before)

        in_slices(piece, len(z), pace.states(1, len(z)), ticket)

    def _compile(self) -> None:
        """Run everything on nothing."""
        compile_loops(self.kind)


_KERNELS: dict[str, Any] = {
    "plane": kernels.step_plane,
    "sphere": globe.step_sphere,
    "space": loops.step_space,
}


def compile_loops(kind: str) -> None:
    """Run the loops of a kind on nothing, so that they are compiled."""
    if kind == "space":
        _compile_space()
        return
    sphere = kind == "sphere"
    field = np.zeros((4, 4, 12 if sphere else 8))
    axis: AxisTuple = (np.zeros(2), np.zeros(1, np.int64), np.zeros((1, 4, 4)), 0.0, 0.0)
    bad = np.zeros((1, 1), np.uint8)
    z = np.zeros((0, 4 if sphere else 2))
    m = np.zeros((0, 3, 3) if sphere else (0, 2, 2))
    _KERNELS[kind](z, m, False, 0, 0, 0.0, field, _SINGLE, bad, axis, axis)
    kernels.blend(field, np.zeros(4), field[0], 0, 0)
    kernels.eliminate(np.zeros((0, 1)), np.zeros((0, 2)), np.zeros((0, 1)))
    if not sphere:
        crowd.step_crowd(z, m, False, 0, 0, 0.0, field, bad, axis, axis)
    if sphere:
        globe.rates_sphere(z, m, np.zeros((0, 12)), 0, 0, field, np.zeros((1, 4)), bad, axis, axis)
    else:
        kernels.evaluate_plane(z, np.zeros((0, 6)), 0, 0, field, np.zeros((1, 4)), bad, axis, axis)


def _compile_space() -> None:
    field, m = np.zeros((4, 16, 12)), np.zeros((0, 3, 3))
    axis: AxisTuple = (np.zeros(2), np.zeros(1, np.int64), np.zeros((1, 4, 4)), 0.0, 0.0)
    bad, z, one = np.zeros((1, 1, 1), np.uint8), np.zeros((0, 3)), np.zeros((1, 4))
    loops.step_space(z, m, False, 0, 0, 0.0, field, _SINGLE, bad, axis, axis, axis)
    loops.evaluate_space(z, np.zeros((0, 12)), 0, 0, field, one, bad, axis, axis, axis)
    kernels.blend(field, np.zeros(4), field[0], 0, 0)
    kernels.eliminate(np.zeros((0, 1)), np.zeros((0, 2)), np.zeros((0, 1)))
