"""Sizes and names of the arrays of a set of potentials."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

FEWEST, MOST = 2, 32
SLOWEST = 1e4  # of the waves of time, the longest is so many times the shortest


@dataclass(frozen=True, slots=True)
class Layout:
    """Sizes of K potentials u^k(z, t), k = 1..K, each a network of its own.

        u = A T(w . tanh(F (a + b) + f) + o),   a = tanh(W z + b_x),   b = W_2 gelu(W_1 e(t)),

    with T = tanh, or T(y) = y if `bounded` is off.

    Attributes:
        codes: Number d of coordinates of a code.
        width: Number h of units of each layer, even.
        count: Number K of potentials.
        bounded: Whether the last tanh is there.

    Raises:
        ValueError: If a size is not allowed.

    Source:
        Song, Keller, Sebe & Welling (2023), ICML, section 3.
    """

    codes: int
    width: int
    count: int
    bounded: bool = True

    def __post_init__(self) -> None:
        if not FEWEST <= self.count <= MOST:
            raise ValueError(f"potentials = {self.count}, allowed {FEWEST} to {MOST}")
        if not 1 <= self.codes <= 512:
            raise ValueError(f"codes = {self.codes}, allowed 1 to 512")
        if not 4 <= self.width <= 512 or self.width % 2:
            raise ValueError(f"width = {self.width}, allowed even numbers from 4 to 512")

    def one(self) -> dict[str, tuple[int, ...]]:
        """Name to shape of every array of a single potential; a weight before its bias."""
        h, d = self.width, self.codes
        return {
            "place.weight": (h, d),
            "place.bias": (h,),
            "time_in.weight": (h, h),
            "time_in.bias": (h,),
            "time_out.weight": (h, h),
            "time_out.bias": (h,),
            "join.weight": (h, h),
            "join.bias": (h,),
            "read.weight": (1, h),
            "read.bias": (1,),
            "log_amplitude": (),
            "speed": (),
        }

    def shapes(self, stem: str = "") -> dict[str, tuple[int, ...]]:
        """Name to shape of every array of all of them: `one`, stacked along the first axis."""
        return {f"{stem}{name}": (self.count, *shape) for name, shape in self.one().items()}


def frequencies(width: int) -> np.ndarray:
    """Angular frequencies of the waves that tell a network the time, shape (width / 2,).

    w_j = 10^(-4 j / (width / 2 - 1))
    """
    half = width // 2
    return np.exp(-math.log(SLOWEST) * np.arange(half) / (half - 1))
