"""A velocity of pictures: what two round clouds would have, and what a network adds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from engines.learned.nets.residual import Residual, torch_value

Spreads = tuple[float, float]


def slope(time: Any, spreads: Spreads) -> Any:
    r"""c(t), by which the velocity between two round clouds grows with the place.

        c = (t s_1^2 - (1 - t) s_0^2) / ((1 - t)^2 s_0^2 + t^2 s_1^2)

    Args:
        time: t.
        spreads: Standard deviations s_0 and s_1 of a coordinate of the clouds at t = 0 and 1.
    """
    first, last = (spread**2 for spread in spreads)
    rest = 1.0 - time
    return (time * last - rest * first) / (rest**2 * first + time**2 * last)


class PixelVelocity:
    """v(x, t) = c(t) x + F(x, t) with a network F.

    Args:
        arrays: Name to array.
        spreads: Of the two clouds.
        stem: Prefix of the names.
        dtype: Kind of number all of it is computed in.
    """

    def __init__(
        self,
        arrays: Mapping[str, np.ndarray],
        spreads: Spreads,
        stem: str = "",
        dtype: type = np.float64,
    ) -> None:
        self._net, self._spreads = Residual(arrays, stem, dtype), spreads

    def value(self, x: np.ndarray, time: float) -> np.ndarray:
        """Velocities, shape (n, d)."""
        return self._net.value(x, time) + slope(time, self._spreads) * x

    def pushed(
        self, x: np.ndarray, tangents: np.ndarray, time: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """Velocities, and rates of small displacements, shape (k, n, d)."""
        c = slope(time, self._spreads)
        value, rates = self._net.pushed(x, tangents, time)
        return value + c * x, rates + c * tangents


def torch_velocity(
    tensors: Mapping[str, Any], x: Any, time: np.ndarray, spreads: Spreads, stem: str = ""
) -> Any:
    """The same velocity for torch places, shape (n, d), and times, shape (n,)."""
    import torch

    c = torch.from_numpy(slope(time, spreads).astype(np.float32)[:, None])
    return torch_value(tensors, x, time, stem) + c * x
