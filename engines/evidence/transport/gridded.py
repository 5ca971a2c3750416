"""Flows read from files against the formulas they were sampled from."""

from __future__ import annotations

import math
import tempfile
from pathlib import Path

import numpy as np

from engines.evidence.shipped import system
from engines.instruments.transport.ftle import ftle
from engines.numerics.sphere import tangent_bases, unit_vectors
from engines.protocols.check import Claim
from engines.protocols.flow import Flow
from engines.systems.gridded.series import open_series
from engines.systems.gridded.sphere import GriddedSphereFlow
from engines.systems.gridded.units import EARTH
from engines.systems.ode import OdeFlow

_DAY = 86400.0
_ANGLE = 1.5  # radians of turning
_BUDGET = 12  # frames


def _gyre() -> OdeFlow:
    shipped = system("double-gyre")
    return OdeFlow(shipped, shipped.defaults())


def _sampled(folder: Path, columns: int, step: float) -> Path:
    """The double gyre on a grid, from t = -1 to 5, as a file."""
    import xarray

    flow = _gyre()
    x, y = np.linspace(0.0, 2.0, columns), np.linspace(0.0, 1.0, columns // 2 + 1)
    times = np.arange(-1.0, 5.0 + 0.5 * step, step)
    places = np.stack(np.meshgrid(x, y), axis=-1)
    v = np.stack([flow.velocity(places.reshape(-1, 2), t).reshape(places.shape) for t in times])
    dims = ("time", "y", "x")
    path = folder / f"gyre-{columns}-{len(times)}.nc"
    made = {"u": (dims, v[..., 0]), "v": (dims, v[..., 1])}
    coordinates = {"time": times, "y": y, "x": x}
    xarray.Dataset(made, coordinates).to_netcdf(path, engine="h5netcdf")
    return path


def _order(way: str) -> tuple[float, float]:
    """Power of the distance of nodes with which the error of the FTLE falls; the last error."""
    x, y = np.linspace(0.1, 1.9, 25), np.linspace(0.1, 0.9, 11)
    exact = ftle(_gyre(), x, y, start=0.0, horizon=4.0)
    errors = []
    with tempfile.TemporaryDirectory() as folder:
        for columns, step in ((41, 0.2), (81, 0.1)):
            flow = open_series(_sampled(Path(folder), columns, step)).flow_at(way, way)
            found = ftle(flow, x, y, start=0.0, horizon=4.0)
            errors.append(float(np.quantile(np.abs(found - exact), 0.9)))
    return math.log2(errors[0] / errors[1]), errors[1]


def _orders() -> tuple[str, bool, bool]:
    cubic, fine = _order("cubic")
    linear, coarse = _order("linear")
    said = f"{cubic:.1f} and {linear:.1f}, errors {fine:.1e} and {coarse:.1e} 1/s"
    return said, cubic >= 2.6 and linear >= 0.6 and fine < 0.02 * coarse, False


def _turning(folder: Path) -> Flow:
    """The earth turning about a tilted axis, in m/s on a grid of 2 degrees with rows at the poles."""
    import xarray

    longitude, latitude = np.arange(0.0, 360.0, 2.0), np.arange(-90.0, 91.0, 2.0)
    vectors = unit_vectors(np.stack(np.meshgrid(longitude, latitude), axis=-1))
    speed = np.cross(np.array([0.6, 0.0, 0.8]) * _ANGLE / (5.0 * _DAY), vectors) * EARTH
    both = np.einsum("yxi,yxij->yxj", speed, tangent_bases(vectors))
    dims = ("latitude", "longitude")
    path = folder / "earth.nc"
    xarray.Dataset(
        {name: (dims, both[..., i], {"units": "m s-1"}) for i, name in enumerate("uv")},
        {"latitude": latitude, "longitude": longitude},
    ).to_netcdf(path, engine="h5netcdf")
    return open_series(path).flow_at().refined()  # type: ignore[attr-defined, no-any-return]


def _rotation() -> tuple[str, bool, bool]:
    places = np.array([[10.0, 5.0], [200.0, 80.0], [355.0, 89.9], [0.0, 90.0], [123.0, -89.95]])
    with tempfile.TemporaryDirectory() as folder:
        flow = _turning(Path(folder))
        if not isinstance(flow, GriddedSphereFlow):
            return "not taken for a sphere", False, False
        vectors = unit_vectors(places)
        moved = flow.whole.advance(vectors, 0.0, 5.0)
    a, b, c = 0.6, 0.0, 0.8
    k = np.array([[0.0, -c, b], [c, 0.0, -a], [-b, a, 0.0]])
    turn = np.eye(3) + math.sin(_ANGLE) * k + (1.0 - math.cos(_ANGLE)) * (k @ k)
    off = float(np.linalg.norm(moved - vectors @ turn.T, axis=1).max()) * EARTH
    return f"{off:.2g} m", off <= 1.0, False


def _memory() -> tuple[str, bool, bool]:
    """Frames kept while parcels pass through a file many times larger than the budget."""
    with tempfile.TemporaryDirectory() as folder:
        path = _sampled(Path(folder), 41, 0.02)
        whole = open_series(path)
        size = whole.frames().frame_size
        flow = open_series(path, budget=_BUDGET * size).flow_at()
        exact = whole.flow_at().advance(np.array([[0.7, 0.4]]), -1.0, 4.9)
        frames, most, place = flow.frames, 0, np.array([[0.7, 0.4]])  # type: ignore[attr-defined]
        for t in np.arange(-1.0, 4.9, 0.1):
            place = flow.advance(place, float(t), float(min(t + 0.1, 4.9)))
            most = max(most, frames.resident)
        ratio = size * len(whole.grid.times) / (_BUDGET * size)
        same = float(np.abs(place - exact).max())
    share = most / (_BUDGET * size)
    said = f"{share:.2f} of it, the file {ratio:.0f} times as large; same place within {same:.0e}"
    return said, share <= 1.1 and ratio > 20.0 and same < 1e-9, False


CLAIMS: tuple[Claim, ...] = (
    Claim("double-gyre", "FTLE of the flow sampled on a grid, order in the distance of nodes, "
          "cubic and linear", "law", "at least 2.6 and 0.6, cubic 50 times as exact",
          "splines of order 4 and 2, whose slopes lose one order", _orders),
    Claim("double-gyre", "memory for a file larger than the budget of frames", "law",
          "at most the budget and one coast, the same numbers", "counted in bytes", _memory),
    Claim("rossby-haurwitz", "the earth turning, read from a grid of 2 degrees, also at the poles",
          "law", "within 1 m after 5 days", "exact", _rotation),
)  # fmt: skip
