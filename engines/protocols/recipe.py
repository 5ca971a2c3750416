"""How a model is trained."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engines.protocols.flow import Flow
from engines.running.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A model while it learns.

    Attributes:
        step: Optimiser steps done.
        steps: Steps in all.
        loss: Smoothed loss.
        flow: The flow the network is now, safe to use while training goes on; None between
            the moments at which the recipe makes a copy.
        what: Words for the task strip, e.g. "Training, reflow 1".
    """

    step: int
    steps: int
    loss: float
    flow: Flow | None
    what: str = "Training"


class Transferable(ABC):
    """A recipe whose network can learn other planar data than its own."""

    @abstractmethod
    def about(self, points: np.ndarray, spread: float) -> Recipe:
        """The same recipe for a cloud of equal round Gaussians.

        Args:
            points: Where they are, shape (n, 2).
            spread: Their standard deviation.
        """


class Recipe(ABC):
    """Data, optimiser and schedule of one model. `engines/training/recipes/<room>/<model>.py`
    holds one class and names it `RECIPE`.
    """

    @abstractmethod
    def fit(self, seed: int, steps: int | None, ticket: Ticket) -> Iterator[Snapshot]:
        """Train, yielding a snapshot at least every 200 ms; the last one has step == steps."""

    @abstractmethod
    def save(self, weights: Path, card: Path) -> None:
        """Write what `fit` has learned as safetensors, and its card with seed, metrics, sha256."""
