"""Longitude and latitude, and the unit vectors they stand for."""

from __future__ import annotations

import numpy as np


def unit_vectors(degrees: np.ndarray) -> np.ndarray:
    """Unit vectors, shape (..., 3), of longitude and latitude in degrees, shape (..., 2).

    (cos lat cos lon, cos lat sin lon, sin lat)
    """
    lon, lat = np.radians(degrees[..., 0]), np.radians(degrees[..., 1])
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)


def degrees_of(vectors: np.ndarray) -> np.ndarray:
    """Longitude from -180 to 180 and latitude, shape (..., 2), of vectors, shape (..., 3)."""
    x, y, z = vectors[..., 0], vectors[..., 1], vectors[..., 2]
    return np.degrees(np.stack([np.arctan2(y, x), np.arctan2(z, np.hypot(x, y))], axis=-1))


def tangent_bases(vectors: np.ndarray) -> np.ndarray:
    """East and north at unit vectors, shape (..., 3), as columns: shape (..., 3, 2).

    At a pole east is where the meridian of 0 degrees would have it.
    """
    x, y, z = vectors[..., 0], vectors[..., 1], vectors[..., 2]
    around = np.hypot(x, y)
    pole = around == 0.0
    safe = np.where(pole, 1.0, around)
    cos, sin = np.where(pole, 1.0, x / safe), np.where(pole, 0.0, y / safe)
    nothing = np.zeros_like(cos)
    east = np.stack([-sin, cos, nothing], axis=-1)
    north = np.stack([-z * cos, -z * sin, around], axis=-1)
    return np.stack([east, north], axis=-1)
