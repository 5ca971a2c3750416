"""Fully connected networks with smooth units, run in NumPy, trained in torch."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from engines.running.scratch import Scratch

_SCRATCH = Scratch()


def widths(given: Sequence[Any], name: str = "hidden") -> tuple[int, ...]:
    """The units of each hidden layer that a card names.

    Raises:
        ValueError: If there are none or more than 8, or one is no whole number from 1 to 1024.
    """
    if not 1 <= len(given) <= 8 or not all(isinstance(h, int) and 1 <= h <= 1024 for h in given):
        raise ValueError(f"{name} = {list(given)}, allowed whole numbers from 1 to 1024")
    return tuple(given)


def shapes(sizes: tuple[int, ...], stem: str = "") -> dict[str, tuple[int, ...]]:
    """Name to shape of every array of a network with layers of these `sizes`."""
    found: dict[str, tuple[int, ...]] = {}
    for layer, (inner, outer) in enumerate(itertools.pairwise(sizes)):
        found[f"{stem}{layer}.weight"] = (outer, inner)
        found[f"{stem}{layer}.bias"] = (outer,)
    return found


class Mlp:
    """y = W_L s(... s(W_1 x + b_1) ...) + b_L with the unit s(a) = a / (1 + exp(-a)).

    Attributes:
        layers: Matrices, shape (inner, outer), and offsets, shape (outer,), first layer first.
        dtype: Kind of number all of it is computed in.

    Source:
        Elfwing, Uchibe & Doya (2018), Neural Networks 107, for the unit.
    """

    def __init__(
        self, arrays: Mapping[str, np.ndarray], stem: str = "", dtype: type = np.float64
    ) -> None:
        count = sum(name.startswith(stem) and name.endswith("weight") for name in arrays)
        self.dtype = dtype
        self.layers: tuple[tuple[np.ndarray, np.ndarray], ...] = tuple(
            (
                np.ascontiguousarray(arrays[f"{stem}{i}.weight"].T, dtype=dtype),
                np.asarray(arrays[f"{stem}{i}.bias"], dtype=dtype),
            )
            for i in range(count)
        )
        # s(a) = b (1 + tanh b) with b = a / 2: the halves are taken once, in the weights
        half = dtype(0.5)
        self._halves = tuple((half * matrix, half * offset) for matrix, offset in self.layers[:-1])

    def value(self, inputs: np.ndarray, told: np.ndarray | None = None) -> np.ndarray:
        """Outputs, shape (n, out), of `inputs`, shape (n, in).

        Args:
            inputs: All inputs, or those before `told`.
            told: The last inputs, shape (c,), where they are the same for all.
        """
        h = inputs
        for i, (matrix, offset) in enumerate(self._knowing(told)):
            h = self._times(h, matrix, i)
            h += offset
            gate = np.tanh(h, out=_SCRATCH.array("gate", h.shape, h.dtype))
            gate += 1.0
            h *= gate
        matrix, offset = self.layers[-1]
        return h @ matrix + offset

    def pushed(
        self, inputs: np.ndarray, tangents: np.ndarray, told: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Outputs, and what small displacements of the inputs become, both exact.

        Args:
            inputs: Shape (n, in), or those before `told`.
            tangents: k displacements for each of them, shape (k, n, in).
            told: The last inputs, shape (c,), where they are the same for all and stay.

        Returns:
            Outputs, shape (n, out), and displacements, shape (k, n, out).
        """
        k, n, _ = tangents.shape
        stack = np.concatenate([inputs[None], tangents]).reshape((k + 1) * n, -1)
        for i, (matrix, offset) in enumerate(self._knowing(told)):
            stack = self._times(stack, matrix, i)
            h, dh = stack[:n], stack[n:].reshape(k, n, -1)
            h += offset
            slope = np.tanh(h, out=_SCRATCH.array("slope", h.shape, h.dtype))
            gate = np.add(slope, 1.0, out=_SCRATCH.array("gate", h.shape, h.dtype))
            h *= gate
            slope -= 1.0
            slope *= h
            np.subtract(gate, slope, out=slope)  # 1 + tanh b + b (1 - tanh^2 b)
            dh *= slope
        matrix, offset = self.layers[-1]
        out = stack @ matrix
        return out[:n] + offset, out[n:].reshape(k, n, -1)

    def _knowing(self, told: np.ndarray | None) -> Sequence[tuple[np.ndarray, np.ndarray]]:
        """The inner layers; what is told has become an offset of the first."""
        if told is None:
            return self._halves
        (matrix, offset), *others = self._halves
        known = len(matrix) - len(told)
        return (matrix[:known], offset + told.astype(self.dtype) @ matrix[known:]), *others

    @staticmethod
    def _times(rows: np.ndarray, matrix: np.ndarray, layer: int) -> np.ndarray:
        """The product in memory that is used again; two neighbouring layers never share it."""
        shape, dtype = (len(rows), matrix.shape[1]), np.result_type(rows, matrix)
        return np.matmul(rows, matrix, out=_SCRATCH.array(f"rows {layer % 2}", shape, dtype))


def torch_value(tensors: Mapping[str, Any], inputs: Any, stem: str = "") -> Any:
    """The same outputs for torch tensors, so that a loss can be followed down."""
    from torch.nn import functional as f

    count = sum(name.startswith(stem) and name.endswith("weight") for name in tensors)
    h = inputs
    for i in range(count):
        h = f.linear(h, tensors[f"{stem}{i}.weight"], tensors[f"{stem}{i}.bias"])
        if i + 1 < count:
            h = f.silu(h)
    return h


def torch_pushed(
    tensors: Mapping[str, Any], inputs: Any, tangents: Any, stem: str = ""
) -> tuple[Any, Any]:
    """The outputs, and what one small displacement of each input becomes, for torch tensors."""
    import torch
    from torch.nn import functional as f

    count = sum(name.startswith(stem) and name.endswith("weight") for name in tensors)
    h, dh = inputs, tangents
    for i in range(count):
        weight = tensors[f"{stem}{i}.weight"]
        h, dh = f.linear(h, weight, tensors[f"{stem}{i}.bias"]), f.linear(dh, weight)
        if i + 1 < count:
            gate = torch.sigmoid(h)
            dh = dh * gate * (1.0 + h * (1.0 - gate))
            h = h * gate
    return h, dh
