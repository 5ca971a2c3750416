"""Moments of a field in space, turned into splines along all three axes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.ndimage import distance_transform_edt

from engines.errors import FlowError
from engines.systems.gridded.frames import BUDGET, AxisTuple, Frame, Frames
from engines.systems.gridded.grid import Grid, Nodes
from engines.systems.gridded.reading import Reader
from engines.systems.gridded.splines.axes import CUBIC, Axis

if TYPE_CHECKING:
    import xarray


class SpaceFrames(Frames):
    """The fields u, v and w of a file as splines in x, y and z, read in pieces when asked for.

    Args:
        path: For sentences.
        store: The open file.
        grid: Its grid, with heights.
        names: Names of u, v and w.
        width: Splines per cell, `CUBIC` or `LINEAR`.
        budget: Bytes to keep.
    """

    kind = "space"

    def __init__(
        self,
        path: Path,
        store: xarray.Dataset,
        grid: Grid,
        names: tuple[str, ...],
        width: int = CUBIC,
        budget: int = BUDGET,
    ) -> None:
        super().__init__(path, store, grid, (names[0], names[1]), width, 0, budget)
        self.reader = Reader(path, store, grid, names, 0)
        self.components = 3
        self.heights: Nodes = _heights(grid)
        self.z = Axis(self.heights.values, width, self.heights.period > 0.0)

    @property
    def axes(self) -> tuple[AxisTuple, ...]:
        """All three axes as the kernels want them, x first."""
        z = (self.z.nodes, self.z.first, self.z.tables, self.z.even, self.heights.period)
        return (*super().axes, z)

    @property
    def frame_size(self) -> int:
        return self.z.count * self.y.count * self.x.count * 24

    def _made(self, index: int, raw: tuple[np.ndarray, ...]) -> Frame:
        land = ~np.logical_and.reduce([np.isfinite(part) for part in raw])
        if land.all():
            raise FlowError(
                f"{self.path}: {', '.join(self.reader.names)} hold no number at "
                f"{self.reader.when(index)}"
            )
        factors = self.grid.factors
        values = np.stack([part * by for part, by in zip(raw, factors, strict=True)], axis=-1)
        sides = (self.z, self.y, self.x)
        shape = tuple(len(axis.nodes) - int(axis.periodic) for axis in sides)
        rate, strain = self._pace(values, land)
        bad = _cells_near(land, self.width // 2, tuple(axis.periodic for axis in sides))
        if land.any():  # on land splines are led through the nearest known value
            near = distance_transform_edt(land, return_distances=False, return_indices=True)
            values = values[tuple(near)]
        if values.shape[:3] != shape:
            raise FlowError(f"{self.path}: fields of {values.shape[:3]} nodes, expected {shape}")
        for place, axis in enumerate(sides):
            rows = np.ascontiguousarray(np.moveaxis(values, place, 0))
            values = np.moveaxis(axis.coefficients(rows), 0, place)
        coefficients = np.ascontiguousarray(values).reshape(self.z.count * self.y.count, -1)
        frame = Frame(coefficients, bad, land, rate, strain)
        self._check_speed(index, frame)
        return frame

    def _pace(self, values: np.ndarray, land: np.ndarray) -> tuple[float, float]:
        """Cells that the fastest parcel crosses, and how fast neighbours part, per unit of time."""
        sides = (self.heights.values, self.grid.y.values, self.grid.x.values)
        cells = [float(np.diff(side).min()) for side in sides[::-1]]
        rate = float((np.abs(values[~land]) / cells).max())
        strain = 0.0
        for place, side in enumerate(sides):
            gaps = np.diff(side[: values.shape[place]])
            apart = np.moveaxis(np.abs(np.diff(values, axis=place)).max(axis=3), place, -1) / gaps
            strain = max(strain, float(np.nanmax(apart, initial=0.0)))
        return rate, strain


def _heights(grid: Grid) -> Nodes:
    if grid.z is None:
        raise FlowError("a flow in space needs heights")
    return grid.z


def _cells_near(land: np.ndarray, reach: int, around: tuple[bool, ...]) -> np.ndarray:
    """Cells with land among the nodes of their splines, as uint8, one less than nodes a side."""
    near = np.pad(land, [(0, int(goes)) for goes in around], mode="wrap")
    for axis, goes in enumerate(around):
        wide = np.moveaxis(near, axis, 0)
        n = len(wide) - 1
        cells = np.zeros((n, *wide.shape[1:]), dtype=bool)
        for offset in range(1 - reach, reach + 1):
            at = np.arange(n) + offset
            cells |= wide[at % n if goes else np.clip(at, 0, n)]
        near = np.moveaxis(cells, 0, axis)
    return np.ascontiguousarray(near, dtype=np.uint8)
