"""The double gyre as data: its velocities on a grid, for us as a file, for numbacs as arrays."""

from __future__ import annotations

import gc
import math
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from app.cli.benches.parts.peers import Ftle
from engines.protocols.capabilities import Recorded
from engines.protocols.flow import Flow
from engines.systems.gridded.series import open_series

COLUMNS, ROWS, MOMENTS = 201, 101, 41
_AMPLITUDE, _SWAY, _FREQUENCY = 0.1, 0.25, 0.2 * math.pi


class Sampled:
    """Velocities of the double gyre on 201 x 101 nodes at 41 moments.

    Attributes:
        x: Shape (nx,).
        y: Shape (ny,).
        times: Shape (nt,).
        u: Shape (nt, ny, nx).
        v: Shape (nt, ny, nx).
    """

    def __init__(self, horizon: float) -> None:
        self.x, self.y = np.linspace(0.0, 2.0, COLUMNS), np.linspace(0.0, 1.0, ROWS)
        self.times = np.linspace(0.0, horizon, MOMENTS)
        t, y, x = np.meshgrid(self.times, self.y, self.x, indexing="ij")
        a = _SWAY * np.sin(_FREQUENCY * t)
        f, slope = a * x**2 + (1 - 2 * a) * x, 2 * a * x + 1 - 2 * a
        self.u = -math.pi * _AMPLITUDE * np.sin(math.pi * f) * np.cos(math.pi * y)
        self.v = math.pi * _AMPLITUDE * np.cos(math.pi * f) * np.sin(math.pi * y) * slope

    def flow(self) -> Flow:
        """As this program reads it from a file; cubic in space and time."""
        import xarray

        dims = ("time", "y", "x")
        made = {"u": (dims, self.u), "v": (dims, self.v)}
        axes: dict[str, Any] = {"time": self.times, "y": self.y, "x": self.x}
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "gyre.nc"
            xarray.Dataset(made, axes).to_netcdf(path, engine="h5netcdf")
            flow = open_series(path).flow_at()
            if isinstance(flow, Recorded):  # it is read while it is there
                list(flow.fetched(float(self.times[0]), float(self.times[-1])))
            return flow

    def numbacs(self) -> Ftle | None:
        """As numbacs computes it, cubic too, its defaults left alone; None if it is absent."""
        try:
            from numbacs.diagnostics import ftle_grid_2D
            from numbacs.flows import get_flow_2D, get_interp_arrays_2D
            from numbacs.integration import flowmap_grid_2D
        except ImportError:
            return None
        fields = (np.ascontiguousarray(a.transpose(0, 2, 1)) for a in (self.u, self.v))
        arrays = get_interp_arrays_2D(self.times, self.x, self.y, *fields)
        # numbacs hands out the address of a function that nothing holds any more: unless it is kept
        # from the collector, the next collection takes the code away under the integrator
        collecting = gc.isenabled()
        gc.disable()
        pointer: Any = get_flow_2D(*arrays)
        gc.freeze()
        if collecting:
            gc.enable()

        def ftle(x: np.ndarray, y: np.ndarray, start: float, horizon: float) -> np.ndarray:
            ahead = np.array([math.copysign(1.0, horizon)])
            carried = flowmap_grid_2D(pointer, start, horizon, x, y, ahead)
            return np.asarray(ftle_grid_2D(carried, horizon, x[1] - x[0], y[1] - y[0])).T

        return ftle
