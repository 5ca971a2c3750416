"""A file of fields with dye in it, seen from the ground or from a frame that follows the dye."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.errors import UnfitError
from engines.instruments.interfaces.drift import edge_velocity
from engines.parameters.declare import Parameters, choice
from engines.protocols.flow import Flow
from engines.protocols.subject import Subject
from engines.systems.carried.dyed_flow import DyedFlow, dyed
from engines.systems.gridded.flow import GriddedFlow
from engines.systems.gridded.series import GriddedSubject

FRAME = choice(
    "frame",
    "fixed",
    ("fixed", "moving"),
    title="Frame",
    group="Data",
    help="At rest, or moving at the mean velocity of the fluid on the outer edge of the dye.",
)
MOMENTS = 17  # of the recording, over which that velocity is averaged


class DyedSeries(Subject):
    """The velocity of a file with the dye it carries.

    Raises:
        UnfitError: If there is no dye, or no plane.
    """

    def __init__(self, series: Subject) -> None:
        if not isinstance(series, GriddedSubject):
            raise UnfitError(f"{series.id}: this experiment needs a file of fields")
        if "dye" not in series.found.roles:
            raise UnfitError(f"{series.id}: this experiment needs a scalar beside the velocity")
        if series.grid.spherical:
            raise UnfitError(f"{series.id}: this experiment needs fields in a plane")
        self.id, self.title, self.source = series.id, series.title, series.source
        self.declared = (*series.declared, FRAME)
        self.series = series
        self._drift: tuple[float, float] | None = None

    def flow(self, parameters: Parameters) -> Flow:
        p: Any = parameters
        carried = self.series.flow(parameters)
        if not isinstance(carried, GriddedFlow):
            raise UnfitError(f"{self.id}: this experiment needs fields in a plane")
        return dyed(carried, self.series, self.drift() if p.frame == "moving" else (0.0, 0.0))

    def drift(self) -> tuple[float, float]:
        """Mean velocity of the fluid on the edge of the dye; 0 along what does not repeat."""
        if self._drift is None:
            carried = self.series.flow_at()
            if not isinstance(carried, GriddedFlow):
                return 0.0, 0.0
            still = DyedFlow(carried, self.series)
            times = self.series.grid.times
            some = times[np.unique(np.linspace(0, len(times) - 1, MOMENTS).round().astype(int))]
            found = edge_velocity(still, [float(time) for time in some])
            x, y = np.where(carried.box.periodic, found, 0.0)
            self._drift = float(x), float(y)
        return self._drift
