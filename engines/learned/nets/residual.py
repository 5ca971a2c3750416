"""Networks whose layers only add to what they are given, of a place and a time."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

WAVES = 8  # pairs of sine and cosine of the time


def shapes(d: int, width: int, blocks: int, stem: str = "") -> dict[str, tuple[int, ...]]:
    """Name to shape of every array of a network for d coordinates.

    Args:
        d: Number of coordinates.
        width: Units of each layer.
        blocks: Layers that add.
        stem: Prefix of the names.
    """
    found: dict[str, tuple[int, ...]] = {
        f"{stem}in.weight": (width, d + 2 * WAVES),
        f"{stem}in.bias": (width,),
    }
    for i in range(blocks):
        found[f"{stem}{i}.weight"] = (width, width)
        found[f"{stem}{i}.bias"] = (width,)
    found[f"{stem}out.weight"] = (d, width)
    found[f"{stem}out.bias"] = (d,)
    return found


def waves(time: Any) -> np.ndarray:
    """Slow sines and cosines of times, shape (n,): shape (n, 2 WAVES)."""
    angles = np.asarray(time, dtype=np.float64)[..., None] * (0.25 * math.pi * _NUMBERS)
    return np.concatenate([np.sin(angles), np.cos(angles)], axis=-1)


_NUMBERS = np.arange(1, WAVES + 1)


class Residual:
    r"""y = B s(h_L) + c,   h_{i+1} = h_i + W_i s(h_i) + b_i,   h_0 = A [x, waves(t)] + a.

    The unit is s(a) = a / (1 + exp(-a)).

    Args:
        arrays: Name to array, names as in `shapes`.
        stem: Prefix of the names.
        dtype: Kind of number all of it is computed in.

    Source:
        He, Zhang, Ren & Sun (2016), arXiv:1512.03385, for layers that add.
    """

    def __init__(
        self, arrays: Mapping[str, np.ndarray], stem: str = "", dtype: type = np.float64
    ) -> None:
        def layer(name: str) -> tuple[np.ndarray, np.ndarray]:
            weight, bias = arrays[f"{stem}{name}.weight"], arrays[f"{stem}{name}.bias"]
            return np.ascontiguousarray(weight.T, dtype=dtype), np.asarray(bias, dtype=dtype)

        count = sum(name.startswith(stem) and name.endswith("weight") for name in arrays) - 2
        self.dtype = dtype
        self._first, self._last = layer("in"), layer("out")
        self._blocks = tuple(layer(str(i)) for i in range(count))
        self.dimension = self._last[1].shape[0]

    def value(self, x: np.ndarray, time: float) -> np.ndarray:
        """Outputs, shape (n, d), at places of shape (n, d) and one time."""
        h = np.asarray(x, dtype=self.dtype) @ self._first[0][: self.dimension]
        h += self._begin(time)
        for matrix, offset in self._blocks:
            h = h + (_unit(h) @ matrix + offset)
        found: np.ndarray = _unit(h) @ self._last[0] + self._last[1]
        return found

    def pushed(
        self, x: np.ndarray, tangents: np.ndarray, time: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """Outputs, and what small displacements of the places, shape (k, n, d), become."""
        into = self._first[0][: self.dimension]
        h = np.asarray(x, dtype=self.dtype) @ into + self._begin(time)
        dh = np.asarray(tangents, dtype=self.dtype) @ into
        for matrix, offset in self._blocks:
            value, slope = _sloped(h)
            h, dh = h + (value @ matrix + offset), dh + (dh * slope) @ matrix
        value, slope = _sloped(h)
        return value @ self._last[0] + self._last[1], (dh * slope) @ self._last[0]

    def _begin(self, time: float) -> np.ndarray:
        seen = waves(np.array([time]))[0].astype(self.dtype)
        found: np.ndarray = seen @ self._first[0][self.dimension :] + self._first[1]
        return found


def _unit(h: np.ndarray) -> np.ndarray:
    half = h.dtype.type(0.5)
    gate = np.tanh(half * h)
    gate += 1.0
    gate *= half * h
    return gate


def _sloped(h: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    half = h.dtype.type(0.5)
    gate = half * (1.0 + np.tanh(half * h))
    value = h * gate
    return value, gate * (1.0 + h - value)


def torch_value(tensors: Mapping[str, Any], x: Any, time: np.ndarray, stem: str = "") -> Any:
    """The same outputs for torch places, shape (n, d), and times, shape (n,)."""
    import torch
    from torch.nn import functional as f

    def layer(name: str, h: Any) -> Any:
        return f.linear(h, tensors[f"{stem}{name}.weight"], tensors[f"{stem}{name}.bias"])

    count = sum(name.startswith(stem) and name.endswith("weight") for name in tensors) - 2
    seen = torch.from_numpy(waves(time).astype(np.float32))
    h = layer("in", torch.cat([x, seen], dim=1))
    for i in range(count):
        h = h + layer(str(i), f.silu(h))
    return layer("out", f.silu(h))
