"""Numbers as NPZ, CSV and NetCDF."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from app.export.arrays import arrays_of
from app.export.embedded import KEY
from app.export.files import written_whole
from engines.layers.curves import Curves
from engines.layers.frame import Layer
from engines.layers.image_grid import ImageGrid
from engines.layers.points import Points
from engines.layers.scalar_field import ScalarField
from engines.layers.series import Series
from engines.layers.statements import Statements
from engines.layers.tracks import Tracks
from engines.layers.vector_field import VectorField

SUFFIXES = (".npz", ".csv", ".nc")
Rows = tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]
_AXES = ("x", "y", "z")


def write_numbers(path: Path, layers: Mapping[str, Layer], meta: str) -> None:
    """Write layers as the ending of `path` says.

    Raises:
        ExportError: If the file cannot be written.
    """
    writer = {".npz": _write_npz, ".csv": _write_csv, ".nc": _write_netcdf}[path.suffix.lower()]
    with written_whole(path) as part:
        writer(part, layers, meta)


def _write_npz(path: Path, layers: Mapping[str, Layer], meta: str) -> None:
    arrays: dict[str, Any] = {**arrays_of(layers), "meta": np.array(meta)}
    with path.open("wb") as file:
        np.savez_compressed(file, **arrays)


def _write_csv(path: Path, layers: Mapping[str, Layer], meta: str) -> None:
    """One table per layer; more than one are parted by a blank line and named in a comment."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(f"# {meta}\n")
        for i, (name, layer) in enumerate(layers.items()):
            if i:
                file.write("\n")
            if len(layers) > 1:
                file.write(f"# layer {name}\n")
            _write_table(file, layer)


def _write_table(file: TextIO, layer: Layer) -> None:
    header, rows = table_of(layer)
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)


def table_of(layer: Layer) -> Rows:
    """Names of the columns and the rows of one layer, in long form.

    Numbers are written with all their digits, so that reading them gives the same bits.
    """
    return _TABLES[type(layer)](layer)


def _scalar_rows(layer: ScalarField) -> Rows:
    x, y = np.meshgrid(layer.x, layer.y)
    return ("x", "y", "value"), _zipped(x, y, layer.values)


def _vector_rows(layer: VectorField) -> Rows:
    x, y = np.meshgrid(layer.x, layer.y)
    return ("x", "y", "u", "v"), _zipped(x, y, layer.u, layer.v)


def _track_rows(layer: Tracks) -> Rows:
    n, k, d = layer.positions.shape
    track, _ = np.meshgrid(np.arange(n), np.arange(k), indexing="ij")
    columns = [track, np.tile(layer.times, (n, 1)), *(layer.positions[..., i] for i in range(d))]
    header: tuple[str, ...] = ("track", "time", *_AXES[:d])
    if layer.values is not None:
        columns.append(layer.values)
        header = (*header, "value")
    return header, _zipped(*columns)


def _point_rows(layer: Points) -> Rows:
    n, d = layer.positions.shape
    marks = [layer.mark] * n if isinstance(layer.mark, str) else list(layer.mark)
    columns: list[Any] = [*(layer.positions[:, i].tolist() for i in range(d)), marks]
    header: tuple[str, ...] = (*_AXES[:d], "mark")
    if layer.labels:
        columns.append(list(layer.labels))
        header = (*header, "label")
    if layer.values is not None:
        columns.append(layer.values.tolist())
        header = (*header, "value")
    return header, zip(*columns, strict=True)


def _curve_rows(layer: Curves) -> Rows:
    d = layer.lines[0].shape[1] if layer.lines else 2
    rows = (
        (i, role, *vertex)
        for i, (line, role) in enumerate(zip(layer.lines, layer.roles, strict=True))
        for vertex in line.tolist()
    )
    return ("line", "role", *_AXES[:d]), rows


