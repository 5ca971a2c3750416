"""The densities that are transported: normal noise, or noise that fills a cube evenly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import ndtr, ndtri

from engines.errors import FlowError, near_miss

SourceName = Literal["Gaussian", "uniform"]
SOURCES: tuple[SourceName, ...] = ("Gaussian", "uniform")
BEYOND = 8.0  # deviations; outside lies 1e-15 of a normal law


@dataclass(frozen=True, slots=True)
class Source:
    """N(0, I), or even on [0, 1]^d.

    Attributes:
        name: "Gaussian" or "uniform".

    Raises:
        FlowError: If it has another name.
    """

    name: SourceName = "Gaussian"

    def __post_init__(self) -> None:
        if self.name not in SOURCES:
            raise FlowError(f"source = '{self.name}', {near_miss(self.name, SOURCES)}")

    @property
    def span(self) -> tuple[float, float]:
        """Where it lies along each axis."""
        return (-BEYOND, BEYOND) if self.name == "Gaussian" else (0.0, 1.0)

    def drawn(self, count: int, dimension: int, draw: np.random.Generator) -> np.ndarray:
        """Draws, shape (count, dimension)."""
        if self.name == "Gaussian":
            return draw.standard_normal((count, dimension))
        return draw.random((count, dimension))

    def density(self, x: np.ndarray) -> np.ndarray:
        """Along one axis, elementwise."""
        if self.name == "Gaussian":
            return np.asarray(np.exp(-0.5 * x**2) / np.sqrt(2.0 * np.pi))
        return np.where((x >= 0.0) & (x <= 1.0), 1.0, 0.0)

    def below(self, x: np.ndarray) -> np.ndarray:
        """Mass before x along one axis, elementwise."""
        return np.asarray(ndtr(x)) if self.name == "Gaussian" else np.clip(x, 0.0, 1.0)

    def quantile(self, p: np.ndarray) -> np.ndarray:
        """Where that mass lies before, elementwise."""
        return np.asarray(ndtri(p)) if self.name == "Gaussian" else np.asarray(p, dtype=np.float64)


def checked_weights(weights: np.ndarray) -> np.ndarray:
    """The weights nu of points, once they are a distribution.

    Raises:
        FlowError: If one is not positive, or they do not sum to 1.
    """
    found = np.asarray(weights, dtype=np.float64)
    if not (found > 0.0).all():
        raise FlowError(f"weight {found.min():g}, weights must be positive")
    if abs(found.sum() - 1.0) > 1e-9:
        raise FlowError(f"weights sum to {found.sum():.6g}, they must sum to 1")
    return found
