"""Fields read frame by frame, turned into splines, and kept while there is room."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engines.errors import FlowError
from engines.running.ticket import Ticket
from engines.systems.gridded.grid import Grid
from engines.systems.gridded.reading import Reader
from engines.systems.gridded.splines.axes import CUBIC, Axis
from engines.systems.gridded.splines.land import Coast, cells_near

if TYPE_CHECKING:
    import xarray

BUDGET = 512 << 20  # bytes of frames kept in memory
WINDOW = 4  # frames in use at a time, whatever the budget
_MIRRORED = 6  # rows beyond a pole; what lies behind them is felt by 0.27 per row
_POLE = 90.0
_FASTEST = 1e6  # cells per interval of time between two frames: no parcel can be followed

AxisTuple = tuple[np.ndarray, np.ndarray, np.ndarray, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One moment.

    Attributes:
        coefficients: Shape (rows, columns x components).
        bad: Cells too near to land, shape (ny - 1, nx - 1), uint8.
        land: Whether a node is land, shape (ny, nx) of distinct nodes.
        rate: Cells that the fastest parcel crosses per unit of time.
        strain: Largest difference of neighbours over their distance, 1 per unit of time.
    """

    coefficients: np.ndarray
    bad: np.ndarray
    land: np.ndarray
    rate: float
    strain: float


