"""A small convolutional variational autoencoder of sprites: picture to code and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from engines.errors import ParameterError
from engines.learned.latent.straight import CodePlane, CodeSpace, orthonormal, principal
from engines.learned.nets.convolution import convolved, spread
from engines.learned.weights import Card, Model
from engines.parameters.declare import Declaration, Parameters, choice, places, whole
from engines.running.randomness import stream

SAMPLE = 512
FACTORS = ("shape", "scale", "turn", "x", "y")
SIDE = 32
CODES = 12
WIDTHS = (32, 32, 64)
HIDDEN = 128
INNER = (WIDTHS[2], SIDE // 8, SIDE // 8)
DECLARED: tuple[Declaration, ...] = (
    whole("sprite", 154, 0, SAMPLE - 1, title="Start from sprite", group="Point"),
    choice(
        "axes",
        "principal",
        ("principal", "codes"),
        title="Axes of the plane",
        group="Plane",
        help="Widest directions of the codes of known sprites, or single code numbers.",
    ),
    whole("horizontal_axis", 1, 1, CODES, title="Horizontal axis", group="Plane"),
    whole("vertical_axis", 2, 1, CODES, title="Vertical axis", group="Plane"),
    choice(
        "ways",
        "principal",
        ("principal", "random"),
        title="Directions",
        group="Traversals",
        help="Straight ways through the codes: the widest ones, or random orthonormal ones.",
    ),
    whole("rows", 4, 1, CODES, title="Rows", group="Traversals", help="Number of directions."),
    whole("way", 1, 1, CODES, title="Direction", symbol="d", group="Traversals"),
    whole("ways_seed", 0, 0, 99999, title="Random directions", group="Traversals"),
    choice(
        "coloured",
        "none",
        ("none", *FACTORS),
        title="Colour codes by",
        group="Plane",
        help="The known factor that gives each code its colour.",
    ),
    places("handle"),
)


def shapes(codes: int = CODES) -> dict[str, tuple[int, ...]]:
    """Name to shape of every array of the network with `codes` latent coordinates."""
    a, b, c = WIDTHS
    flat = INNER[0] * INNER[1] * INNER[2]
    layers = {
        "encoder.0": ((a, 1, 4, 4), a),
        "encoder.1": ((b, a, 4, 4), b),
        "encoder.2": ((c, b, 4, 4), c),
        "encoder.3": ((HIDDEN, flat), HIDDEN),
        "encoder.4": ((2 * codes, HIDDEN), 2 * codes),
        "decoder.0": ((HIDDEN, codes), HIDDEN),
        "decoder.1": ((flat, HIDDEN), flat),
        "decoder.2": ((c, b, 4, 4), b),
        "decoder.3": ((b, a, 4, 4), a),
        "decoder.4": ((a, 1, 4, 4), 1),
    }
    found: dict[str, tuple[int, ...]] = {}
    for name, (kernel, offset) in layers.items():
        found[f"{name}.weight"] = kernel
        found[f"{name}.bias"] = (offset,)
    return found


def every_shape() -> dict[str, tuple[int, ...]]:
    """Name to shape of every array of the weights file: the network, and some known sprites."""
    return {**shapes(), "sample.codes": (SAMPLE, CODES), "sample.factors": (SAMPLE, 5)}


def encoded(weights: Mapping[str, np.ndarray], pictures: np.ndarray) -> np.ndarray:
    """Mean and log-variance of the codes, shape (2, n, codes), of `pictures`, shape (n, 32, 32)."""
    h = np.asarray(pictures, dtype=np.float32)[:, None]
    for layer in range(3):
        w, b = weights[f"encoder.{layer}.weight"], weights[f"encoder.{layer}.bias"]
        h = np.maximum(convolved(h, w, b), 0.0)
    h = h.reshape(len(h), -1)
    h = np.maximum(h @ weights["encoder.3.weight"].T + weights["encoder.3.bias"], 0.0)
    both = h @ weights["encoder.4.weight"].T + weights["encoder.4.bias"]
    return np.stack(np.split(both, 2, axis=1))


def decoded(weights: Mapping[str, np.ndarray], codes: np.ndarray) -> np.ndarray:
    """Ink of each pixel in [0, 1], shape (n, 32, 32), of `codes`, shape (n, d)."""
    h = np.asarray(codes, dtype=np.float32)
    for layer in range(2):
        w, b = weights[f"decoder.{layer}.weight"], weights[f"decoder.{layer}.bias"]
        h = np.maximum(h @ w.T + b, 0.0)
    h = h.reshape(len(h), *INNER)
    for layer in (2, 3):
        w, b = weights[f"decoder.{layer}.weight"], weights[f"decoder.{layer}.bias"]
        h = np.maximum(spread(h, w, b), 0.0)
    logits = spread(h, weights["decoder.4.weight"], weights["decoder.4.bias"])[:, 0]
    return 0.5 + 0.5 * np.tanh(0.5 * logits)


def loss(weights: Mapping[str, Any], pictures: Any, noise: Any, kl_weight: float) -> Any:
    """Mean over the batch of the negative evidence bound, with its second term weighted.

        loss = - sum_pixels [x ln y + (1 - x) ln(1 - y)] + kl_weight KL(N(m, s^2) || N(0, 1))

    with y the picture decoded from m + s noise.

    Args:
        weights: Name to torch tensor, shapes as in `shapes`.
        pictures: Tensor, shape (n, 1, 32, 32).
        noise: Standard normal numbers, shape (n, codes).
        kl_weight: Weight of the second term.

    Source:
        Kingma & Welling (2014), ICLR; Higgins et al. (2017), ICLR, for the weight.
    """
    import torch
    from torch.nn import functional as f

    def layer(name: str) -> tuple[Any, Any]:
        return weights[f"{name}.weight"], weights[f"{name}.bias"]

    h = pictures
    for i in range(3):
        h = f.relu(f.conv2d(h, *layer(f"encoder.{i}"), stride=2, padding=1))
    h = f.relu(f.linear(h.flatten(1), *layer("encoder.3")))
    mean, log_variance = f.linear(h, *layer("encoder.4")).chunk(2, dim=1)
    h = mean + torch.exp(0.5 * log_variance) * noise
    h = f.relu(f.linear(h, *layer("decoder.0")))
    h = f.relu(f.linear(h, *layer("decoder.1"))).unflatten(1, INNER)
    for i in (2, 3):
        h = f.relu(f.conv_transpose2d(h, *layer(f"decoder.{i}"), stride=2, padding=1))
    logits = f.conv_transpose2d(h, *layer("decoder.4"), stride=2, padding=1)
    entropy = f.binary_cross_entropy_with_logits(logits, pictures, reduction="sum")
    divergence = 0.5 * (mean**2 + log_variance.exp() - 1.0 - log_variance).sum()
    return (entropy + kl_weight * divergence) / len(pictures)


class SpritesVaeModel(Model):
    """The decoder as a space to walk in, with the codes of pictures it was not trained on.

    Attributes:
        codes: Codes of known sprites, shape (n, d).
        factors: Their shape, scale, turn, x and y, shape (n, 5).
    """

    declared = DECLARED

    def __init__(self, card: Card, arrays: Mapping[str, np.ndarray]) -> None:
        super().__init__(card, arrays)
        self.arrays = arrays
        self.codes = arrays["sample.codes"].astype(np.float64)
        self.factors = arrays["sample.factors"].astype(np.float64)
        self._mean, self._principal = principal(self.codes)

    @staticmethod
    def shapes(sizes: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
        codes, sample = int(sizes["codes"]), int(sizes["sample"])
        if codes != CODES or sample != SAMPLE:
            raise ValueError(f"codes = {codes}, sample = {sample}, allowed {CODES} and {SAMPLE}")
        return every_shape()

    def flow(self, parameters: Parameters) -> CodePlane:
        """The plane through the chosen sprite, with the handle where the hand left it.

        Raises:
            ParameterError: If both axes are the same, or the handle is not a place in the plane.
        """
        p: Any = parameters
        if p.horizontal_axis == p.vertical_axis:
            raise ParameterError(
                f"vertical_axis = {p.vertical_axis}, must differ from horizontal_axis = {p.horizontal_axis}"
            )
        if p.handle and len(p.handle[0]) != 2:
            raise ParameterError(f"handle = {p.handle[0]}, allowed two coordinates")
        walks = self._principal
        if p.ways == "random":
            walks = orthonormal(CODES, CODES, stream(p.ways_seed, "directions"))
        letter = p.ways[0]
        names = tuple(f"{letter}{_subscript(i + 1)}" for i in range(p.rows))
        start = self.codes[p.sprite]
        space = CodeSpace(self._decode, walks[: p.rows], names, min(p.way, p.rows) - 1, start)
        chosen = [p.horizontal_axis - 1, p.vertical_axis - 1]
        along = p.axes == "principal"
        axes = (self._principal if along else np.eye(CODES))[chosen]
        symbol = "p" if along else "z"
        return CodePlane(
            space,
            axes,
            self._mean if along else np.zeros(CODES),
            start,
            (f"{symbol}_{{{p.horizontal_axis}}}", f"{symbol}_{{{p.vertical_axis}}}"),
            p.handle[0] if p.handle else None,
        )

    def _decode(self, codes: np.ndarray) -> np.ndarray:
        return decoded(self.arrays, codes)


def _subscript(number: int) -> str:
    return "".join(chr(0x2080 + int(digit)) for digit in str(number))


MODEL = SpritesVaeModel
