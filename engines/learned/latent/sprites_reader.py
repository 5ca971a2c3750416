"""A small network that reads shape, scale, turn and place of a sprite from its picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from engines.errors import ParameterError, UnfitError
from engines.learned.nets.convolution import convolved
from engines.learned.weights import Card, Model
from engines.parameters.declare import Declaration, Parameters
from engines.protocols.flow import Flow

SIDE = 32
WIDTHS = (24, 48, 64)
HIDDEN = 96
# Turned by a whole turn divided by this, a square, an ellipse, a heart is what it was.
ORDERS = (4, 2, 1)
COLUMNS = ("square", "ellipse", "heart", "scale", "cos", "sin", "x", "y")
MEASURED = [3, 6, 7]  # columns read in units of their standard deviation
PIECE = 64


def shapes() -> dict[str, tuple[int, ...]]:
    """Name to shape of every array of the network."""
    a, b, c = WIDTHS
    kernels = [
        (a, 1, 4, 4),
        (b, a, 4, 4),
        (c, b, 4, 4),
        (HIDDEN, c * (SIDE // 8) ** 2),
        (8, HIDDEN),
    ]
    found: dict[str, tuple[int, ...]] = {}
    for i, kernel in enumerate(kernels):
        found[f"reader.{i}.weight"] = kernel
        found[f"reader.{i}.bias"] = kernel[:1]
    return found


def every_shape() -> dict[str, tuple[int, ...]]:
    """Name to shape of every array of the weights file: the network, and the units of three
    factors, scale, x and y.
    """
    return {**shapes(), "units.mean": (3,), "units.deviation": (3,)}


def outputs(weights: Mapping[str, Any], pictures: Any) -> Any:
    """What the network says, a tensor of shape (n, 8): three logits, then the rest of `COLUMNS`
    with scale, x and y in standard deviations from their mean.

    Args:
        weights: Name to torch tensor, shapes as in `shapes`.
        pictures: Tensor, shape (n, 1, 32, 32).
    """
    from torch.nn import functional as f

    h = pictures
    for i in range(3):
        h = f.conv2d(h, *_layer(weights, i), stride=2, padding=1)
        h = f.relu(h)
    h = f.relu(f.linear(h.flatten(1), *_layer(weights, 3)))
    return f.linear(h, *_layer(weights, 4))


def _layer(weights: Mapping[str, Any], i: int) -> tuple[Any, Any]:
    return weights[f"reader.{i}.weight"], weights[f"reader.{i}.bias"]


def read(weights: Mapping[str, np.ndarray], pictures: np.ndarray) -> np.ndarray:
    """Readings, shape (n, 8) as in `COLUMNS`, of `pictures`, shape (n, 32, 32).

    The first three are probabilities; cos and sin are those of the turn times the order of
    symmetry of the shape, times a number from 0 to 1 that says how sure the network is.
    """
    pieces = [_read(weights, pictures[i : i + PIECE]) for i in range(0, len(pictures), PIECE)]
    return np.concatenate(pieces) if pieces else np.empty((0, len(COLUMNS)))


def _read(weights: Mapping[str, np.ndarray], pictures: np.ndarray) -> np.ndarray:
    h = np.asarray(pictures, dtype=np.float32)[:, None]
    for i in range(3):
        h = np.maximum(convolved(h, *_layer(weights, i)), 0.0)
    h = h.reshape(len(h), -1)
    w, b = _layer(weights, 3)
    h = np.maximum(h @ w.T + b, 0.0)
    w, b = _layer(weights, 4)
    said = (h @ w.T + b).astype(np.float64)
    odds = np.exp(said[:, :3] - said[:, :3].max(axis=1, keepdims=True))
    said[:, :3] = odds / odds.sum(axis=1, keepdims=True)
    said[:, MEASURED] = said[:, MEASURED] * weights["units.deviation"] + weights["units.mean"]
    said[:, 4:6] /= np.maximum(np.hypot(said[:, 4], said[:, 5]), 1.0)[:, None]
    return said


def turns(readings: np.ndarray) -> np.ndarray:
    """Turn in radians within the period of the likeliest shape, from 0, shape (n,)."""
    order = np.asarray(ORDERS)[readings[:, :3].argmax(axis=1)]
    return (np.arctan2(readings[:, 5], readings[:, 4]) % (2.0 * np.pi)) / order


def truth(factors: np.ndarray) -> np.ndarray:
    """What a perfect reader would say of sprites with these `factors`, shape (n, 5) to (n, 8)."""
    kind = factors[:, 0].astype(int)
    angle = np.asarray(ORDERS)[kind] * factors[:, 2]
    middle = [factors[:, 1], np.cos(angle), np.sin(angle), factors[:, 3], factors[:, 4]]
    return np.column_stack([np.eye(3)[kind], *middle])


class SpritesReaderModel(Model):
    """Reads pictures; it moves nothing.

    Attributes:
        spreads: Standard deviations of scale, x and y over all sprites.
    """

    declared: tuple[Declaration, ...] = ()

    def __init__(self, card: Card, arrays: Mapping[str, np.ndarray]) -> None:
        super().__init__(card, arrays)
        self.arrays = arrays
        scale, x, y = arrays["units.deviation"]
        self.spreads = (float(scale), float(x), float(y))

    @staticmethod
    def shapes(sizes: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
        if int(sizes["side"]) != SIDE:
            raise ValueError(f"side = {sizes['side']}, allowed {SIDE}")
        return every_shape()

    def read(self, pictures: np.ndarray) -> np.ndarray:
        """Readings, shape (n, 8) as in `COLUMNS`, of `pictures`, shape (n, 32, 32).

        Raises:
            ParameterError: If pictures have another size.
        """
        if pictures.ndim != 3 or pictures.shape[1:] != (SIDE, SIDE):
            raise ParameterError(f"pictures of shape {pictures.shape}, allowed (n, {SIDE}, {SIDE})")
        return read(self.arrays, pictures)

    def flow(self, parameters: Parameters) -> Flow:
        """There is none.

        Raises:
            UnfitError: Always.
        """
        raise UnfitError(f"{self.id} reads pictures, it has no flow to show")


MODEL = SpritesReaderModel
