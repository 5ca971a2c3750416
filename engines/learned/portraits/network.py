"""What a network does that tells a curve ahead."""

from __future__ import annotations

from typing import Any, Protocol


class Network(Protocol):
    """Many networks of one kind, each for a curve of its own, computed as one.

    A curve has mean 0 and variance 1; arrays of a batch have shape (curves, batch, samples).
    """

    def shapes(self, curves: int) -> dict[str, tuple[int, ...]]:
        """Name to shape of every array; a weight is (curves, inner, outer)."""

    def window(self) -> int:
        """Samples of the stretches that `loss` takes."""

    def loss(self, tensors: dict[str, Any], stretches: Any, step: Any) -> Any:
        """What is to become small, shape (curves,).

        Args:
            tensors: The networks.
            stretches: Parts of the curves, shape (curves, batch, window).
            step: Standard deviation of the change from one sample to the next, (curves, 1, 1).
        """

    def forecast(self, tensors: dict[str, Any], seen: Any, steps: int, step: Any) -> Any:
        """The next `steps` values, shape (curves, steps), after `seen`, shape (curves, k)."""
