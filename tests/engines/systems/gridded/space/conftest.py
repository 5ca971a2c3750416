"""The ABC flow sampled on a grid of space."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from engines.systems.gridded.series import open_series

A, B, C = np.sqrt(3.0), np.sqrt(2.0), 1.0


def velocity(x, y, z, t=0.0):
    """Swaying up and down with time, so that moments differ."""
    sway = 0.3 * np.cos(t)
    return (
        A * np.sin(z) + C * np.cos(y),
        B * np.sin(x) + A * np.cos(z),
        C * np.sin(y) + B * np.cos(x) + sway,
    )


@pytest.fixture
def exact():
    return velocity


@pytest.fixture
def sampled(tmp_path):
    """`sampled(24)` is the flow of a file with 24 nodes a turn along each axis."""

    def make(n, times=None, land=None, periodic=True, **options):
        nodes = np.arange(n) * 2.0 * np.pi / n
        z, y, x = np.meshgrid(nodes, nodes, nodes, indexing="ij")
        moments = np.zeros(1) if times is None else times
        fields = np.array([velocity(x, y, z, t) for t in moments])  # time, component, z, y, x
        if land is not None:
            fields[:, :, land(x, y, z)] = np.nan
        about = {"period": 2.0 * np.pi} if periodic else {}
        axes = {name: (name, nodes, about) for name in "xyz"}
        dims = ("z", "y", "x")
        if times is not None:
            axes["time"], dims = times, ("time", *dims)
        else:
            fields = fields[0][None]
        made = {
            name: (dims, fields[:, i] if times is not None else fields[0, i])
            for i, name in enumerate("uvw")
        }
        path = tmp_path / f"abc-{n}.nc"
        xr.Dataset(made, axes).to_netcdf(path, engine="h5netcdf")
        return open_series(path).flow_at(**options)

    return make
