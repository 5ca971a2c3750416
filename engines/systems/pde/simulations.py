"""Simulations by name, as `separatrix simulate` runs them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from engines.errors import SeriesError, near_miss
from engines.running.ticket import Ticket
from engines.systems.pde import gyre, jet
from engines.systems.pde.jet import Jet
from engines.systems.pde.periodic_plane import PeriodicPlane
from engines.systems.pde.recording import Axis, Recording, Variable
from engines.systems.pde.series_writer import written

JET_SIZE, GYRE_SIZE = 128, 96
EVERY = 0.2  # time between moments of the jet that are kept

Moments = Iterator[tuple[float, tuple[np.ndarray, ...] | None]]


def _jet(seed: int, size: int, ticket: Ticket | None) -> Recording:
    run = Jet(seed, max(size, jet.SIZE))
    plane = PeriodicPlane(size)
    count = round((jet.LAST - jet.FIRST) / EVERY) + 1
    times = np.linspace(jet.FIRST, jet.LAST, count)

    def moments() -> Moments:
        for time, fluid in run.moments(times, ticket):
            fields = None
            if fluid is not None:
                both = np.stack([*run.solver.velocity(fluid), run.solver.dye(fluid)])
                fields = tuple(both if size == run.plane.n else plane.resampled(both))
            yield time / jet.LAST, fields

    around = {"units": "1", "period": 2.0 * math.pi}
    speed = {"units": "1"}
    return Recording(
        title="Planar jet with dye",
        source=(
            f"incompressible Navier-Stokes equations in the plane with a passive scalar, "
            f"pseudo-spectral, {run.plane.n} x {run.plane.n} nodes"
        ),
        time=Axis("time", times, {"units": "1", "axis": "T", "long_name": "time"}),
        y=Axis("y", plane.nodes, {**around, "axis": "Y", "long_name": "across the jet"}),
        x=Axis("x", plane.nodes, {**around, "axis": "X", "long_name": "along the jet"}),
        variables=(
            Variable("u", {**speed, "long_name": "velocity along the jet"}, 2.0**-12),
            Variable("v", {**speed, "long_name": "velocity across the jet"}, 2.0**-12),
            Variable("dye", {"units": "1", "long_name": "concentration of dye"}, 2.0**-10),
        ),
        moments=moments(),
        about={"seed": seed, "viscosity": jet.VISCOSITY, "diffusivity": jet.VISCOSITY},
    )  # fmt: skip


def _gyre(seed: int, size: int, ticket: Ticket | None) -> Recording:
    run = gyre.Gyre(seed, size)
    latitude, longitude = run.degrees()
    days = np.arange(gyre.DAYS, dtype=float)
    return Recording(
        title="Wind-driven double gyre",
        source=(
            f"quasi-geostrophic equation of one layer on a beta plane, {size} x {size} cells; "
            "simulated, no ocean"
        ),
        time=Axis("time", days, {"units": "days since 2000-01-01 00:00:00", "axis": "T",
                                 "calendar": "standard", "standard_name": "time"}),
        y=Axis("latitude", latitude, {"units": "degrees_north", "axis": "Y",
                                      "standard_name": "latitude"}),
        x=Axis("longitude", longitude, {"units": "degrees_east", "axis": "X",
                                        "standard_name": "longitude"}),
        variables=(
            Variable("u", {"units": "m s-1", "standard_name": "eastward_sea_water_velocity"},
                     2.0**-11),
            Variable("v", {"units": "m s-1", "standard_name": "northward_sea_water_velocity"},
                     2.0**-11),
        ),
        moments=run.moments(ticket),
        about={"seed": seed},
    )  # fmt: skip


SIMULATIONS: Mapping[str, tuple[Callable[[int, int, Ticket | None], Recording], int]] = {
    "jet": (_jet, JET_SIZE),
    "quasi-geostrophic": (_gyre, GYRE_SIZE),
}


def recording_of(
    name: str, seed: int = 1, size: int | None = None, ticket: Ticket | None = None
) -> Recording:
    """The simulation `name`, ready to run.

    Args:
        name: One of `SIMULATIONS`.
        seed: Of its disturbances.
        size: Nodes per side in the file; for the jet at least 256 are computed. Its own if None.
        ticket: Withdraw it to stop.

    Raises:
        SeriesError: If no simulation bears that name, or the size is not allowed.
    """
    if name not in SIMULATIONS:
        raise SeriesError(f"no simulation '{name}', {near_miss(name, tuple(SIMULATIONS))}")
    make, own = SIMULATIONS[name]
    size = own if size is None else size
    if not 32 <= size <= 1024 or size % 2:
        raise SeriesError(f"size = {size}, allowed an even number from 32 to 1024")
    return make(seed, size, ticket)


def simulate(
    name: str,
    path: Path,
    seed: int = 1,
    size: int | None = None,
    ticket: Ticket | None = None,
    provenance: Mapping[str, Any] | None = None,
) -> Iterator[float]:
    """Run the simulation `name` and write it to `path`, yielding the share that is done.

    Raises:
        SeriesError: As `recording_of`, or if the file cannot be written.
        Withdrawn: If the ticket was withdrawn; no file is left behind.
    """
    yield from written(path, recording_of(name, seed, size, ticket), provenance or {})
