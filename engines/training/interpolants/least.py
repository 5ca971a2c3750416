"""Trains a Schroedinger bridge: the drift learns the ways while the ways bend to cost least."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from engines.learned.generative.interpolants.least import shapes
from engines.learned.generative.interpolants.losses import (
    Batch,
    bend_loss,
    bent,
    drift_loss,
    forward_loss,
)
from engines.training.interpolants.bridging import BridgeRecipe


class LeastActionRecipe(BridgeRecipe):
    """One step of the drifts, one step of the interpolant, in turn; eps is half the amplitude."""

    bend: ClassVar[tuple[int, ...]] = (64, 64)

    def parts(self, d: int, coupling: str) -> dict[str, tuple[int, ...]]:
        return shapes(d, self.hidden, self.bend)

    def loss(
        self,
        step: int,
        tensors: dict[str, Any],
        ends: tuple[np.ndarray, np.ndarray],
        some: Batch,
        coupling: str,
    ) -> Any:
        import torch

        noise = 0.5 * self.interpolant.amplitude
        if step % 2:
            return bend_loss(tensors, some, *ends, self._spread, noise)
        with torch.no_grad():
            middle, rate = bent(tensors, some, *ends, self._spread)
        some = some._replace(middle=middle.numpy(), rate=rate.numpy())
        told = drift_loss(tensors, some, self._spread)
        return told + forward_loss(tensors, some, self._spread, noise)
