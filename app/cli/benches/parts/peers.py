"""Other programs that do the same job, where they are installed."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np

Ftle = Callable[[np.ndarray, np.ndarray, float, float], np.ndarray]


def peer_name(package: str, expected: str) -> str:
    """Name and version of a package, or the version we would compare with and that it is absent."""
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"{package} {expected} (absent)"


def numbacs_name() -> str:
    """Name and version of numbacs, or that it is absent."""
    return peer_name("numbacs", "0.2.0")


def dynlab_ftle() -> Ftle | None:
    """The same field as dynlab computes it, its defaults left alone: LSODA node by node in
    Python, then differences between neighbours.

    Returns:
        A function as of `numbacs_ftle`; None if dynlab is absent.
    """
    try:
        from dynlab.diagnostics import FTLE
        from dynlab.flows import double_gyre
    except ImportError:
        return None

    def ftle(x: np.ndarray, y: np.ndarray, start: float, horizon: float) -> np.ndarray:
        return np.asarray(FTLE().compute(x, y, double_gyre, (start, start + horizon)))

    return ftle


def numbacs_ftle() -> Ftle | None:
    """The double gyre's FTLE (A = 0.1, epsilon = 0.25, omega = pi / 5) as numbacs computes it.

    Its defaults are left alone: Dormand-Prince of order 8 with relative tolerance 1e-6, then
    differences between grid neighbours.

    Returns:
        A function of x, y, start and horizon giving shape (ny, nx); None if numbacs is absent.
    """
    try:
        from numbacs.diagnostics import ftle_grid_2D
        from numbacs.flows import get_predefined_flow
        from numbacs.integration import flowmap_grid_2D
    except ImportError:
        return None
    made: Any = get_predefined_flow("double_gyre")
    pointer, values = made[0], np.array(made[1], dtype=float)

    def ftle(x: np.ndarray, y: np.ndarray, start: float, horizon: float) -> np.ndarray:
        carried = flowmap_grid_2D(pointer, start, horizon, x, y, values)
        return np.asarray(ftle_grid_2D(carried, horizon, x[1] - x[0], y[1] - y[0])).T

    return ftle
