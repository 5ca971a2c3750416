"""A small network that sees two pictures and says which way led from one to the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

CHANNELS = (16, 32, 32)


def shapes(count: int, side: int = 32) -> dict[str, tuple[int, ...]]:
    """Name to shape of every array of a classifier of `count` ways."""
    found: dict[str, tuple[int, ...]] = {}
    before = 2
    for layer, channels in enumerate(CHANNELS):
        found[f"classifier.{layer}.weight"] = (channels, before, 4, 4)
        found[f"classifier.{layer}.bias"] = (channels,)
        before = channels
    found["classifier.last.weight"] = (count, before * (side // 8) ** 2)
    found["classifier.last.bias"] = (count,)
    return found


def logits(tensors: Mapping[str, Any], first: Any, second: Any, loud: float) -> Any:
    """Logits, shape (n, K), of pairs of pictures, shape (n, 1, h, w) each.

    Args:
        tensors: Name to torch tensor, as in `shapes`.
        first: Pictures before the move.
        second: Pictures after it.
        loud: Factor of their difference, which is the second thing that is seen.
    """
    import torch
    from torch.nn import functional as f

    h = torch.cat([first, loud * (second - first)], dim=1)
    for layer in range(len(CHANNELS)):
        w, b = tensors[f"classifier.{layer}.weight"], tensors[f"classifier.{layer}.bias"]
        h = f.relu(f.conv2d(h, w, b, stride=2, padding=1))
    return f.linear(
        h.flatten(1), tensors["classifier.last.weight"], tensors["classifier.last.bias"]
    )
