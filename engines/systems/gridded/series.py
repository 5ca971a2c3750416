"""A file of gridded fields, from which flows are made."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING

import numpy as np

from engines.errors import SeriesError
from engines.parameters.declare import Declaration, Parameters, choice, whole
from engines.protocols.flow import Flow
from engines.protocols.subject import Subject
from engines.systems.gridded.atlas import fits
from engines.systems.gridded.flow import GriddedFlow, ViscousFlow
from engines.systems.gridded.frames import BUDGET, Frames
from engines.systems.gridded.grid import Grid, read_grid
from engines.systems.gridded.recognise import Recognised, recognised
from engines.systems.gridded.shader import (
    DrawnFlow,
    DrawnSphereFlow,
    DrawnVectors,
    DrawnViscousFlow,
)
from engines.systems.gridded.space.flow import SpaceFlow
from engines.systems.gridded.space.frames import SpaceFrames
from engines.systems.gridded.sphere import GriddedSphereFlow, GriddedVectors
from engines.systems.gridded.splines.axes import CUBIC, LINEAR
from engines.systems.gridded.splines.between import WAYS
from engines.systems.gridded.store import open_store, said

if TYPE_CHECKING:
    import xarray

_WIDTHS = {"cubic": CUBIC, "linear": LINEAR}


class GriddedSubject(Subject):
    """The velocities in a NetCDF or Zarr file; makes a flow for each way to interpolate them.

    Attributes:
        found: What was recognised in the file.
        grid: Its axes and units.
        notes: Sentences about what was assumed.
    """

    def __init__(
        self, found: Recognised, store: xarray.Dataset, grid: Grid, budget: int = BUDGET
    ) -> None:
        self.found, self.grid, self.notes = found, grid, (*found.notes, *grid.notes)
        self._store, self._budget = store, budget
        self._lock = threading.Lock()
        self._frames: dict[tuple[int, int], Frames] = {}
        self.id = found.path.stem
        self.title = _text(store, "title") or found.path.stem.replace("_", " ")
        self.source = _source(store, found, grid)
        self.declared = _declared(found, grid)

    def flow(self, parameters: Parameters) -> Flow:
        given = parameters.model_dump()
        return self.flow_at(
            str(given["interpolation"]), str(given["in_time"]), int(given.get("level", 0))
        )

    def flow_at(self, space: str = "cubic", time: str = "cubic", level: int = 0) -> Flow:
        """The flow for a way to interpolate in space and in time, at a depth."""
        frames = self.frames(_WIDTHS[space], level)
        if isinstance(frames, SpaceFrames):
            return SpaceFlow(frames, time)
        drawn = fits(frames)
        if self.grid.spherical:
            if drawn:
                return DrawnSphereFlow(DrawnVectors(frames, time))
            return GriddedSphereFlow(GriddedVectors(frames, time))
        if self.grid.viscosity and space == "cubic":  # straight lines do not curve
            return DrawnViscousFlow(frames, time) if drawn else ViscousFlow(frames, time)
        return DrawnFlow(frames, time) if drawn else GriddedFlow(frames, time)

    def frames(self, width: int = CUBIC, level: int = 0) -> Frames:
        """The fields, shared by all flows that interpolate in the same way."""
        key = (width, level)
        with self._lock:
            if key not in self._frames:
                self._frames[key] = self._new_frames(width, level)
            for other, frames in self._frames.items():
                if other != key:
                    frames.forget()  # the budget is for one of them
            return self._frames[key]

    def _new_frames(self, width: int, level: int) -> Frames:
        path, roles = self.found.path, self.found.roles
        plane = (roles["u"], roles["v"])
        if self.grid.z is not None:
            every = (*plane, roles["w"])
            return SpaceFrames(path, self._store, self.grid, every, width, self._budget)
        return Frames(path, self._store, self.grid, plane, width, level, self._budget)

    def scalar(self, index: int, level: int = 0) -> np.ndarray:
        """The scalar that is carried along at the moment number `index`, shape (ny, nx).

        Raises:
            SeriesError: If the file has none, or cannot be read.
        """
        name = self.found.roles.get("dye", "")
        if not name:
            raise SeriesError(f"{self.found.path}: there is no scalar beside the velocity")
        grid, variable = self.grid, self._store[name]
        at = {d: 0 for d in variable.dims if d not in (grid.x.dimension, grid.y.dimension)}
        if grid.time_dimension in at:
            at[grid.time_dimension] = int(grid.order[index])
        if grid.level_dimension in at:
            at[grid.level_dimension] = level
        try:
            piece = variable.isel(at).transpose(grid.y.dimension, grid.x.dimension).values
        except Exception as error:
            raise SeriesError(f"{self.found.path}: {name} cannot be read: {said(error)}") from None
        return np.asarray(piece, dtype=np.float64)[np.ix_(grid.y.order, grid.x.order)]


def open_series(
    path: Path, names: Mapping[str, str] | None = None, budget: int = BUDGET
) -> GriddedSubject:
    """Open a file of gridded velocities; its axes are read and checked, no field is.

    Args:
        path: A NetCDF file or a Zarr folder.
        names: Role to variable where that is not evident, see `recognise`.
        budget: Bytes of fields to keep in memory.

    Raises:
        SeriesError: One sentence with file, variable, value and what is allowed.
    """
    store = open_store(path)
    try:
        found = recognised(path, store, names or {})
        if found.missing:
            raise SeriesError(found.sentence())
        return GriddedSubject(found, store, read_grid(store, found, names or {}), budget)
    except BaseException:
        store.close()
        raise


def _declared(found: Recognised, grid: Grid) -> tuple[Declaration, ...]:
    group = "Data"
    declared = [
        choice("interpolation", "cubic", tuple(_WIDTHS), title="In space", group=group,
               help="Cubic B-splines, or straight lines between nodes."),
        choice("in_time", "cubic", WAYS, title="In time", group=group,
               help="Cubic Hermite polynomials between frames, or straight lines."),
    ]  # fmt: skip
    if len(found.levels) > 1 and grid.z is None:
        declared.append(
            whole("level", 0, 0, len(found.levels) - 1, title="Level", group=group,
                  help="Which depth or height, counted from 0.")
        )  # fmt: skip
    return tuple(declared)


def _text(store: xarray.Dataset, name: str) -> str:
    return shorten(str(store.attrs.get(name, "")), 100, placeholder="…")


def _source(store: xarray.Dataset, found: Recognised, grid: Grid) -> str:
    _, rows, columns = found.shape
    moments = len(grid.times)
    deep = f" x {len(grid.z.values)}" if grid.z is not None else ""
    size = f"{columns} x {rows}{deep} nodes"
    when = f"{moments} moments" if moments > 1 else "one moment"
    since = f" from {grid.begin}" if grid.begin else ""
    said = _text(store, "source") or _text(store, "institution")
    return ", ".join(part for part in (said, size, when + since) if part)
