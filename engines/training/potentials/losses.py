"""What a batch of paths has to answer for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.training.potentials.classifier import logits
from engines.training.potentials.paths import Paths, at_arc_length
from engines.training.potentials.settings import Settings

LENGTH = 1.0


@dataclass(frozen=True, slots=True)
class Asked:
    """Codes whose pictures are looked at.

    Attributes:
        base: Starts z_0, shape (n, d), the same for every way.
        other: Where each way leads from there, or its mirror image, shape (K n, d), way by way.
        mirrored: Whether the walk ends at the start: from 2 z_0 - z to z_0, shape (n,).
        here: A place z_{s+1} on each path, shape (K n, d).
        move: The step from there, shape (K n, d).
    """

    base: Any
    other: Any
    mirrored: Any
    here: Any
    move: Any


def asked(paths: Paths, settings: Settings, draw: np.random.Generator) -> Asked:
    """Starts and ends of all walks, half of them mirrored, and one step of each path."""
    import torch

    places = paths.places
    _, k, n, d = places.shape
    start = places[0, 0]
    mirrored = torch.from_numpy(draw.random(n) < 0.5)
    end = at_arc_length(places, LENGTH)
    other = torch.where(mirrored[:, None], 2.0 * start - end, end)
    flat = places.reshape(len(places), k * n, d)
    s = torch.from_numpy(draw.integers(0, settings.steps - 1, k * n))
    rows = torch.arange(k * n)
    here = flat[s + 1, rows]
    return Asked(start, other.reshape(k * n, d), mirrored, here, flat[s + 2, rows] - here)


def told_apart(
    tensors: Mapping[str, Any], base: Any, other: Any, mirrored: Any, settings: Settings
) -> Any:
    """Cross-entropy of the classifier that says which way was walked, in nats.

    Args:
        tensors: Weights of the classifier.
        base: Pictures of the starts, shape (n, 1, h, w).
        other: Pictures of the other ends, way by way, shape (K n, 1, h, w).
        mirrored: Whether the walk leads to the start, shape (n,).
        settings: Number of ways, and how loud the difference is.
    """
    import torch
    from torch.nn import functional as f

    count = len(other) // len(base)
    turned = mirrored.repeat(count)[:, None, None, None]
    here = base.repeat(count, 1, 1, 1)
    first, second = torch.where(turned, other, here), torch.where(turned, here, other)
    which = torch.arange(count).repeat_interleave(len(base))
    return f.cross_entropy(logits(tensors, first, second, settings.loud), which)


def alike(base: Any, other: Any) -> Any:
    """Mean squared cosine between what two ways change in the same picture.

    Args:
        base: Pictures of the starts, shape (n, 1, h, w).
        other: Pictures of the other ends, way by way, shape (K n, 1, h, w).
    """
    import torch

    n = len(base)
    moved = (other.unflatten(0, (-1, n)) - base).flatten(2)
    unit = moved / (moved.square().sum(-1, keepdim=True) + 1e-3).sqrt()
    cosines = torch.einsum("knp,lnp->nkl", unit, unit)
    k = cosines.shape[1]
    off = cosines.square().sum((1, 2)) - torch.einsum("nkk->nk", cosines).square().sum(1)
    return off.mean() / (k * (k - 1))


def short(places: Any, least: float) -> Any:
    """Mean squared length by which paths, shape (T + 1, K, n, d), fall short of `least`.

    A potential that is flat somewhere obeys its equation there, and leaves codes where they are.
    """
    from torch.nn import functional as f

    lengths = places.diff(dim=0).square().sum(-1).add(1e-12).sqrt().sum(0)
    return f.relu(least - lengths).square().mean()
