"""The grid of a file, checked, with everything that turns its numbers into a flow's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from engines.errors import SeriesError
from engines.systems.gridded.recognise import UNIT, Recognised, dimension_of
from engines.systems.gridded.units import EARTH, Unit, moment, split_since, unit

if TYPE_CHECKING:
    import xarray

FEWEST = 4  # nodes along an axis
_HOLE = 1.5  # of the median step: a longer one is a hole in the series
_CLOSE = 1e-3  # of a cell: so well must an axis close to be periodic
_NATURAL = ((86400.0, "d", 3.0), (3600.0, "h", 3.0), (1.0, "s", 0.0))


@dataclass(frozen=True, slots=True, eq=False)
class Nodes:
    """Values along one axis, rising.

    Attributes:
        name: Variable in the file.
        dimension: Dimension in the file.
        values: Shape (n,); n + 1 with the closing node if it is periodic.
        period: Length after which it repeats, or 0.
        order: Index in the file of each distinct node.
        unit: As the file writes it.
    """

    name: str
    dimension: str
    values: np.ndarray
    period: float
    order: np.ndarray
    unit: str


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Where and when velocities are known, and by what they are multiplied.

    Attributes:
        x: Nodes along x, or longitudes in degrees.
        y: Nodes along y, or latitudes in degrees.
        times: Moments in units of flow time, rising; one for a steady flow.
        order: Index in the file of each moment.
        time_dimension: Dimension in the file; "" for a steady flow.
        level_dimension: Dimension in the file of the depths; "" if there is none.
        factors: By what u and v are multiplied: to units of x (and y) per unit of time, or on a
            sphere to radians per unit of time.
        angular: On a sphere, whether u counts degrees of longitude instead of length.
        spherical: Whether x and y are longitude and latitude.
        time_unit: Unit of flow time.
        seconds: Seconds in it; 0 if unknown.
        begin: Date of t = 0; "" if unknown.
        viscosity: Kinematic viscosity that the file states, in units of x^2 per unit of time; 0 if
            it states none.
        notes: Sentences about what was assumed.
        z: Heights, where the velocity has a third component; then `factors` has a third too.
    """

    x: Nodes
    y: Nodes
    times: np.ndarray
    order: np.ndarray
    time_dimension: str
    level_dimension: str
    factors: tuple[float, ...]
    angular: bool
    spherical: bool
    time_unit: str
    seconds: float
    begin: str
    viscosity: float = 0.0
    notes: tuple[str, ...] = field(default=())
    z: Nodes | None = None


def read_grid(store: xarray.Dataset, found: Recognised, names: Mapping[str, str]) -> Grid:
    """Read and check the axes; no field is read.

    Raises:
        SeriesError: One sentence with file, variable, value and what is allowed.
    """
    path, roles = found.path, found.roles
    notes: list[str] = []
    x = _nodes(store, found, "x", notes)
    y = _nodes(store, found, "y", notes)
    time = roles.get("time", "")
    level = dimension_of(store, roles["level"]) if "level" in roles else ""
    z = _nodes(store, found, "level", notes) if "w" in roles else None
    level = "" if z else level
    along = {x.dimension, y.dimension, dimension_of(store, time) if time else "", level}
    along |= {z.dimension} if z else set()
    for role in ("u", "v", "w") if z else ("u", "v"):
        variable = store[roles[role]]
        over = [str(d) for d in variable.dims if str(d) not in along and variable.sizes[d] > 1]
        lacking = {a.dimension for a in (x, y, z) if a} - set(map(str, variable.dims))
        if over or lacking:
            word = f"also lies along '{over[0]}'" if over else f"does not lie along {lacking}"
            raise SeriesError(
                f"{path}: {role} = '{roles[role]}' {word}, expected u and v on one grid "
                "of time, level, y and x"
            )
    text, epoch = split_since(str(store[time].attrs.get("units", ""))) if time else ("", "")
    raw = _times(store, found, time)
    order = np.argsort(raw)
    times = raw[order]
    clock = unit(text)
    if clock is None or not (clock.plain or clock.kind == (0, 1, 0)):
        raise SeriesError(
            f"{path}: {time}: units = '{text}', allowed a unit of time such as 'days since 2000-01-01'"
        )
    seconds = 0.0 if clock.plain else clock.scale
    named, begin = text if seconds else "", ""
    if epoch:
        calendar = str(store[time].attrs.get("calendar", ""))
        begin = moment(epoch, float(times[0]) * seconds, calendar)
        span = float(np.ptp(times)) * seconds
        natural, named, _ = next(n for n in _NATURAL if span >= n[0] * n[2])
        times = (times - times[0]) * (seconds / natural)
        seconds = natural
    whole = _unbroken(times, time, notes)
    times, order = times[whole], order[whole]
    factors, angular, named, seconds = _factors(
        store, found, names, (x, y, z) if z else (x, y), named, seconds, notes
    )
    return Grid(
        x, y, times, order, dimension_of(store, time) if time else "", level,
        factors, angular, found.spherical, named, seconds, begin,
        _viscosity(store, found, x, factors, seconds), tuple(notes), z,
    )  # fmt: skip


