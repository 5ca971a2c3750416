"""Writes a simulation as NetCDF-4 while it runs; the file appears when it is complete."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from engines.errors import SeriesError
from engines.systems.pde.recording import Axis, Recording

CONVENTIONS = "CF-1.11"


def written(path: Path, recording: Recording, provenance: Mapping[str, Any]) -> Iterator[float]:
    """Run `recording` and write `path`.

    Args:
        path: A file in a folder that can be written to; replaced if it exists.
        recording: What is run.
        provenance: Further attributes: program, version, command.

    Yields:
        The share that is done. Closing the iterator leaves no file behind.

    Raises:
        SeriesError: If the file cannot be written.
        Withdrawn: If the ticket of the simulation was withdrawn.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        os.close(handle)
        try:
            yield from _filled(name, recording, provenance)
            os.chmod(name, 0o644)
            os.replace(name, path)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise SeriesError(f"{path} cannot be written: {error.strerror or error}") from None


def _filled(name: str, recording: Recording, provenance: Mapping[str, Any]) -> Iterator[float]:
    import h5netcdf

    shape = (len(recording.y.values), len(recording.x.values))
    with h5netcdf.File(name, "w") as file:
        file.attrs.update(
            {
                "Conventions": CONVENTIONS,
                "title": recording.title,
                "source": recording.source,
                **recording.about,
                **provenance,
            }
        )
        for axis in (recording.time, recording.y, recording.x):
            _put(file, axis)
        dims = tuple(axis.name for axis in (recording.time, recording.y, recording.x))
        for one in recording.variables:
            kept = file.create_variable(
                one.name, dims, one.kind, fillvalue=np.array(one.missing, one.kind)[()],
                chunks=(min(8, len(recording.time.values)), *shape),
                compression="gzip", compression_opts=9, shuffle=True,
            )  # fmt: skip
            kept.attrs.update({**one.about, "scale_factor": one.step, "add_offset": one.offset})
        reached = 0
        # a chunk is compressed once, when all its moments are there
        waiting: list[tuple[np.ndarray, ...]] = []
        for share, fields in recording.moments:
            if fields is not None:
                waiting.append(fields)
                if len(waiting) == 8 or reached + len(waiting) == len(recording.time.values):
                    for number, one in enumerate(recording.variables):
                        block = np.stack([one.packed(moment[number]) for moment in waiting])
                        file.variables[one.name][reached : reached + len(waiting)] = block
                    reached += len(waiting)
                    waiting = []
            yield share


def _put(file: Any, axis: Axis) -> None:
    file.dimensions[axis.name] = len(axis.values)
    kept = file.create_variable(axis.name, (axis.name,), "f8")
    kept[:] = axis.values
    kept.attrs.update(axis.about)
