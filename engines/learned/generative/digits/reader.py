"""A small network that reads which digit a picture of 8 by 8 pixels shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from engines.errors import ParameterError, UnfitError
from engines.learned.nets.mlp import Mlp
from engines.learned.nets.mlp import shapes as mlp_shapes
from engines.learned.weights import Card, Model
from engines.parameters.declare import Declaration, Parameters
from engines.protocols.flow import Flow
from engines.protocols.pictures import Reader

SIDE, CLASSES = 8, 10
SIZES = (SIDE * SIDE, 160, 96, CLASSES)


def shapes() -> dict[str, tuple[int, ...]]:
    """Name to shape of every array of the network."""
    return mlp_shapes(SIZES)


def probabilities(said: np.ndarray) -> np.ndarray:
    """Those of ten digits, shape (n, 10), from what the network says, shape (n, 10)."""
    odds = np.exp(said - said.max(axis=1, keepdims=True))
    found: np.ndarray = odds / odds.sum(axis=1, keepdims=True)
    return found


class DigitsReaderModel(Model, Reader):
    """Reads pictures; it moves nothing."""

    declared: tuple[Declaration, ...] = ()
    kinds = tuple(map(str, range(CLASSES)))

    def __init__(self, card: Card, arrays: Mapping[str, np.ndarray]) -> None:
        super().__init__(card, arrays)
        self._net = Mlp(arrays)

    @staticmethod
    def shapes(sizes: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
        if tuple(sizes["layers"]) != SIZES:
            raise ValueError(f"layers = {list(sizes['layers'])}, allowed {list(SIZES)}")
        return shapes()

    def read(self, pictures: np.ndarray) -> np.ndarray:
        """Probabilities of the digits 0 to 9, shape (n, 10), of ink in [0, 1], shape (n, 8, 8).

        Raises:
            ParameterError: If pictures have another size.
        """
        seen = np.asarray(pictures, dtype=np.float64)
        if seen.ndim != 3 or seen.shape[1:] != (SIDE, SIDE):
            raise ParameterError(f"pictures of shape {seen.shape}, allowed (n, {SIDE}, {SIDE})")
        return probabilities(self._net.value(seen.reshape(len(seen), -1)))

    def classes(self, pictures: np.ndarray) -> np.ndarray:
        """The likeliest digit of each picture, shape (n,)."""
        found: np.ndarray = self.read(pictures).argmax(axis=1)
        return found

    def flow(self, parameters: Parameters) -> Flow:
        """There is none.

        Raises:
            UnfitError: Always.
        """
        raise UnfitError(f"{self.id} reads pictures, it has no flow to show")


MODEL = DigitsReaderModel