class Frames:
    """The fields of a file as splines, read in pieces when asked for.

    On a plane the components are the rates of x and y. On a sphere they are the three Cartesian
    components of the velocity of a unit vector, which know of no pole.

    Args:
        path: For sentences.
        store: The open file.
        grid: Its grid.
        names: Names of u and v.
        width: Splines per cell, `CUBIC` or `LINEAR`.
        level: Index of the depth.
        budget: Bytes to keep; at least a window of four frames is kept.
    """

    kind = "plane"

    def __init__(
        self,
        path: Path,
        store: xarray.Dataset,
        grid: Grid,
        names: tuple[str, str],
        width: int = CUBIC,
        level: int = 0,
        budget: int = BUDGET,
    ) -> None:
        self.path, self.grid, self.width, self.budget = path, grid, width, budget
        self.reader = Reader(path, store, grid, names, level)
        self._lock = threading.RLock()
        self._kept: OrderedDict[int, Frame] = OrderedDict()
        self._coast: Coast | None = None
        self._beyond = (self._mirrored(-1), self._mirrored(1))
        self.x = Axis(grid.x.values, width, grid.x.period > 0.0)
        self.y = Axis(self._latitudes(), width, grid.y.period > 0.0)
        self.components = 3 if grid.spherical else 2
        if grid.spherical:
            self.kind = "sphere"

    @property
    def axes(self) -> tuple[AxisTuple, ...]:
        """Both axes as the kernels want them."""
        period_y = self.grid.y.period
        return (
            (self.x.nodes, self.x.first, self.x.tables, self.x.even, self.grid.x.period),
            (self.y.nodes, self.y.first, self.y.tables, self.y.even, period_y),
        )

    @property
    def resident(self) -> int:
        """Bytes of frames kept."""
        kept = list(self._kept.values())
        parts = {id(a): a for f in kept for a in (f.coefficients, f.bad, f.land)}
        return sum(part.nbytes for part in parts.values())

    @property
    def frame_size(self) -> int:
        """Bytes of one frame, roughly."""
        return self.y.count * self.x.count * self.components * 8

    @property
    def room(self) -> int:
        """Frames that fit into the budget."""
        return max(WINDOW, self.budget // self.frame_size)

    def has(self, index: int) -> bool:
        """Whether a frame is in memory."""
        return index in self._kept

    def frame(self, index: int, ticket: Ticket | None = None) -> Frame:
        """The frame number `index`, read if need be together with others of its chunk.

        Raises:
            FlowError: If the file cannot be read or holds no number.
            Withdrawn: If the ticket was withdrawn.
        """
        with self._lock:
            kept = self._kept  # `forget` may put another in its place meanwhile
            if index not in kept:
                piece = self.reader.piece(index, self.room // 2)
                fields = self.reader.fields(piece)
                for i, one in enumerate(piece):
                    if ticket is not None:
                        ticket.check()
                    if one not in kept:
                        self._keep(kept, one, self._made(one, tuple(field[i] for field in fields)))
            kept.move_to_end(index)
            return kept[index]

    def forget(self) -> None:
        """Let go of what is at hand, without waiting for a reader; it is read again when needed."""
        self._kept = OrderedDict()

    def _keep(self, kept: OrderedDict[int, Frame], index: int, frame: Frame) -> None:
        twin = next((f for f in kept.values() if np.array_equal(f.land, frame.land)), None)
        if twin is not None:  # a coast that does not move is kept once
            frame = Frame(frame.coefficients, twin.bad, twin.land, frame.rate, frame.strain)
        kept[index] = frame
        kept.move_to_end(index)
        while len(kept) > self.room:
            kept.popitem(last=False)

    def _made(self, index: int, raw: tuple[np.ndarray, ...]) -> Frame:
        grid = self.grid
        land = ~(np.isfinite(raw[0]) & np.isfinite(raw[1]))
        if land.all():
            raise FlowError(
                f"{self.path}: {' and '.join(self.reader.names)} hold no number at "
                f"{self.reader.when(index)}"
            )
        u, v = (part * factor for part, factor in zip(raw, grid.factors, strict=True))
        values = self._cartesian(u, v) if grid.spherical else np.stack([u, v], axis=-1)
        wide, wide_land = self.extended(values), self.extended(land)
        around = (grid.y.period > 0.0, grid.x.period > 0.0)
        rate = self._rate(values[~land])
        if land.any():
            if self._coast is None or not np.array_equal(self._coast.land, wide_land):
                self._coast = Coast(wide_land, around)
            wide = self._coast.continued(wide)
        closed = np.pad(wide_land, ((0, int(around[0])), (0, int(around[1]))), mode="wrap")
        bad = cells_near(closed, self.width // 2, around)
        along_y = self.y.coefficients(wide)
        both = self.x.coefficients(np.ascontiguousarray(along_y.transpose(1, 0, 2)))
        coefficients = np.ascontiguousarray(both.transpose(1, 0, 2)).reshape(self.y.count, -1)
        frame = Frame(coefficients, np.ascontiguousarray(bad, dtype=np.uint8), land, rate,
                      self._strain(values))  # fmt: skip
        self._check_speed(index, frame)
        return frame

    def _rate(self, values: np.ndarray) -> float:
        """Cells crossed per unit of time by the fastest parcel."""
        cells = (float(np.diff(self.x.nodes).min()), float(np.diff(self.y.nodes).min()))
        if self.components == 3:
            return float(np.sqrt((values**2).sum(axis=1)).max()) * 180.0 / np.pi / min(cells)
        return float((np.abs(values) / cells).max())

    def _strain(self, values: np.ndarray) -> float:
        """How fast the fastest neighbours part; NaN on land counts for nothing."""
        rows, columns = values.shape[:2]
        x, y = self.grid.x.values[:columns], self.grid.y.values[:rows]
        scale, width = 1.0, np.ones((rows, 1))
        if self.components == 3:
            scale, width = 180.0 / np.pi, np.maximum(np.cos(np.radians(y)), 0.05)[:, None]
        across = np.abs(np.diff(values, axis=1)).max(axis=2) / (np.diff(x) * width)
        along = np.abs(np.diff(values, axis=0)).max(axis=2) / np.diff(y)[:, None]
        return scale * max(float(np.nanmax(part, initial=0.0)) for part in (across, along))

    def _check_speed(self, index: int, frame: Frame) -> None:
        times = self.grid.times
        step = float(np.median(np.diff(times))) if len(times) > 1 else 0.0
        if frame.rate * step > _FASTEST or not np.isfinite(frame.rate):
            raise FlowError(
                f"{self.path}: at {self.reader.when(index)} the velocity crosses {frame.rate:.1e} cells per "
                f"{self.grid.time_unit or 'unit of time'}, allowed {_FASTEST / step:.0e}; "
                "is a fill value not declared?"
            )

    def _cartesian(self, u: np.ndarray, v: np.ndarray) -> np.ndarray:
        """Velocity of unit vectors, shape (ny, nx, 3), from its parts to the east and the north."""
        longitude = np.radians(self.grid.x.values[: u.shape[1]])[None, :]
        latitude = np.radians(self.grid.y.values)[:, None]
        if self.grid.angular:
            u = u * np.cos(latitude)
        east = -np.sin(longitude) * u
        north = np.cos(longitude) * u
        return np.stack(
            [
                east - np.sin(latitude) * np.cos(longitude) * v,
                north - np.sin(latitude) * np.sin(longitude) * v,
                np.cos(latitude) * v,
            ],
            axis=-1,
        )

    def _mirrored(self, side: int) -> np.ndarray:
        """Rows that are repeated beyond a pole, nearest first; none if the grid ends before it."""
        grid = self.grid
        latitudes, columns = grid.y.values, len(grid.x.values) - 1
        if not grid.spherical or not grid.x.period or columns % 2:
            return np.zeros(0, dtype=int)
        if np.ptp(np.diff(grid.x.values)) > 1e-6 * 360.0 / columns:
            return np.zeros(0, dtype=int)
        ends = latitudes[::-1] if side > 0 else latitudes
        gap, cell = _POLE - side * ends[0], abs(ends[1] - ends[0])
        if gap > 1.01 * cell:
            return np.zeros(0, dtype=int)
        # a row on the pole itself is not repeated
        first = 1 if gap < 1e-6 else 0
        rows = np.arange(first, min(first + _MIRRORED, len(latitudes)))
        return len(latitudes) - 1 - rows if side > 0 else rows

    def _latitudes(self) -> np.ndarray:
        """Rows of the splines: those of the grid and those beyond the poles."""
        values = self.grid.y.values
        south, north = self._beyond
        return np.concatenate(
            [-2.0 * _POLE - values[south][::-1], values, 2.0 * _POLE - values[north]]
        )

    def extended(self, values: np.ndarray) -> np.ndarray:
        """`values` with the rows beyond the poles, which lie on the opposite meridian."""
        south, north = self._beyond
        if not len(south) and not len(north):
            return values
        opposite = np.roll(values, values.shape[1] // 2, axis=1)
        return np.concatenate([opposite[south][::-1], values, opposite[north]])
