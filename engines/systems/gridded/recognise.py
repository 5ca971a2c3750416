"""Which variable of a file plays which role, told from CF attributes and from common names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engines.errors import SeriesError, near_miss
from engines.systems.gridded.store import open_store

if TYPE_CHECKING:
    import xarray

ROLES = {
    "u": "velocity along x, or eastward",
    "v": "velocity along y, or northward",
    "w": "velocity along z, upward",
    "x": "x or longitude",
    "y": "y or latitude",
    "time": "time",
    "level": "depth or height",
    "dye": "a scalar that is carried along",
}
NEEDED = ("u", "v", "x", "y", "time")
_REAL = "fiu"  # kinds of dtype: floating, whole, whole without sign
UNIT = "unit"  # key of `names` that gives the unit of u and v where the file is silent

_STANDARD: dict[str, re.Pattern[str]] = {
    "u": re.compile(r"(.*_)?(eastward_.*(velocity|wind)|(.*_)?x_(velocity|wind)|eastward_wind)"),
    "v": re.compile(r"(.*_)?(northward_.*(velocity|wind)|(.*_)?y_(velocity|wind)|northward_wind)"),
    "w": re.compile(
        r"(.*_)?(upward_.*(velocity|wind)|(.*_)?z_(velocity|wind)|upward_air_velocity)"
    ),
    "x": re.compile(r"longitude|projection_x_coordinate|grid_longitude"),
    "y": re.compile(r"latitude|projection_y_coordinate|grid_latitude"),
    "time": re.compile(r"time"),
    "level": re.compile(r"depth|height|altitude|air_pressure|.*_sigma_coordinate|model_level_.*"),
    "dye": re.compile(r".*(concentration|mole_fraction|mass_fraction).*"),
}
_COMMON: dict[str, tuple[str, ...]] = {
    "u": ("u", "vx", "uo", "ugos", "water_u", "vozocrtx", "u10", "ssu", "uvel", "u_velocity",
          "velocity_x", "x_velocity", "ux", "uu", "eastward", "eastward_velocity"),
    "v": ("v", "vy", "vo", "vgos", "water_v", "vomecrty", "v10", "ssv", "vvel", "v_velocity",
          "velocity_y", "y_velocity", "uy", "vv", "northward", "northward_velocity"),
    "w": ("w", "vz", "wo", "water_w", "vovecrtz", "wvel", "w_velocity", "velocity_z", "z_velocity",
          "uz", "ww", "upward_velocity"),
    "x": ("x", "lon", "longitude", "nav_lon", "xc"),
    "y": ("y", "lat", "latitude", "nav_lat", "yc"),
    "time": ("time", "t", "time_counter", "ocean_time", "times", "day"),
    "level": ("z", "depth", "lev", "level", "height", "deptht", "depthu", "plev", "pressure"),
    "dye": ("dye", "c", "tracer", "scalar", "concentration", "passive_scalar"),
}  # fmt: skip
_AXES = {"x": "X", "y": "Y", "time": "T", "level": "Z"}
_UNITS = {
    "x": re.compile(r"degrees?_?(east|E)"),
    "y": re.compile(r"degrees?_?(north|N)"),
    "time": re.compile(r".+ since .+"),
    "level": re.compile(r"(deci)?bar|d?bar|Pa|hPa|sigma_level"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """A role nobody plays evidently.

    Attributes:
        role: Key of `names`, e.g. "u".
        words: What is looked for, e.g. "velocity along x, or eastward".
        candidates: Name and description of every variable that might play it, likeliest first.
    """

    role: str
    words: str
    candidates: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was found in a file.

    Attributes:
        path: The file.
        roles: Role to name of the variable that plays it; see `ROLES`.
        missing: Roles that are needed and that nobody plays. Without a time axis `u` has no more
            dimensions than x, y and level, the flow is steady and "time" is not missing.
        candidates: Role to name and description of all variables that might play it.
        units: Role to unit as the file writes it; "" where it is silent.
        shape: Numbers of moments, rows and columns; 0 for what was not recognised, 1 moment for
            a steady flow.
        span: First and last moment in the file's own unit; None if there is no time.
        spherical: Whether x and y are longitude and latitude.
        levels: Values along "level"; empty if there is none.
        notes: Sentences about what was assumed.
    """

    path: Path
    roles: Mapping[str, str]
    missing: tuple[str, ...]
    candidates: Mapping[str, tuple[tuple[str, str], ...]]
    units: Mapping[str, str]
    shape: tuple[int, int, int]
    span: tuple[float, float] | None
    spherical: bool = False
    levels: tuple[float, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """What somebody has to answer before the file can be used."""
        return tuple(Question(r, ROLES[r], self.candidates.get(r, ())) for r in self.missing)

    def sentence(self) -> str:
        """What is missing and what there is, for somebody who cannot be asked; "" if nothing."""
        if not self.missing:
            return ""
        role = self.missing[0]
        there = [name for name, _ in self.candidates.get(role, ())]
        what = f"no variable was recognised as '{role}' ({ROLES[role]})"
        known = f"there are {', '.join(there[:8])}" if there else "the file has none that could be"
        return f"{self.path}: {what}, {known}"


def recognise(path: Path, names: Mapping[str, str] | None = None) -> Recognised:
    """Look into `path` and tell roles from attributes and names; reads no field.

    Args:
        path: A NetCDF file or a Zarr folder.
        names: Role to variable, where that is not evident; wins over everything else.

    Raises:
        SeriesError: If the file cannot be read, or `names` speaks of what is not there.
    """
    store = open_store(path)
    try:
        return recognised(path, store, names or {})
    finally:
        store.close()


def recognised(path: Path, store: xarray.Dataset, names: Mapping[str, str]) -> Recognised:
    """As `recognise`, of a store that is open."""
    _answerable(path, store, names)
    fields = {r: _field_candidates(store, r) for r in ("u", "v", "dye")}
    roles: dict[str, str] = {}
    for role in ("u", "v", "dye"):
        found = names.get(role) or _first(store, fields[role], role)
        if found and found not in roles.values():
            roles[role] = found
        elif not found:
            _refuse_odd(path, store, _COMMON[role])
    dims = [str(d) for d in store[roles["u"]].dims] if "u" in roles else []
    axes: dict[str, list[str]] = {}
    for role in _AXES:
        axes[role] = _axis_candidates(store, dims, role)
        taken = {dimension_of(store, roles[r]) for r in _AXES if r in roles}
        free = [a for a in axes[role] if dimension_of(store, a) not in taken]
        found = names.get(role) or _first(store, free, role)
        if found:
            roles[role] = found
    if "dye" in roles and set(dims) - {roles.get("level")} - set(
        map(str, store[roles["dye"]].dims)
    ):
        del roles["dye"]  # it does not lie on the grid of the velocity
    _third(store, roles, names)
    missing = [r for r in NEEDED if r not in roles]
    _refuse_curved(path, store, missing)
    known = [roles[r] for r in ("x", "y", "level") if r in roles]
    if "time" in missing and len(dims) <= max(2, len(known)):
        missing.remove("time")
    sizes = [_size(store, roles.get(r, "")) for r in ("time", "y", "x")]
    return Recognised(
        path=path,
        roles=roles,
        missing=tuple(missing),
        candidates={
            role: tuple((name, _described(store, name)) for name in found)
            for role, found in {**fields, **axes}.items()
        },
        units={r: str(store[n].attrs.get("units", "")) for r, n in roles.items() if n in store},
        shape=(sizes[0] or int("time" not in missing and "u" in roles), sizes[1], sizes[2]),
        span=_ends(store, roles.get("time", "")),
        spherical=_spherical(store, roles),
        levels=_levels(store, roles.get("level", "")),
    )


def _third(store: xarray.Dataset, roles: dict[str, str], names: Mapping[str, str]) -> None:
    """Adds the third component to `roles` where it lies on the same grid of space as the others,
    which is not that of longitude and latitude.
    """
    found = names.get("w") or _first(store, _field_candidates(store, "w"), "w")
    if not found or not {"u", "v", "level"} <= set(roles) or _spherical(store, roles):
        return
    dims = set(store[roles["u"]].dims)
    same = dims == set(store[found].dims) == set(store[roles["v"]].dims)
    if same and _size(store, roles["level"]) > 1 and dimension_of(store, roles["level"]) in dims:
        roles["w"] = found


def _answerable(path: Path, store: xarray.Dataset, names: Mapping[str, str]) -> None:
    allowed = (*ROLES, UNIT)
    there = [str(n) for n in (*store.data_vars, *store.coords)]
    for role, name in names.items():
        if role not in allowed:
            raise SeriesError(f"names: no role '{role}', {near_miss(role, allowed)}")
        if role != UNIT and name not in there and name not in store.sizes:
            raise SeriesError(f"{path}: {role} = '{name}', {near_miss(name, there)}")
        _refuse_odd(path, store, (name,))


def _refuse_odd(path: Path, store: xarray.Dataset, names: tuple[str, ...]) -> None:
    """A field of the right name may hold something else than real numbers.

    Raises:
        SeriesError: If it does.
    """
    for name in names:
        if name in store.data_vars and store[name].dtype.kind not in _REAL:
            raise SeriesError(
                f"{path}: {name} has type {store[name].dtype}, allowed are real numbers"
            )


def _refuse_curved(path: Path, store: xarray.Dataset, missing: list[str]) -> None:
    """An answer would not help where longitude and latitude themselves are fields.

    Raises:
        SeriesError: If they are.
    """
    for role in {"x", "y"} & set(missing):
        for name, variable in store.variables.items():
            if variable.ndim > 1 and _score(store, str(name), role) > 0:
                raise SeriesError(
                    f"{path}: '{name}' has {variable.ndim} dimensions, a curvilinear grid; "
                    "expected straight axes (interpolate it onto some first)"
                )


def _first(store: xarray.Dataset, candidates: list[str], role: str) -> str:
    """The likeliest candidate if anything but its shape speaks for it."""
    return next((c for c in candidates if _score(store, c, role) > 0), "")


def _field_candidates(store: xarray.Dataset, role: str) -> list[str]:
    names = [str(n) for n, v in store.data_vars.items() if v.ndim >= 2 and v.dtype.kind in _REAL]
    return _likeliest_first(names, lambda n: _score(store, n, role))


def _axis_candidates(store: xarray.Dataset, dims: list[str], role: str) -> list[str]:
    """Variables that count along one dimension, those of the velocity if it is known."""
    names = [
        str(name)
        for name, v in store.variables.items()
        if v.ndim == 1 and v.dtype.kind in _REAL and (not dims or str(v.dims[0]) in dims)
    ]
    return _likeliest_first(names, lambda n: _score(store, n, role))


def _likeliest_first(names: list[str], score: Callable[[str], int]) -> list[str]:
    return sorted(names, key=lambda name: -score(name))


def _score(store: xarray.Dataset, name: str, role: str) -> int:
    """How much speaks for a variable: its standard name, axis, unit, then its own name."""
    about = store[name].attrs
    common = _COMMON[role]
    lower = name.lower()
    score = len(common) - common.index(lower) if lower in common else 0
    if _STANDARD[role].fullmatch(str(about.get("standard_name", ""))):
        score += 400
    if role in _AXES and str(about.get("axis", "")).upper() == _AXES[role]:
        score += 200
    if role in _UNITS and _UNITS[role].fullmatch(str(about.get("units", ""))):
        score += 100
    return score


def _described(store: xarray.Dataset, name: str) -> str:
    variable = store[name]
    size = " x ".join(str(n) for n in variable.shape)
    words = str(variable.attrs.get("long_name") or variable.attrs.get("standard_name") or "")
    unit = str(variable.attrs.get("units", ""))
    return ", ".join(part for part in (words.replace("_", " "), unit, size) if part)


def _ends(store: xarray.Dataset, name: str) -> tuple[float, float] | None:
    if name not in store.variables or not store.sizes.get(name):
        return None
    variable = store[name]
    return float(variable[0].values), float(variable[-1].values)


def dimension_of(store: xarray.Dataset, name: str) -> str:
    """The dimension along which an axis counts; a bare dimension is its own axis."""
    return str(store[name].dims[0]) if name in store.variables else name


def _size(store: xarray.Dataset, name: str) -> int:
    return int(store.sizes[dimension_of(store, name)]) if name else 0


def _levels(store: xarray.Dataset, name: str) -> tuple[float, ...]:
    if not name:
        return ()
    if name not in store.variables:
        return tuple(float(i) for i in range(store.sizes[name]))
    return tuple(float(v) for v in store[name].values)


def _spherical(store: xarray.Dataset, roles: Mapping[str, str]) -> bool:
    return all(
        role in roles
        and roles[role] in store.variables
        and _is_angle(roles[role], store[roles[role]].attrs, role)
        for role in ("x", "y")
    )


def _is_angle(name: str, about: Mapping[str, object], role: str) -> bool:
    """Whether an axis is longitude ("x") or latitude ("y"), by attributes, else by its name."""
    word = {"x": "longitude", "y": "latitude"}[role]
    if str(about.get("standard_name", "")) == word:
        return True
    if about.get("units"):
        return bool(_UNITS[role].fullmatch(str(about["units"])))
    return name.lower() in (word, word[:3])
