"""Where states went."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from engines.errors import LayerError
from engines.layers.arrays import frozen

ROLES = ("path", "before", "swarm", "learned", "true", "dye")


@dataclass(frozen=True, slots=True, eq=False)
class Tracks:
    """Many trajectories sampled at the same times.

    Attributes:
        positions: Shape (n, k, 2) or (n, k, 3), world units. NaN from the sample at which a
            trajectory ended; a NaN between numbers interrupts the line.
        times: Shape (k,), monotone.
        role: "path" a launched trajectory, "before" the same before the last parameter move,
            "swarm" thousands of thin fading tracks, "learned", "true"; "dye" a crowd of which only
            the places at the moment of the clock are drawn.
        values: Shape (n, k), for the colour, or None.
        scale: Kind of quantity `values` is, as in `ScalarField.scale`.
        unit: Unit of `values`.
        memory: Length of the visible tail, in units of `times`; 0 shows the whole track. A swarm
            with a memory goes round and round: its heads run from times[0] + memory to times[-1]
            and begin again, however far the playhead goes.
        at: The moment of the clock for "dye", where nobody tells another; None for the playhead.

    Raises:
        LayerError: If shapes differ or the role is unknown.
    """

    positions: np.ndarray
    times: np.ndarray
    role: str = "path"
    values: np.ndarray | None = None
    scale: str = "amount"
    unit: str = ""
    memory: float = 0.0
    at: float | None = None

    def __post_init__(self) -> None:
        keep = partial(object.__setattr__, self)
        keep("times", frozen("Tracks.times", self.times, (None,)))
        keep("positions", frozen("Tracks.positions", self.positions, (None, len(self.times), None)))
        if self.positions.shape[2] not in (2, 3):
            raise LayerError(
                f"Tracks.positions has shape {self.positions.shape}, expected 2 or 3 as last length"
            )
        if self.role not in ROLES:
            raise LayerError(f"Tracks.role = '{self.role}', allowed {', '.join(ROLES)}")
        if self.values is not None:
            keep("values", frozen("Tracks.values", self.values, self.positions.shape[:2]))
