"""Pictures of a batch of codes, and what small moves of some of them change, in torch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def pushed(weights: Mapping[str, Any], codes: Any, moves: Any) -> tuple[Any, Any]:
    """Pictures of `codes`, and how fast those of the last ones change as they move: J_g(z) v.

    Codes and moves go through the same layers as one batch; a unit that is off passes nothing of
    either, which is the derivative of the decoder.

    Args:
        weights: Name to torch tensor of the autoencoder; only `decoder.*` is read.
        codes: z, shape (n, d).
        moves: v of the last m codes, shape (m, d).

    Returns:
        Ink, shape (n, c, h, w), and its rate of change, shape (m, c, h, w).
    """
    import torch
    from torch.nn import functional as f

    n, m = len(codes), len(moves)

    def dense(h: Any, name: str) -> Any:
        w, b = weights[f"{name}.weight"], weights[f"{name}.bias"]
        return _gated(f.linear(h, w) + _first(b, n, m), n, m)

    h = dense(dense(torch.cat([codes, moves]), "decoder.0"), "decoder.1")
    channels = len(weights["decoder.2.weight"])
    side = round((h.shape[1] // channels) ** 0.5)
    h = h.unflatten(1, (channels, side, side)).contiguous(memory_format=torch.channels_last)
    for layer in (2, 3):
        w, b = weights[f"decoder.{layer}.weight"], weights[f"decoder.{layer}.bias"]
        h = f.conv_transpose2d(h, w, stride=2, padding=1) + _first(b[:, None, None], n, m)
        h = _gated(h, n, m)
    h = _widened(h, weights["decoder.4.weight"])
    ink = torch.sigmoid(h[:n] + weights["decoder.4.bias"][:, None, None])
    last = ink[n - m :]
    return ink, last * (1.0 - last) * h[n:]


def _gated(h: Any, n: int, m: int) -> Any:
    import torch

    on = h[:n].detach() > 0.0
    return h * torch.cat([on, on[n - m :]])


def _first(offset: Any, n: int, m: int) -> Any:
    """`offset` for the first n rows, 0 for m more."""
    import torch

    rows = torch.zeros((n + m, *[1] * offset.ndim), dtype=offset.dtype)
    rows[:n] = 1.0
    return rows * offset


def _widened(h: Any, kernel: Any) -> Any:
    """The last layer: for few channels a product and a fold are four times as fast."""
    from torch.nn import functional as f

    c, o = kernel.shape[:2]
    size = (2 * h.shape[2], 2 * h.shape[3])
    columns = kernel.reshape(c, o * 16).t() @ h.flatten(2)
    return f.fold(columns, size, 4, padding=1, stride=2)
