"""Variation predictability: can a fresh network tell from two pictures which way was walked?"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from engines.errors import ParameterError
from engines.running.randomness import stream
from engines.running.ticket import Ticket

STEPS = 500
BATCH = 64
RATE = 1e-3
WIDTHS = (24, 32, 48)
HIDDEN = 96
PIECE = 500


def vp_score(
    first: np.ndarray,
    last: np.ndarray,
    ways: np.ndarray,
    share: float = 0.1,
    *,
    seed: int = 0,
    steps: int = STEPS,
    ticket: Ticket | None = None,
) -> float:
    """Share of pairs of pictures whose way a freshly trained classifier names, on pairs unseen.

        VP_p = P(c(g(z), g(z') - g(z)) = k),   c trained on a share p of the pairs

    The classifier is always the same: three convolutions and two dense layers, Adam for `steps`
    batches. Differences are divided by their standard deviation over all pairs, so that the score
    does not hang on how long all the walks are; only equal lengths make two scores comparable.

    Args:
        first: Pictures g(z), shape (n, h, w) or (n, c, h, w).
        last: Pictures at the ends of the walks, of the same shape.
        ways: Which way was walked, whole numbers from 0, shape (n,).
        share: Part p of the pairs to learn from, between 0 and 1.
        seed: Seed of the choice of that part, of first weights, and of batches.
        steps: Batches the classifier learns from.
        ticket: Looked at before each batch.

    Returns:
        Accuracy on the pairs that were not learned from; chance is the share of the commonest way.

    Raises:
        ParameterError: If shapes do not agree, a number is not finite, or nothing is left to learn
            from or to be tested on.
        Withdrawn: If the ticket was withdrawn.

    Source:
        Zhu, Xu & Tao (2020), ECCV, Learning disentangled representations with latent variation
        predictability, section 3.3.
    """
    import torch
    from torch.nn import functional as f

    pairs, ways = _pairs(first, last), _checked_ways(ways, len(first))
    count, known = len(pairs), round(share * len(pairs))
    if not 1 <= known < count:
        raise ParameterError(f"share = {share}, allowed between 1/{count} and 1")
    torch.set_num_threads(1)
    order = stream(seed, "share of pairs").permutation(count)
    weights = _initial(pairs.shape[1:], int(ways.max()) + 1, seed)
    inputs, labels = torch.from_numpy(pairs), torch.from_numpy(ways)
    draw = stream(seed, "batches of pairs")
    optimiser = torch.optim.Adam(list(weights.values()), lr=RATE)
    for step in range(steps):
        if ticket is not None:
            ticket.check()
        optimiser.param_groups[0]["lr"] = 0.5 * RATE * (1.0 + math.cos(math.pi * step / steps))
        rows = torch.from_numpy(order[draw.integers(0, known, min(BATCH, known))])
        optimiser.zero_grad(set_to_none=True)
        f.cross_entropy(_logits(weights, inputs[rows]), labels[rows]).backward()
        optimiser.step()
    hits = 0
    with torch.no_grad():
        for part in np.array_split(order[known:], math.ceil((count - known) / PIECE)):
            rows = torch.from_numpy(part)
            hits += int((_logits(weights, inputs[rows]).argmax(dim=1) == labels[rows]).sum())
    return hits / (count - known)


def _pairs(first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """First pictures and scaled differences as channels, float32, shape (n, 2 c, h, w)."""
    if first.shape != last.shape or first.ndim not in (3, 4) or not first.size:
        raise ParameterError(
            f"pictures of shapes {first.shape} and {last.shape}, must be the same (n, c, h, w)"
        )
    tall = first.shape[-2:]
    if min(tall) < 8 or any(side % 8 for side in tall):
        raise ParameterError(f"pictures of {tall} pixels, sides must be multiples of 8")
    begun = np.asarray(first, dtype=np.float32).reshape(len(first), -1, *tall)
    moved = np.asarray(last, dtype=np.float32).reshape(begun.shape) - begun
    spread = float(moved.std(dtype=np.float64))
    both = np.concatenate([begun, moved / max(spread, 1e-12)], axis=1)
    if not np.isfinite(both).all():
        raise ParameterError("pictures hold numbers that are not finite")
    return both


def _checked_ways(ways: np.ndarray, count: int) -> np.ndarray:
    found = np.asarray(ways)
    if found.shape != (count,) or found.dtype.kind not in "iu" or found.min() < 0:
        raise ParameterError(f"ways must be {count} whole numbers from 0")
    return found.astype(np.int64)


def _initial(shape: tuple[int, ...], ways: int, seed: int) -> dict[str, Any]:
    import torch

    channels = (shape[0], *WIDTHS)
    flat = WIDTHS[-1] * (shape[1] // 8) * (shape[2] // 8)
    kernels: list[tuple[int, ...]] = [
        (channels[i + 1], channels[i], 4, 4) for i in range(len(WIDTHS))
    ]
    weights = {}
    for i, kernel in enumerate([*kernels, (HIDDEN, flat), (ways, HIDDEN)]):
        draw, fan = stream(seed, f"classifier {i}"), math.prod(kernel[1:])
        drawn = draw.uniform(-1.0, 1.0, kernel) * math.sqrt(3.0 / fan)
        weights[f"{i}.weight"] = torch.tensor(drawn.astype(np.float32), requires_grad=True)
        weights[f"{i}.bias"] = torch.zeros(kernel[0], requires_grad=True)
    return weights


def _logits(weights: dict[str, Any], pairs: Any) -> Any:
    from torch.nn import functional as f

    h, last = pairs, len(WIDTHS) + 1
    for i in range(len(WIDTHS)):
        h = f.relu(f.conv2d(h, weights[f"{i}.weight"], weights[f"{i}.bias"], stride=2, padding=1))
    h = f.relu(f.linear(h.flatten(1), weights[f"{last - 1}.weight"], weights[f"{last - 1}.bias"]))
    return f.linear(h, weights[f"{last}.weight"], weights[f"{last}.bias"])