def _values(store: xarray.Dataset, found: Recognised, role: str) -> np.ndarray:
    name = found.roles[role]
    if name not in store.variables:
        return np.arange(store.sizes[name], dtype=np.float64)
    variable = store[name]
    if variable.ndim != 1 or variable.dtype.kind not in "fiu":
        raise SeriesError(
            f"{found.path}: {role} = '{name}' has {variable.ndim} dimensions of "
            f"{variable.dtype}, expected one dimension of real numbers"
        )
    try:
        values = np.asarray(variable.values, dtype=np.float64)
    except Exception as error:
        raise SeriesError(f"{found.path}: '{name}' cannot be read: {error}") from None
    if not np.isfinite(values).all():
        at = int(np.argmin(np.isfinite(values)))
        raise SeriesError(f"{found.path}: {name}[{at}] = {values[at]}, expected finite numbers")
    return values


def _rising(found: Recognised, name: str, values: np.ndarray) -> np.ndarray:
    """Order of the nodes in the file that makes them rise.

    Raises:
        SeriesError: If they neither rise nor fall throughout.
    """
    falling = len(values) > 1 and values[-1] < values[0]
    steps = -np.diff(values) if falling else np.diff(values)
    if not (steps > 0.0).all():
        at = int(np.argmin(steps > 0.0)) + 1
        raise SeriesError(
            f"{found.path}: {name}[{at}] = {values[at]:g} comes after {values[at - 1]:g}, "
            f"expected values that {'fall' if falling else 'rise'} throughout"
        )
    return np.arange(len(values))[::-1] if falling else np.arange(len(values))


def _nodes(store: xarray.Dataset, found: Recognised, role: str, notes: list[str]) -> Nodes:
    name = found.roles[role]
    about: Mapping[str, Any] = store[name].attrs if name in store.variables else {}
    values = _values(store, found, role)
    if len(values) < FEWEST:
        raise SeriesError(
            f"{found.path}: {name} has {len(values)} values, allowed at least {FEWEST}"
        )
    if found.spherical and role == "x":
        values = np.unwrap(values, period=360.0)  # 0 .. 179, -180 .. -1 goes round once
    if found.spherical and role == "y" and np.abs(values).max() > 90.0 + 1e-6:
        worst = values[np.argmax(np.abs(values))]
        raise SeriesError(f"{found.path}: {name} = {worst:g}, allowed -90 to 90 degrees")
    order = _rising(found, name, values)
    values = values[order]
    period = _period(found, role, name, about, values)
    if period:
        if values[-1] - values[0] > period * (1.0 - 1e-9):  # the last node is the first again
            values, order = values[:-1], order[:-1]
        values = np.append(values, values[0] + period)
        if len(values) <= FEWEST:
            raise SeriesError(
                f"{found.path}: {name} has {len(values) - 1} values, allowed at least 4"
            )
    return Nodes(
        name, dimension_of(store, name), values, period, order, str(about.get("units", ""))
    )


def _period(
    found: Recognised, role: str, name: str, about: Mapping[str, Any], values: np.ndarray
) -> float:
    """Length after which an axis repeats, from `period`, `periodic`, or a full circle; else 0."""
    span = float(values[-1] - values[0])
    cell = span / (len(values) - 1)
    if found.spherical:
        if role == "y":
            return 0.0
        if span > 360.0 * (1.0 + 1e-6):
            raise SeriesError(f"{found.path}: {name} spans {span:g} degrees, allowed at most 360")
        full = min(abs(span + cell - 360.0), abs(span - 360.0)) <= max(_CLOSE * cell, 1e-4)
        return 360.0 if full else 0.0
    if "period" in about:
        try:
            period = float(np.asarray(about["period"]).item())
        except (TypeError, ValueError):
            period = float("nan")
        if not span * (1.0 - 1e-9) <= period < np.inf:
            raise SeriesError(
                f"{found.path}: {name}: period = {about['period']}, allowed at least its span {span:g}"
            )
        return period
    word = str(about.get("periodic", "")).strip().lower()
    return span + cell if word in ("1", "true", "yes", "on", name.lower()) else 0.0


def _times(store: xarray.Dataset, found: Recognised, time: str) -> np.ndarray:
    if not time:
        return np.zeros(1)
    values = _values(store, found, "time")
    if not len(values):
        raise SeriesError(f"{found.path}: {time} has no values, expected at least one moment")
    _rising(found, time, values)
    return values


