"""Nodes anywhere in a plane, in place of a grid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engines.instruments.transport.deformation import Seeds


@dataclass(frozen=True, slots=True)
class Scattered(Seeds):
    """Node i is (x[i], y[i]); whatever has the shape (ny, nx, ...) for a grid has (n, ...) here."""

    def states(self) -> np.ndarray:
        states = np.empty((len(self.x), 2 + len(self.rest)))
        others = [i for i in range(states.shape[1]) if i not in self.plane]
        states[:, self.plane[0]], states[:, self.plane[1]] = self.x, self.y
        states[:, others] = self.rest
        return states

    def shaped(self, d: np.ndarray) -> np.ndarray:
        return d
