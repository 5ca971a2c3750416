"""Files of velocities that are known exactly."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr

Velocity = Callable[[np.ndarray, np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]


def _rotation(x: np.ndarray, y: np.ndarray, t: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return -y + 0.0 * (x + t), x + 0.0 * (y + t)


def _dataset(
    velocity: Velocity = _rotation,
    x: np.ndarray | None = None,
    y: np.ndarray | None = None,
    t: np.ndarray | None = None,
    names: tuple[str, str, str, str, str] = ("u", "v", "x", "y", "time"),
    attributes: dict[str, dict[str, Any]] | None = None,
) -> xr.Dataset:
    x = np.linspace(-1.0, 1.0, 21) if x is None else x
    y = np.linspace(-1.0, 1.0, 17) if y is None else y
    u_name, v_name, x_name, y_name, t_name = names
    times = np.zeros(1) if t is None else t
    u, v = velocity(x[None, None], y[None, :, None], times[:, None, None])
    whole = np.broadcast_shapes(u.shape, (len(times), len(y), len(x)))
    u, v = np.broadcast_to(u, whole).copy(), np.broadcast_to(v, whole).copy()
    dims = (t_name, y_name, x_name)
    coordinates: dict[str, Any] = {y_name: y, x_name: x}
    if t is None:
        u, v, dims = u[0], v[0], dims[1:]
    else:
        coordinates[t_name] = t
    made = xr.Dataset({u_name: (dims, u), v_name: (dims, v)}, coordinates)
    for name, about in (attributes or {}).items():
        made[name].attrs.update(about)
    return made


@pytest.fixture
def dataset() -> Callable[..., xr.Dataset]:
    """Makes a data set from a velocity, solid rotation unless told otherwise."""
    return _dataset


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Writes such a data set, or the one given, and returns the path."""

    def write(
        given: xr.Dataset | None = None, name: str = "fields.nc", encoding: Any = None, **about: Any
    ) -> Path:
        path = tmp_path / name
        made = _dataset(**about) if given is None else given
        if name.endswith(".zarr"):
            made.to_zarr(path, mode="w", consolidated=False, zarr_format=3)
        else:
            made.to_netcdf(path, engine="h5netcdf", encoding=encoding)
        return path

    return write


@pytest.fixture
def earth() -> Callable[..., xr.Dataset]:
    """Solid rotation of the earth about any axis, in m/s, `turn` radians per day."""

    def make(
        axis: tuple[float, float, float], turn: float, lon: np.ndarray, lat: np.ndarray
    ) -> xr.Dataset:
        a, b = np.meshgrid(np.radians(lon), np.radians(lat))
        r = np.stack([np.cos(b) * np.cos(a), np.cos(b) * np.sin(a), np.sin(b)], -1)
        v = np.cross(np.array(axis) * turn / 86400.0, r) * 6_371_000.0
        east = np.stack([-np.sin(a), np.cos(a), 0.0 * a], -1)
        north = np.stack([-np.sin(b) * np.cos(a), -np.sin(b) * np.sin(a), np.cos(b)], -1)
        dims = ("latitude", "longitude")
        return xr.Dataset(
            {
                "uo": (dims, (v * east).sum(-1),
                       {"standard_name": "eastward_sea_water_velocity", "units": "m s-1"}),
                "vo": (dims, (v * north).sum(-1),
                       {"standard_name": "northward_sea_water_velocity", "units": "m s-1"}),
            },
            {
                "latitude": ("latitude", lat, {"units": "degrees_north"}),
                "longitude": ("longitude", lon, {"units": "degrees_east"}),
            },
        )  # fmt: skip

    return make
