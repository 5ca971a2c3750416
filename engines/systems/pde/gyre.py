"""An ocean that is none: wind-driven gyres with a western boundary current that sheds eddies."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from engines.running.randomness import stream
from engines.running.ticket import Ticket
from engines.systems.pde.closed_basin import ClosedBasin, Waters

WATERS = Waters(side=1.8e6, beta=2e-11, wind=8e-13, drag=1e-7, viscosity=150.0)
DAY = 86400.0
STEPS = 8  # per day
SPUN_UP = 600  # days that are run before the first one that is kept
DAYS = 60  # that are kept
DISTURBED = 3e-6  # 1/s, of the vorticity at the beginning; without it both gyres stay mirror images
RIM = 3  # cells of land around the water
EARTH = 6.371e6  # m
SOUTH_WEST = (-75.0, 37.5)  # longitude of the western wall, latitude of the middle


class Gyre:
    """A basin from rest until its current meanders, and for some days longer.

    Args:
        seed: Of the disturbance at the beginning.
        size: Cells per side, of which `RIM` at each end are land.
    """

    def __init__(self, seed: int, size: int) -> None:
        self.basin = ClosedBasin(WATERS, size - 2 * RIM)
        inner = (self.basin.n - 1, self.basin.n - 1)
        self.begun = DISTURBED * stream(seed, "gyre").normal(size=inner)

    def degrees(self) -> tuple[np.ndarray, np.ndarray]:
        """Latitudes and longitudes of the nodes with their rim of land, shape (size + 1,) each.

        The plane touches the Earth in the middle of the basin.
        """
        n = self.basin.n
        along = self.basin.cell * np.arange(-RIM, n + RIM + 1)
        middle = math.radians(SOUTH_WEST[1])
        latitude = SOUTH_WEST[1] + np.degrees((along - 0.5 * WATERS.side) / EARTH)
        longitude = SOUTH_WEST[0] + np.degrees(along / (EARTH * math.cos(middle)))
        return latitude, longitude

    def moments(
        self, ticket: Ticket | None = None, first: int = SPUN_UP, days: int = DAYS
    ) -> Iterator[tuple[float, tuple[np.ndarray, np.ndarray] | None]]:
        """Velocities, m/s, of `days` days after `first` days; NaN on land.

        Yields:
            The share that is done, after every quarter of a day, and u, v when a day is reached.

        Raises:
            Withdrawn: If the ticket was withdrawn.
        """
        vorticity, last = self.begun, (first + days - 1) * STEPS
        for number in range(last + 1):
            if number:
                if ticket is not None:
                    ticket.check()
                vorticity = self.basin.stepped(vorticity, DAY / STEPS)
            kept = number >= first * STEPS and number % STEPS == 0
            if kept or number % 2 == 0:
                yield number / max(last, 1), self._fields(vorticity) if kept else None

    def _fields(self, vorticity: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        u, v = (
            np.pad(part, RIM, constant_values=np.nan) for part in self.basin.velocity(vorticity)
        )
        return u, v
