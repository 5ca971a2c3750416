"""A simulated jet, measured on 256 x 256 cells whatever its file keeps."""

from __future__ import annotations

import math
import tempfile
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np

from engines.instruments.interfaces import profiles
from engines.instruments.interfaces.drift import edge_velocity, residence
from engines.instruments.interfaces.found import OUTER, Interfaces, interfaces
from engines.instruments.interfaces.nearby import (
    along_and_across,
    momentum_walls_on,
    spin_on,
)
from engines.instruments.transport.ftle import ftle
from engines.systems.carried.dyed_flow import DyedFlow
from engines.systems.gridded.flow import GriddedFlow
from engines.systems.gridded.series import open_series
from engines.systems.pde.periodic_plane import PeriodicPlane
from engines.systems.pde.simulations import simulate

CELLS = 256
AROUND = (True, True)
# Cells: how far in a superlayer is looked for. Set for a jet whose strongest flux at t = 24 lay in
# the rim of one vortex, at 13.5 cells; at the outer edge of the jets measured now it changes nothing.
INSIDE = 10.5


@dataclass(frozen=True, slots=True)
class Superlayer:
    """Momentum flux along an edge.

    Attributes:
        place: Where it is strongest, cells from the edge.
        size: How strong it is there.
        ratio: Flux along over flux across at that place.
        half_width: From there outwards to half of it, cells; NaN if it never falls so far.
    """

    place: float
    size: float
    ratio: float
    half_width: float


class Jet:
    """One realisation, read from a file; `folder` is removed when nobody needs it any more."""

    def __init__(self, path: Path, folder: tempfile.TemporaryDirectory[str] | None = None) -> None:
        self._folder = folder
        series = open_series(path)
        carried = series.flow_at()
        if not isinstance(carried, GriddedFlow):
            raise TypeError(f"{path} holds no plane flow")
        self.flow = DyedFlow(carried, series)
        self.plane = PeriodicPlane(CELLS)
        self._kept: dict[object, tuple[Interfaces, np.ndarray]] = {}

    def at(self, time: float) -> tuple[Interfaces, np.ndarray]:
        """Interfaces and vorticity at a moment of the file."""
        if time not in self._kept:
            x, y, dye = self.flow.concentration(time)
            own = PeriodicPlane(len(x))
            places = np.stack([a.ravel() for a in np.meshgrid(x, y)], axis=1)
            u, v = np.moveaxis(self.flow.velocity(places, time).reshape(*dye.shape, 2), -1, 0)
            waves = own.ik_x * own.waves(v) - own.ik_y * own.waves(u)
            fine, spin = self.plane.resampled(np.stack([dye, own.fields(waves)]))
            found = interfaces(self.plane.nodes, self.plane.nodes, fine, periodic=True)
            self._kept[time] = found, spin
        return self._kept[time]

    def vorticity(self, time: float, edge: int, shift: int = 0) -> np.ndarray:
        """Profile of |w| across an edge that has been shifted by some cells along x."""
        found, spin = self.at(time)
        return profiles.conditional(np.roll(found.distance(edge), shift, axis=1), np.abs(spin))

    def shuffled(self, time: float, edge: int, seed: int = 0) -> np.ndarray:
        """Profile of |w| where the labels of all cells have been shuffled."""
        found, spin = self.at(time)
        draw = np.random.default_rng(seed)
        mixed = draw.permutation(found.distance(edge).ravel()).reshape(spin.shape)
        return profiles.conditional(mixed, np.abs(spin))

    def walls(self, time: float, horizon: float) -> np.ndarray:
        """Profile of the FTLE across the outer edge."""
        found, _ = self.at(time)
        values = ftle(self.flow, found.x, found.y, start=time, horizon=horizon, method="grid")
        return profiles.conditional(found.distance(OUTER), values)

    def momentum_walls(self, time: float, horizon: float = 0.0) -> tuple[np.ndarray, float]:
        """Profile of the aFTLE across the outer edge, and its contrast there."""
        found, spin = self.at(time)
        if horizon:
            spin = spin_on(self.flow, found, time, horizon)
        values = momentum_walls_on(found, spin, 1.0, AROUND)
        distance = found.distance(OUTER)
        return profiles.conditional(distance, values), profiles.contrast(distance, values)

    def fluxes(self, time: float, edge: int) -> tuple[np.ndarray, np.ndarray]:
        """Profiles of the flux of momentum along an edge and across it."""
        found, spin = self.at(time)
        distance = found.distance(edge)
        along, across = along_and_across(found, distance, spin, AROUND)
        return profiles.conditional(distance, along), profiles.conditional(distance, across)

    def microscale(self, time: float) -> float:
        """Taylor's microscale inside the jet, cells."""
        found, _ = self.at(time)
        places = np.stack([a.ravel() for a in np.meshgrid(found.x, found.y)], axis=1)
        u = self.flow.velocity(places, time)[:, 0].reshape(CELLS, CELLS)
        slope = self.plane.fields(self.plane.ik_x * self.plane.waves(u))
        return profiles.taylor_microscale(found.distance(OUTER), u, slope, 2.0 * math.pi / CELLS)

    def residences(self, start: float, stop: float) -> tuple[float, float]:
        """Mean time of edge parcels in a window of a quarter of x, at rest and moving."""
        speed = float(edge_velocity(self.flow, np.linspace(start, stop, 9).tolist())[0])
        found, _ = self.at(start)
        places, stays = found.places(OUTER), []
        for moving in (0.0, speed):
            each = [
                residence(self.flow, places, start, stop, (low, low + 0.5 * math.pi), moving)
                for low in 0.5 * math.pi * np.arange(4)
            ]
            stays.append(float(np.nanmean(each)))
        return stays[0], stays[1]


def superlayer(along: np.ndarray, across: np.ndarray) -> Superlayer:
    """The strongest flux along an edge within reach, from profiles of `conditional`."""
    middles = profiles.centres(len(along) // 2)
    near = np.where(middles <= INSIDE, along, np.nan)
    top = int(np.nanargmax(near))
    below = np.flatnonzero(along[:top] < 0.5 * along[top])
    width = math.nan
    if below.size:
        i = int(below[-1])
        share = (0.5 * along[top] - along[i]) / (along[i + 1] - along[i])
        width = float(middles[top] - middles[i] - share)
    return Superlayer(
        float(middles[top]), float(along[top]), float(along[top] / across[top]), width
    )


@cache
def shipped() -> Jet:
    """The jet in the tree."""
    return Jet(Path(str(resources.files("assets"))) / "series" / "jet.nc")


@cache
def regenerated(seed: int) -> Jet:
    """A jet computed now, kept on all of its nodes. Takes a minute or two."""
    folder = tempfile.TemporaryDirectory(prefix="separatrix-jet-")
    path = Path(folder.name) / f"jet-{seed}.nc"
    for _ in simulate("jet", path, seed, CELLS):
        pass
    return Jet(path, folder)
