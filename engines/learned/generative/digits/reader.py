"""A small network that reads which digit a picture of 8 by 8 pixels shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

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


def probabilities(said: np.ndarray) -> np.ndarray:
    """Those of k kinds, shape (n, k), from what the network says, shape (n, k)."""
    odds = np.exp(said - said.max(axis=1, keepdims=True))
    found: np.ndarray = odds / odds.sum(axis=1, keepdims=True)
    return found


class PictureReaderModel(Model, Reader):
    """Reads pictures; it moves nothing. A child says of what.

    Attributes:
        side: Pixels of a side of the pictures.
        layers: Numbers of inputs, of units between, and of kinds.
    """

    declared: tuple[Declaration, ...] = ()
    side: ClassVar[int]
    layers: ClassVar[tuple[int, ...]]

    def __init__(self, card: Card, arrays: Mapping[str, np.ndarray]) -> None:
        super().__init__(card, arrays)
        self._net = Mlp(arrays)

    @classmethod
    def shapes(cls, sizes: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
        if tuple(sizes["layers"]) != cls.layers:
            raise ValueError(f"layers = {list(sizes['layers'])}, allowed {list(cls.layers)}")
        return mlp_shapes(cls.layers)

    def read(self, pictures: np.ndarray) -> np.ndarray:
        """Probabilities of the kinds, shape (n, k), of ink in [0, 1], shape (n, side, side).

        Raises:
            ParameterError: If pictures have another size.
        """
        seen = np.asarray(pictures, dtype=np.float64)
        if seen.ndim != 3 or seen.shape[1:] != (self.side, self.side):
            allowed = f"(n, {self.side}, {self.side})"
            raise ParameterError(f"pictures of shape {seen.shape}, allowed {allowed}")
        return probabilities(self._net.value(seen.reshape(len(seen), -1)))

    def classes(self, pictures: np.ndarray) -> np.ndarray:
        """The likeliest kind of each picture, shape (n,)."""
        found: np.ndarray = self.read(pictures).argmax(axis=1)
        return found

    def flow(self, parameters: Parameters) -> Flow:
        """There is none.

        Raises:
            UnfitError: Always.
        """
        raise UnfitError(f"{self.id} reads pictures, it has no flow to show")


class DigitsReaderModel(PictureReaderModel):
    """Reads which digit a picture shows."""

    side, layers = SIDE, SIZES
    kinds = tuple(map(str, range(CLASSES)))


MODEL = DigitsReaderModel