def _series_rows(layer: Series) -> Rows:
    named = {"x": layer.x, "y": layer.y, "low": layer.low, "high": layer.high}
    kept = {name: column for name, column in named.items() if column is not None}
    return tuple(kept), _zipped(*kept.values())


def _sheet_rows(layer: ImageGrid) -> Rows:
    places = np.meshgrid(*(np.arange(n) for n in layer.sizes), indexing="ij")
    header = ("row", "column", "y", "x")
    if layer.coloured:
        colours = np.moveaxis(layer.images, -1, 0)
        return (*header, "red", "green", "blue"), _zipped(*places, *colours)
    return (*header, "value"), _zipped(*places, layer.images)


def _statement_rows(layer: Statements) -> Rows:
    header = ("statement", "measured", "must", "verdict", "found", "bound", "error")
    rows = ((r.title, r.measured, r.must, r.verdict, r.found, r.bound, r.error) for r in layer.rows)
    return header, rows


def _zipped(*columns: np.ndarray) -> Iterator[tuple[Any, ...]]:
    return zip(*(c.ravel().tolist() for c in columns), strict=True)


_TABLES: dict[type, Callable[[Any], Rows]] = {
    ScalarField: _scalar_rows,
    VectorField: _vector_rows,
    Tracks: _track_rows,
    Points: _point_rows,
    Curves: _curve_rows,
    Series: _series_rows,
    ImageGrid: _sheet_rows,
    Statements: _statement_rows,
}

# Names of the axes of each array, for NetCDF; `<layer>.` is put before them.
_DIMENSIONS: dict[tuple[type, str], tuple[str, ...]] = {
    (ScalarField, "values"): ("y", "x"),
    (ScalarField, "untrusted"): ("y", "x"),
    (VectorField, "u"): ("y", "x"),
    (VectorField, "v"): ("y", "x"),
    (Tracks, "positions"): ("track", "times", "axis"),
    (Tracks, "values"): ("track", "times"),
    (Points, "positions"): ("point", "axis"),
    (Points, "values"): ("point",),
    (Points, "labels"): ("point",),
    (Points, "mark"): ("point",),
    (Curves, "lines"): ("vertex", "axis"),
    (Curves, "offsets"): ("boundary",),
    (Curves, "roles"): ("line",),
    (Series, "y"): ("x",),
    (Series, "low"): ("x",),
    (Series, "high"): ("x",),
    (ImageGrid, "images"): ("row", "column", "height", "width", "colour"),
    (Statements, "numbers"): ("row", "number"),
    (Statements, "labels"): ("row",),
}


def _write_netcdf(path: Path, layers: Mapping[str, Layer], meta: str) -> None:
    import xarray

    variables: dict[str, Any] = {}
    coordinates: dict[str, Any] = {}
    for full, array in arrays_of(layers).items():
        name, part = full.rsplit(".", 1)
        layer = layers[name]
        facts = {"unit": getattr(layer, "unit", "")}
        if array.dtype.kind == "U":
            array = array.astype(object)
        if array.dtype == bool:
            array = array.astype(np.int8)
        named = _DIMENSIONS.get((type(layer), part))
        if array.ndim == 0:
            variables[full] = ((), array)
        elif named is None:  # a coordinate is its own axis
            coordinates[full] = ((full,), array)
        else:
            measured = part in ("values", "u", "v")
            # "1/t" is 1 over a time without a unit; to a reader of tables "t" is a tonne
            unit = facts["unit"].removesuffix("/t") or "1"
            attributes = {"units": unit} if measured else {}
            axes = tuple(f"{name}.{axis}" for axis in named[: array.ndim])
            variables[full] = (axes, array, attributes)
    attributes = {"Conventions": "CF-1.10", "source": "Separatrix", KEY.lower(): meta}
    data = xarray.Dataset(variables, coordinates, attributes)
    # in memory first: the HDF5 library ends the whole process on a full disk
    path.write_bytes(data.to_netcdf(engine="h5netcdf"))
