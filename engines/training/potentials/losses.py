"""What a batch of paths has to answer for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from engines.training.potentials.classifier import logits
from engines.training.potentials.paths import Paths, at_arc_length
from engines.training.potentials.settings import Settings

LENGTH = 1.0


def pairs(paths: Paths, settings: Settings, draw: np.random.Generator) -> tuple[Any, Any, Any, Any]:
    """Two places on each path, one after the other, and the move from the first of them on.

    Half of the paths are seen as their mirror images 2 z_0 - z, walked the same way.

    Returns:
        First and second place, shape (K n, d) each; z_{s+1} and z_{s+2} - z_{s+1}, likewise.
    """
    import torch

    places = paths.places
    _, k, n, d = places.shape
    count = k * n
    flat = places.reshape(len(places), count, d)
    s = torch.from_numpy(draw.integers(0, settings.steps - 1, count))
    rows = torch.arange(count)
    here, there = flat[s + 1, rows], flat[s + 2, rows]
    whole = torch.from_numpy(draw.random(count) < settings.ends)[:, None]
    mirrored = torch.from_numpy(draw.random(count) < 0.5)[:, None]
    end = at_arc_length(places, LENGTH).reshape(count, d)
    first, second = torch.where(whole, flat[0], here), torch.where(whole, end, there)
    first, second = (
        torch.where(mirrored, 2.0 * flat[0] - second, first),
        torch.where(mirrored, 2.0 * flat[0] - first, second),
    )
    return first, second, here, there - here


def told_apart(tensors: Mapping[str, Any], pictures: Any, settings: Settings) -> Any:
    """Cross-entropy of the classifier that says which way led from one picture to another, in nats.

    Args:
        tensors: Weights of the classifier.
        pictures: First pictures, way by way, then second pictures, shape (2 K n, 1, h, w).
        settings: Number of ways, and how loud the difference is.
    """
    import torch
    from torch.nn import functional as f

    first, second = pictures.chunk(2)
    seen = logits(tensors, first, second, settings.loud)
    which = torch.arange(settings.count).repeat_interleave(len(first) // settings.count)
    return f.cross_entropy(seen, which)
