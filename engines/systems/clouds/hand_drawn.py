"""Clouds that a hand has drawn, or a file has brought: a few points, each with the same spread."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from engines.errors import ParameterError, UnfitError
from engines.parameters.declare import Declaration, places, real
from engines.protocols.capabilities import Box
from engines.systems.clouds.gaussian_mixture import GaussianMixture, mixture
from engines.systems.clouds.probability_flow import box_around

OWN = "your own"
MOST = 1000
BEYOND = 100.0  # the farthest a coordinate may be
APART = 0.5  # of the spread: nearer to the last point a stroke lays none down
SHEET = 6.0  # half a side of what is drawn on, until a hand has begun
DIGITS = 4  # of a coordinate that are kept
LARGEST = 4 << 20  # bytes of a file
EMPTY = (
    f"{OWN} is empty: hold Shift and drag in the picture to draw points, or open a file of points"
)


def hand(help: str, group: str = "Data") -> tuple[Declaration, ...]:
    """Declarations of the points and of the brush; `help` says what its width means."""
    return (
        places("points"),
        real("sheet", SHEET, 1.0, 2.0 * BEYOND, group=group, hidden=True),
        real(
            "hand_spread",
            0.25,
            0.02,
            1.0,
            title="Brush",
            symbol="s",
            group=group,
            logarithmic=True,
            help=f"{help} Hold Shift and drag to draw.",
        ),
    )


HAND = hand("Standard deviation of the Gaussian round each point of your own.")
Places = tuple[tuple[float, ...], ...]


def with_stroke(points: Places, place: tuple[float, ...], spread: float) -> Places:
    """The points with one more at `place`; the same object if that is too near to the last one.

    Raises:
        UnfitError: If there are as many as there may be.
    """
    new = (round(float(place[0]), DIGITS), round(float(place[1]), DIGITS))
    if points and math.dist(points[-1], new) < APART * spread:
        return points
    if len(points) >= MOST:
        raise UnfitError(f"{OWN} has {MOST} points, allowed are at most {MOST}")
    return (*points, new)


def checked(points: Places) -> np.ndarray:
    """The points as an array, shape (n, 2).

    Raises:
        UnfitError: If there are none.
        ParameterError: If there are too many, or one is no place in the plane.
    """
    if not points:
        raise UnfitError(EMPTY)
    if len(points) > MOST:
        raise ParameterError(f"points has {len(points)} rows, allowed at most {MOST}")
    for i, point in enumerate(points, 1):
        if len(point) != 2:
            raise ParameterError(f"points, row {i} has {len(point)} numbers, allowed 2")
        if not all(abs(c) <= BEYOND for c in point):  # not a number is not within either
            raise ParameterError(f"points, row {i} = {point}, allowed up to {BEYOND:g} from 0")
    return np.array(points, dtype=np.float64)


def hand_mixture(points: Places, spread: float) -> GaussianMixture:
    """One round Gaussian of equal weight for each point.

    Raises:
        UnfitError: If there are none.
        ParameterError: If one is no place in the plane.
    """
    return mixture(checked(points), spread**2)


def sheet(points: np.ndarray, half: float = SHEET) -> Box:
    """The square that is drawn on, `half` of its side as it was when a hand began; points outside of it
    make it larger.
    """
    return box_around(max(half, float(np.ceil(2.0 * np.abs(points).max()) / 2.0)))


def read_points(path: Path) -> Places:
    """Points of a file: two columns of a CSV file, with or without a heading, or an array, .npy.

    Raises:
        ParameterError: If it cannot be read, is empty or too large, has another number of columns,
            or a number that is not finite; with file and row.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise ParameterError(f"{path.name}: larger than {LARGEST >> 20} MB")
        rows = _of_array(path) if path.suffix.lower() == ".npy" else _of_text(path)
    except OSError as error:
        raise ParameterError(f"{path.name}: cannot be read, {error.strerror}") from None
    if not rows:
        raise ParameterError(f"{path.name}: holds no points, at least 1 is needed")
    if len(rows) > MOST:
        raise ParameterError(f"{path.name}: {len(rows)} points, allowed at most {MOST}")
    for line, (x, y) in rows:
        if not (math.isfinite(x) and math.isfinite(y)):
            raise ParameterError(f"{path.name}, row {line}: {x:g}, {y:g} is no finite place")
        if max(abs(x), abs(y)) > BEYOND:
            raise ParameterError(
                f"{path.name}, row {line}: {x:g}, {y:g}, allowed up to {BEYOND:g} from 0"
            )
    return tuple((round(x, DIGITS), round(y, DIGITS)) for _, (x, y) in rows)


Row = tuple[int, tuple[float, float]]


def _of_array(path: Path) -> list[Row]:
    try:
        found = np.load(path, allow_pickle=False)
    except (ValueError, EOFError) as error:
        raise ParameterError(f"{path.name}: not an array that can be read, {error}") from None
    if not isinstance(found, np.ndarray) or found.dtype.kind not in "fiu":
        raise ParameterError(f"{path.name}: holds no array of numbers")
    if found.ndim != 2 or found.shape[1] != 2:
        raise ParameterError(f"{path.name}: shape {found.shape}, allowed (points, 2)")
    return [(i, (float(x), float(y))) for i, (x, y) in enumerate(found, 1)]


def _of_text(path: Path) -> list[Row]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ParameterError(f"{path.name}: not a text in UTF-8") from None
    rows: list[Row] = []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.partition("#")[0].replace(";", ",").replace("\t", ",")
        cells = [c.strip() for c in (words.split(",") if "," in words else words.split())]
        if not any(cells):
            continue
        if len(cells) != 2:
            raise ParameterError(f"{path.name}, row {number}: {len(cells)} columns, allowed 2")
        try:
            rows.append((number, (float(cells[0]), float(cells[1]))))
        except ValueError:
            if rows or number > 1:
                shown = line.strip()[:40]
                raise ParameterError(
                    f"{path.name}, row {number}: '{shown}' is no pair of numbers"
                ) from None
            # the first line may be a heading
    return rows
