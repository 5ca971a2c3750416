"""A network that lags behind the one that learns, and is quieter for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np


class Average:
    """Exponential moving average of tensors: w <- r w + (1 - r) v, r = min(rate, (k + 1)/(k + 10)).

    Args:
        tensors: Name to the tensor that learns.
        rate: How slowly it follows.

    Source:
        Polyak & Juditsky (1992), SIAM J. Control Optim. 30, 838-855, for averaging at all.
    """

    def __init__(self, tensors: Mapping[str, Any], rate: float = 0.999) -> None:
        self._tensors, self._rate, self._count = tensors, rate, 0
        self.tensors = {name: tensor.detach().clone() for name, tensor in tensors.items()}

    def follow(self) -> None:
        """One step, to be called once per step of the optimiser."""
        rate = min(self._rate, (self._count + 1.0) / (self._count + 10.0))
        self._count += 1
        for name, mean in self.tensors.items():
            mean.lerp_(self._tensors[name].detach(), 1.0 - rate)

    def arrays(self) -> dict[str, np.ndarray]:
        """A copy that training cannot touch any more."""
        return {name: tensor.numpy().copy() for name, tensor in self.tensors.items()}
