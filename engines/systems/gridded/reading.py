"""Pieces of a file: a few moments at a time, never all of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from engines.errors import FlowError
from engines.systems.gridded.grid import Grid
from engines.systems.gridded.store import said

if TYPE_CHECKING:
    import xarray

PIECE = 4 << 20  # bytes of one variable read at once: larger pieces take no fewer milliseconds each


class Reader:
    """Reads u and v of an open file.

    Args:
        path: For sentences.
        store: The open file.
        grid: Its grid.
        names: Names of u and v, and of w in space.
        level: Index of the depth.
    """

    def __init__(
        self, path: Path, store: xarray.Dataset, grid: Grid, names: tuple[str, ...], level: int
    ) -> None:
        self.path, self.names, self.read = path, names, 0
        self._store, self._grid, self._level = store, grid, level
        rising = np.arange(len(grid.order))
        self._in_order = bool(np.array_equal(grid.order, rising))

    def piece(self, index: int, most: int) -> range:
        """The moments to be read together with `index`: a chunk of the file, or what is about as
        large, if there are not more than `most`.
        """
        moments = len(self._grid.times)
        variable = self._store[self.names[0]]
        if not self._in_order or self._grid.time_dimension not in variable.dims:
            return range(index, index + 1)
        sizes = variable.encoding.get("chunksizes") or variable.encoding.get("chunks")
        length = 1
        if sizes and len(sizes) == variable.ndim:
            length = int(sizes[variable.dims.index(self._grid.time_dimension)])
        frame = variable.nbytes // max(
            variable.shape[variable.dims.index(self._grid.time_dimension)], 1
        )
        if length <= 1:
            length = max(1, min(PIECE // max(frame, 1), most))
        if length > most:
            return range(index, index + 1)
        first = index // length * length
        return range(first, min(first + length, moments))

    def fields(self, piece: range) -> tuple[np.ndarray, ...]:
        """U and v, and w, of some moments at distinct nodes, float64, NaN on land: shape
        (k, ny, nx), in space (k, nz, ny, nx).

        Raises:
            FlowError: If the file cannot be read.
        """
        self.read += len(piece)
        return tuple(self._variable(name, piece) for name in self.names)

    def when(self, index: int) -> str:
        """A moment in words."""
        return f"t = {self._grid.times[index]:g} {self._grid.time_unit}".rstrip()

    def _variable(self, name: str, piece: range) -> np.ndarray:
        grid, variable = self._grid, self._store[name]
        axes = [axis for axis in (grid.z, grid.y, grid.x) if axis is not None]
        dims = (grid.time_dimension, *(axis.dimension for axis in axes))
        at: dict[Any, Any] = {d: 0 for d in variable.dims if d not in dims}
        if grid.level_dimension in at:
            at[grid.level_dimension] = self._level
        moving = grid.time_dimension in variable.dims
        if moving and self._in_order:
            at[grid.time_dimension] = slice(piece.start, piece.stop)
        elif moving:
            at[grid.time_dimension] = grid.order[piece.start : piece.stop]
        try:
            part = variable.isel(at).transpose(*(d for d in dims if d in variable.dims)).values
        except Exception as error:  # each library has its own words for a damaged file
            raise FlowError(
                f"{self.path}: {name} cannot be read at {self.when(piece.start)}: {said(error)}"
            ) from None
        values = np.asarray(part, dtype=np.float64)
        sizes = tuple(variable.sizes[axis.dimension] for axis in axes)
        if not moving:
            values = np.broadcast_to(values, (len(piece), *sizes))
        if values.shape != (len(piece), *sizes):
            raise FlowError(f"{self.path}: {name} is cut off at {self.when(piece.start)}")
        return values[np.ix_(np.arange(len(values)), *(axis.order for axis in axes))]
