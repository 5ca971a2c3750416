"""What trainings of autoencoders share: rates, warm-up, and the codes that are watched meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from engines.learned.latent.pictured import Decoder
from engines.learned.latent.potentials.landscape import Landscapes
from engines.learned.latent.potentials.space import PotentialSpace
from engines.learned.latent.straight import CodeSpace, principal
from engines.training.loop import arrays

RATE, LAST_RATE = 1e-3, 5e-5
SHOWN = 4  # directions of the flow that is seen while training
Weights = Mapping[str, np.ndarray]
Encode = Callable[[Weights, np.ndarray], np.ndarray]  # mean codes, shape (n, d), of pictures
Decode = Callable[[Weights, np.ndarray], np.ndarray]  # pictures of codes, shape (n, d)


def falling(steps: int) -> Callable[[int], float]:
    """A rate of `RATE` that falls to `LAST_RATE` over the last 30 % of `steps`."""

    def at(step: int) -> float:
        late = max(0.0, (step / steps - 0.7) / 0.3)
        return float(RATE * (LAST_RATE / RATE) ** late)

    return at


def warmed(weight: float, step: int, steps: int) -> float:
    """Weight of the divergence, rising from 0 to `weight` over the first third of `steps`."""
    return weight * min(1.0, 3.0 * step / steps)


def straight(
    tensors: dict[str, Any], encode: Encode, decode: Decode, seen: np.ndarray
) -> Callable[[], CodeSpace]:
    """Makes the space of codes as `tensors` are now, walked along the widest of those of `seen`."""

    def flow() -> CodeSpace:
        now = arrays(tensors)
        codes = encode(now, seen).astype(np.float64)
        names = tuple(f"p_{i + 1}" for i in range(SHOWN))
        return CodeSpace(_by(decode, now), principal(codes)[1][:SHOWN], names, 0, codes[0])

    return flow


def curved(
    tensors: dict[str, Any],
    encode: Encode,
    decode: Decode,
    seen: np.ndarray,
    stem: str,
    ways: tuple[str, ...],
) -> Callable[[], PotentialSpace]:
    """Makes the space of codes as `tensors` are now, walked by the potentials below `stem`."""

    def flow() -> PotentialSpace:
        now = arrays(tensors)
        start = encode(now, seen[:1])[0].astype(np.float64)
        landscapes = Landscapes(now, stem, bounded=False)
        return PotentialSpace(_by(decode, now), landscapes, ways, 0, start, scheme="Euler")

    return flow


def _by(decode: Decode, weights: Weights) -> Decoder:
    return lambda codes: decode(weights, codes)
