"""Pairs that are stored in a file: made by another program, or measured."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from engines.errors import FlowError, ParameterError
from engines.systems.pairs.pairs import Pairs

FILES = (".npz", ".csv")
NAMES = (("first", "last"), ("x0", "x1"), ("z0", "z1"), ("source", "target"))
MOST = 4000
BEYOND = 100.0  # the farthest a coordinate may be
DIGITS = 4  # of a coordinate that are kept
LARGEST = 16 << 20  # bytes of a file
NONE = "no pairs are stored: open a file of pairs, .npz or .csv"
Rows = tuple[tuple[float, ...], ...]


def read_pairs(path: Path) -> Rows:
    """Pairs of the plane, x_0 and x_1 in one row: (x, y, x, y).

    An .npz file holds two arrays of shape (n, 2), called first and last, x0 and x1, z0 and z1, or
    source and target. A .csv file has four columns, with or without a heading; cells that are left
    empty end the cloud they stand in.

    Raises:
        ParameterError: If it cannot be read, is empty or too large, if one cloud has more points
            than the other or another number of coordinates, or a number is not finite.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise ParameterError(f"{path.name}: larger than {LARGEST >> 20} MB")
        first, last = _of_arrays(path) if path.suffix.lower() == ".npz" else _of_table(path)
    except OSError as error:
        raise ParameterError(f"{path.name}: cannot be read, {error.strerror}") from None
    for name, points in (("first", first), ("last", last)):
        if not len(points):
            raise ParameterError(f"{path.name}: the {name} cloud is empty, at least 1 is needed")
    try:
        pairs = Pairs(first, last)
    except FlowError as error:
        raise ParameterError(f"{path.name}: {error}") from None
    if pairs.first.shape[1] != 2:
        raise ParameterError(
            f"{path.name}: points of {pairs.first.shape[1]} coordinates, allowed are 2"
        )
    return checked(np.concatenate([first, last], axis=1), path.name)


def checked(rows: np.ndarray, name: str = "stored") -> Rows:
    """Rows (x, y, x, y) that may be kept.

    Raises:
        ParameterError: If there are none or too many, or one is no pair of places.
    """
    if not len(rows):
        raise ParameterError(f"{name}: {NONE}")
    if len(rows) > MOST:
        raise ParameterError(f"{name}: {len(rows)} pairs, allowed at most {MOST}")
    bad = np.flatnonzero(~(np.abs(rows) <= BEYOND).all(axis=1))
    if len(bad):
        row = ", ".join(f"{c:g}" for c in rows[bad[0]])
        raise ParameterError(
            f"{name}, row {bad[0] + 1}: {row}, allowed are numbers up to {BEYOND:g} from 0"
        )
    return tuple(tuple(float(c) for c in row) for row in np.round(rows, DIGITS))


def stored(rows: Rows) -> Pairs:
    """The pairs of rows (x, y, x, y).

    Raises:
        ParameterError: If there are none, or a row has another length.
    """
    for i, row in enumerate(rows, 1):
        if len(row) != 4:
            raise ParameterError(f"stored, row {i} has {len(row)} numbers, allowed 4")
    both = np.array(checked(np.array(rows, dtype=np.float64).reshape(-1, 4)))
    return Pairs(both[:, :2], both[:, 2:])


def holds_pairs(path: Path) -> bool:
    """Whether a file may hold pairs, by its ending; an .npz that this program wrote does not."""
    if path.suffix.lower() != ".npz":
        return path.suffix.lower() in FILES
    try:
        with zipfile.ZipFile(path) as archive:
            return "meta.npy" not in archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return True  # reading it says what is wrong


def _of_arrays(path: Path) -> tuple[np.ndarray, np.ndarray]:
    try:
        with np.load(path, allow_pickle=False) as found:
            return _named({name: found[name] for name in found.files}, path.name)
    except (ValueError, EOFError, zipfile.BadZipFile) as error:
        raise ParameterError(f"{path.name}: no arrays that can be read, {error}") from None


def _named(arrays: Mapping[str, np.ndarray], file: str) -> tuple[np.ndarray, np.ndarray]:
    lower = {name.lower(): array for name, array in arrays.items()}
    for one, two in NAMES:
        if one in lower and two in lower:
            for name in (one, two):
                if lower[name].dtype.kind not in "fiu" or lower[name].ndim != 2:
                    raise ParameterError(
                        f"{file}: {name} has shape {lower[name].shape}, must be numbers (n, 2)"
                    )
            return lower[one].astype(np.float64), lower[two].astype(np.float64)
    wanted = " or ".join(f"{one} and {two}" for one, two in NAMES)
    known = ", ".join(arrays) or "nothing"
    raise ParameterError(f"{file}: has {known}, needed are {wanted}")


def _of_table(path: Path) -> tuple[np.ndarray, np.ndarray]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise ParameterError(f"{path.name}: not a text in UTF-8") from None
    clouds: tuple[list[Sequence[float]], list[Sequence[float]]] = ([], [])
    for number, row in enumerate(csv.reader(line.partition("#")[0] for line in lines), 1):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if len(cells) % 2:
            raise ParameterError(
                f"{path.name}, row {number}: {len(cells)} columns, domains must share shape"
            )
        half = len(cells) // 2
        try:
            for cloud, part in zip(clouds, (cells[:half], cells[half:]), strict=True):
                if any(part):
                    cloud.append([float(cell) for cell in part])
        except ValueError:
            if number == 1:
                continue  # a heading
            shown = ", ".join(cells)[:40]
            raise ParameterError(
                f"{path.name}, row {number}: '{shown}' is no pair of places"
            ) from None
    widths = {len(point) for cloud in clouds for point in cloud}
    if len(widths) > 1:
        raise ParameterError(f"{path.name}: rows of {sorted(2 * w for w in widths)} columns")
    width = widths.pop() if widths else 2
    first, last = (np.array(cloud, dtype=np.float64).reshape(-1, width) for cloud in clouds)
    return first, last
