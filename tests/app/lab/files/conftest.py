"""Small files of velocities: one that says everything, one that says nothing."""

from __future__ import annotations

import numpy as np
import pytest
import xarray


def _gyre(time, y, x):
    """Velocity of a steady double gyre, shape (t, y, x) each, m/s."""
    _, up, across = np.meshgrid(time, y, x, indexing="ij")
    u = -0.1 * np.pi * np.sin(np.pi * across) * np.cos(np.pi * up)
    v = 0.1 * np.pi * np.cos(np.pi * across) * np.sin(np.pi * up)
    return u, v


@pytest.fixture
def written(tmp_path):
    """`written("x.nc", names={...}, units={...})` writes a file and returns its path."""

    def write(file="gyre.nc", names=None, units=None, y=None):
        called = {"u": "u", "v": "v", "x": "x", "y": "y", "time": "time"} | (names or {})
        said = {"u": "m s-1", "v": "m s-1", "x": "m", "y": "m", "time": "s"} | (units or {})
        time = np.linspace(0.0, 20.0, 9)
        x = np.linspace(0.0, 2.0, 21)
        y = np.linspace(0.0, 1.0, 11) if y is None else np.asarray(y, float)
        dims = (called["time"], called["y"], called["x"])
        fields = dict(zip("uv", _gyre(time, y, x), strict=True))
        data = {called[r]: (dims, a.astype(np.float32), {"units": said[r]} if said[r] else {})
                for r, a in fields.items()}  # fmt: skip
        axes = {called[r]: (called[r], a, {"units": said[r]} if said[r] else {})
                for r, a in (("x", x), ("y", y), ("time", time))}  # fmt: skip
        path = tmp_path / file
        store = xarray.Dataset(data, axes)
        if path.suffix == ".zarr":
            store.to_zarr(path, consolidated=False)
        else:
            store.to_netcdf(path, engine="h5netcdf")
        return path

    return write


@pytest.fixture
def silent(written):
    """A file whose names and units nobody can guess."""
    names = {"u": "p1", "v": "p2", "x": "i", "y": "j", "time": "k"}
    return written("silent.nc", names, dict.fromkeys(names, ""))


ANSWERS = {"u": "p1", "v": "p2", "x": "i", "y": "j", "time": "k"}


@pytest.fixture
def answers():
    """What is what in the silent file."""
    return dict(ANSWERS)