def _unbroken(times: np.ndarray, name: str, notes: list[str]) -> slice:
    """The longest stretch of moments without a hole; nothing is made up to bridge one.

    A step is a hole if it is longer than 1.5 of the usual one. Says so, and where moments lie
    unevenly.
    """
    if len(times) < 3:
        return slice(0, len(times))
    steps = np.diff(times)
    usual = float(np.median(steps))
    holes = np.flatnonzero(steps > _HOLE * usual)
    if not len(holes):
        if np.ptp(steps) > 1e-3 * usual:
            notes.append(f"{name}: steps of {steps.min():g} to {steps.max():g}.")
        return slice(0, len(times))
    ends = [0, *(holes + 1).tolist(), len(times)]
    first, last = max(pairwise(ends), key=lambda stretch: stretch[1] - stretch[0])
    at = int(holes[0])
    more = f", one of {len(holes)} holes" if len(holes) > 1 else ""
    notes.append(
        f"{name}: nothing between {times[at]:g} and {times[at + 1]:g}, the usual step is "
        f"{usual:g}{more}; only {times[first]:g} to {times[last - 1]:g} is used."
    )
    return slice(first, last)


def _factors(
    store: xarray.Dataset,
    found: Recognised,
    names: Mapping[str, str],
    axes: tuple[Nodes, ...],
    time_unit: str,
    seconds: float,
    notes: list[str],
) -> tuple[tuple[float, ...], bool, str, float]:
    """Factors for u and v, whether u is angular, unit of time, and seconds in it."""
    path = found.path
    parts = "uvw"[: len(axes)]
    said = [names.get(UNIT) or found.units.get(role, "") for role in parts]
    speeds = [_speed(path, found.roles[r], text) for r, text in zip(parts, said, strict=True)]
    if len(axes) > 2 and speeds[2].kind != speeds[0].kind:
        raise SeriesError(
            f"{path}: u is in '{said[0]}' but w in '{said[2]}', expected units of one kind"
        )
    if speeds[0].kind != speeds[1].kind:
        raise SeriesError(
            f"{path}: u is in '{said[0]}' but v in '{said[1]}', expected units of one kind"
        )
    plain = speeds[0].plain
    if found.spherical and plain:
        if any(said):
            raise SeriesError(
                f"{path}: u: units = '{said[0]}' on longitude and latitude, allowed a velocity "
                "such as 'm s-1' or 'degrees/day'"
            )
        notes.append("u and v have no unit; m/s is assumed.")
        speeds, plain = [Unit(1.0, 1, -1)] * 2, False
    if not plain and not seconds:
        if found.spherical and found.shape[0] > 1:
            raise SeriesError(
                f"{path}: {found.roles['time']} has no unit, expected one such as "
                "'days since 2000-01-01'"
            )
        time_unit, seconds = ("d", 86400.0) if found.spherical else ("s", 1.0)
        if found.shape[0] > 1:
            notes.append("time has no unit; s is assumed.")
    if found.spherical:
        angular = speeds[0].angle == 1
        per = seconds * (np.pi / 180.0 if angular else 1.0 / EARTH)
        return (speeds[0].scale * per, speeds[1].scale * per), angular, time_unit, seconds
    if plain:
        return (1.0,) * len(axes), False, time_unit, seconds
    factors = []
    for axis, speed in zip(axes, speeds, strict=True):
        length = unit(axis.unit)
        if length is None:
            raise SeriesError(f"{path}: {axis.name}: units = '{axis.unit}', allowed a length")
        if length.plain and speed.length:
            notes.append(f"{axis.name} has no unit; m is assumed.")
            length = Unit(1.0, 1)
        if (length.length, length.angle) != (speed.length, speed.angle):
            raise SeriesError(
                f"{path}: u is in '{said[0]}' but {axis.name} in '{axis.unit}', "
                "expected a velocity that fits the axis"
            )
        factors.append(speed.scale * seconds / length.scale)
    return tuple(factors), False, time_unit, seconds


def _viscosity(
    store: xarray.Dataset, found: Recognised, x: Nodes, factors: tuple[float, ...], seconds: float
) -> float:
    """The attribute `viscosity` of the file: m^2/s where its lengths have units."""
    try:
        stated = float(np.asarray(store.attrs.get("viscosity", 0.0)).item())
    except (TypeError, ValueError):
        return 0.0
    if found.spherical or not 0.0 < stated < np.inf or factors[0] != factors[1]:
        return 0.0  # a sphere would want another Laplacian, and so would axes of two units
    length = unit(x.unit)
    if length is None or length.plain:
        return stated
    return stated * (seconds or 1.0) / length.scale**2 if length.kind == (1, 0, 0) else 0.0


def _speed(path: object, name: str, text: str) -> Unit:
    found = unit(text)
    if found is None or not (found.plain or found.kind in ((1, -1, 0), (0, -1, 1))):
        raise SeriesError(
            f"{path}: {name}: units = '{text}', allowed a velocity such as 'm s-1', 'cm/s', "
            "'km/day', 'knots' or 'degrees/day'"
        )
    return found
