"""A convolutional variational autoencoder of any small picture, in NumPy and in torch.

Three convolutions halve the picture, two dense layers make mean and log-variance of a code, and the
mirror image of it all makes logits of a picture. Weights are named `encoder.<layer>.weight` and so on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from engines.learned.nets.convolution import convolved, spread

WIDTHS = (32, 32, 64)
HIDDEN = 128


def shapes(channels: int, side: int, codes: int) -> dict[str, tuple[int, ...]]:
    """Name to shape of every array, for pictures of `side` x `side` pixels, a multiple of 8."""
    a, b, c = WIDTHS
    flat = c * (side // 8) ** 2
    layers = {
        "encoder.0": ((a, channels, 4, 4), a),
        "encoder.1": ((b, a, 4, 4), b),
        "encoder.2": ((c, b, 4, 4), c),
        "encoder.3": ((HIDDEN, flat), HIDDEN),
        "encoder.4": ((2 * codes, HIDDEN), 2 * codes),
        "decoder.0": ((HIDDEN, codes), HIDDEN),
        "decoder.1": ((flat, HIDDEN), flat),
        "decoder.2": ((c, b, 4, 4), b),
        "decoder.3": ((b, a, 4, 4), a),
        "decoder.4": ((a, channels, 4, 4), channels),
    }
    found: dict[str, tuple[int, ...]] = {}
    for name, (kernel, offset) in layers.items():
        found[f"{name}.weight"] = kernel
        found[f"{name}.bias"] = (offset,)
    return found


def encoded(weights: Mapping[str, np.ndarray], pictures: np.ndarray) -> np.ndarray:
    """Mean and log-variance of codes, shape (2, n, d), of `pictures`, shape (n, c, h, w)."""
    h = np.asarray(pictures, dtype=np.float32)
    for layer in range(3):
        w, b = weights[f"encoder.{layer}.weight"], weights[f"encoder.{layer}.bias"]
        h = np.maximum(convolved(h, w, b), 0.0)
    h = h.reshape(len(h), -1)
    h = np.maximum(h @ weights["encoder.3.weight"].T + weights["encoder.3.bias"], 0.0)
    both = h @ weights["encoder.4.weight"].T + weights["encoder.4.bias"]
    return np.stack(np.split(both, 2, axis=1))


def decoded(weights: Mapping[str, np.ndarray], codes: np.ndarray) -> np.ndarray:
    """Pictures in [0, 1], shape (n, c, h, w), of `codes`, shape (n, d)."""
    h = np.asarray(codes, dtype=np.float32)
    for layer in range(2):
        w, b = weights[f"decoder.{layer}.weight"], weights[f"decoder.{layer}.bias"]
        h = np.maximum(h @ w.T + b, 0.0)
    h = h.reshape(len(h), *_inner(weights))
    for layer in (2, 3):
        w, b = weights[f"decoder.{layer}.weight"], weights[f"decoder.{layer}.bias"]
        h = np.maximum(spread(h, w, b), 0.0)
    logits = spread(h, weights["decoder.4.weight"], weights["decoder.4.bias"])
    return 0.5 + 0.5 * np.tanh(0.5 * logits)


def encode(weights: Mapping[str, Any], pictures: Any) -> tuple[Any, Any]:
    """Mean and log-variance tensors, shape (n, d) each, of a tensor of shape (n, c, h, w)."""
    from torch.nn import functional as f

    h = pictures
    for i in range(3):
        h = f.relu(f.conv2d(h, *_layer(weights, f"encoder.{i}"), stride=2, padding=1))
    h = f.relu(f.linear(h.flatten(1), *_layer(weights, "encoder.3")))
    mean, log_variance = f.linear(h, *_layer(weights, "encoder.4")).chunk(2, dim=1)
    return mean, log_variance


def decode(weights: Mapping[str, Any], codes: Any) -> Any:
    """Logits of pictures, a tensor of shape (n, c, h, w), of a tensor of codes, shape (n, d)."""
    from torch.nn import functional as f

    h = f.relu(f.linear(codes, *_layer(weights, "decoder.0")))
    h = f.relu(f.linear(h, *_layer(weights, "decoder.1"))).unflatten(1, _inner(weights))
    for i in (2, 3):
        h = f.relu(f.conv_transpose2d(h, *_layer(weights, f"decoder.{i}"), stride=2, padding=1))
    return f.conv_transpose2d(h, *_layer(weights, "decoder.4"), stride=2, padding=1)


def divergence(mean: Any, log_variance: Any) -> Any:
    """KL(N(m, s^2) || N(0, 1)) = (m^2 + s^2 - 1 - ln s^2) / 2, summed over everything, in nats."""
    return 0.5 * (mean**2 + log_variance.exp() - 1.0 - log_variance).sum()


def loss(weights: Mapping[str, Any], pictures: Any, noise: Any, kl_weight: float) -> Any:
    """Mean over the batch of the negative evidence bound, with its second term weighted.

        loss = - sum_pixels [x ln y + (1 - x) ln(1 - y)] + kl_weight KL(N(m, s^2) || N(0, 1))

    with y the picture decoded from m + s noise.

    Args:
        weights: Name to torch tensor, shapes as in `shapes`.
        pictures: Tensor, shape (n, c, h, w).
        noise: Standard normal numbers, shape (n, d).
        kl_weight: Weight of the second term.

    Source:
        Kingma & Welling (2014), ICLR; Higgins et al. (2017), ICLR, for the weight.
    """
    from torch.nn import functional as f

    mean, log_variance = encode(weights, pictures)
    logits = decode(weights, mean + (0.5 * log_variance).exp() * noise)
    entropy = f.binary_cross_entropy_with_logits(logits, pictures, reduction="sum")
    return (entropy + kl_weight * divergence(mean, log_variance)) / len(pictures)


def bounds(weights: Mapping[str, Any], pictures: Any, noise: Any) -> Any:
    """Evidence bound of each picture in nats, a tensor of shape (n,): ln p(x) is at least that.

    - cross-entropy of the picture decoded from m + s noise - KL(N(m, s^2) || N(0, 1))
    """
    from torch.nn import functional as f

    mean, log_variance = encode(weights, pictures)
    logits = decode(weights, mean + (0.5 * log_variance).exp() * noise)
    entropy = f.binary_cross_entropy_with_logits(logits, pictures, reduction="none")
    told = 0.5 * (mean**2 + log_variance.exp() - 1.0 - log_variance).sum(dim=1)
    return -entropy.flatten(1).sum(dim=1) - told


def _layer(weights: Mapping[str, Any], name: str) -> tuple[Any, Any]:
    return weights[f"{name}.weight"], weights[f"{name}.bias"]


def _inner(weights: Mapping[str, Any]) -> tuple[int, int, int]:
    flat, channels = len(weights["decoder.1.bias"]), len(weights["decoder.2.weight"])
    side = round((flat // channels) ** 0.5)
    return channels, side, side
