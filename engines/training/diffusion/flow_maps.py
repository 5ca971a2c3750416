"""Losses of maps between any two moments: from random pairs alone, or by a teacher's steps."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from engines.learned.nets.denoiser import WAVES
from engines.learned.nets.mlp import torch_pushed, torch_value
from engines.training.diffusion.distilling import neighbours, teacher_step
from engines.training.diffusion.lessons import as_float

INSTANT = 0.5  # share of a batch whose two moments are one
LEAST = 1e-4  # of a squared distance, whose root is taken
INSTANT_WEIGHT = 0.5  # of the error of the velocity, beside that of the map


def torch_mean(tensors: Mapping[str, Any], x: Any, until: Any, t: Any, spread: float) -> Any:
    """U(x; until, t) as `FlowMap` has it, for torch places, shape (n, d), and times, shape (n, 1)."""
    import torch

    here, there = (_length(m, spread) for m in (t, until))
    rise = (until + t) * spread**2 - (2.0 - until - t)
    seen = torch.cat([x / here, _waves(t, spread), _waves(until, spread)], dim=1)
    of_net = torch_value(tensors, seen)
    return rise / (here * (there + here)) * x + spread / here * of_net


def torch_change(
    tensors: Mapping[str, Any], x: Any, until: Any, t: Any, v: Any, spread: float
) -> Any:
    """dU/dt of a state that moves with velocity `v` while `until` stays, shape (n, d)."""
    import torch

    here, there = (_length(m, spread) for m in (t, until))
    grown = (t * spread**2 - 1.0 + t) / here  # R'
    rise = (until + t) * spread**2 - (2.0 - until - t)
    below = here * (there + here)
    of_place = rise / below
    turned = (spread**2 + 1.0) / below - of_place * grown * (there + 2.0 * here) / below
    seen = torch.cat([x / here, _waves(t, spread), _waves(until, spread)], dim=1)
    moves = [v / here - x * grown / here**2, _waves_rate(t, spread), 0.0 * _waves(until, spread)]
    value, rate = torch_pushed(tensors, seen, torch.cat(moves, dim=1))
    return turned * x + of_place * v + spread / here * (rate - grown / here * value)


def identity_loss(
    tensors: Mapping[str, Any],
    noise: np.ndarray,
    data: np.ndarray,
    spread: float,
    draw: np.random.Generator,
) -> Any:
    r"""Squared distance of U from v - (t - r) dU/dt, the latter held still.

        x_t = (1 - t) z + t x,   v = x - z,   dU/dt along (v, 0, 1) at fixed r

    Each error is weighted by (its square + 0.01)^(-1/2).

    Args:
        tensors: Name to torch tensor of a `FlowMap`.
        noise: z, shape (n, d).
        data: x, shape (n, d).
        spread: Standard deviation of a coordinate of the data.
        draw: Random numbers, for the moments.

    Source:
        Geng, Deng, Bai, Kolter & He (2025), arXiv:2505.13447.
    """
    import torch

    n, still = len(data), int(INSTANT * len(data))
    moments = np.sort(draw.random((n, 2)), axis=1)
    moments[:still, 1] = moments[:still, 0]
    t, until = (as_float(moments[:, i : i + 1]) for i in (0, 1))
    z, v = as_float(noise), as_float(data - noise)
    x = z + t * v
    wanted = v.clone()
    with torch.no_grad():
        x_, r_, t_, v_ = (part[still:] for part in (x, until, t, v))
        wanted[still:] -= (t_ - r_) * torch_change(tensors, x_, r_, t_, v_, spread)
    square = ((torch_mean(tensors, x, until, t, spread) - wanted) ** 2).sum(dim=1)
    return (square * (square.detach() + 0.01) ** -0.5).mean()


def trajectory_loss(
    tensors: Mapping[str, Any],
    believed: Mapping[str, Any],
    teacher: Mapping[str, Any],
    data: np.ndarray,
    spread: float,
    draw: np.random.Generator,
) -> Any:
    r"""Distance of X(t -> r, x_t) from X(t' -> r, x_t') of a slower network, x_t' a teacher's step
    from x_t, in units of the length of states at r; and that of U(x_t; t, t) from the velocity.

    Args:
        tensors: The `FlowMap` that learns.
        believed: The slower one.
        teacher: The denoiser.
        data: Clean points, shape (n, d).
        spread: Standard deviation of a coordinate of the data.
        draw: Random numbers.

    Source:
        Kim et al. (2024), arXiv:2310.02279, with the denoising loss in the velocity.
    """
    import torch

    n, nodes = len(data), neighbours(spread)
    i = draw.integers(0, len(nodes) - 1, n)
    k = draw.integers(i + 1, len(nodes))
    noise = draw.standard_normal(data.shape)
    t, after, until = (as_float(nodes[which][:, None]) for which in (i, i + 1, k))
    x = as_float(nodes[i][:, None] * data + (1.0 - nodes[i])[:, None] * noise)
    with torch.no_grad():
        moved = teacher_step(teacher, x, nodes[i], nodes[i + 1], spread)
        left = until - after
        end = moved + left * torch_mean(believed, moved, until, after, spread)
    off = x + (until - t) * torch_mean(tensors, x, until, t, spread) - end
    error = (off**2).sum(dim=1) / (_length(until, spread) ** 2)[:, 0]
    mapped = (torch.sqrt(error + LEAST) - math.sqrt(LEAST)).mean()

    even = draw.random((n, 1))
    x = as_float(even * data + (1.0 - even) * noise)
    t = as_float(even)
    slope = torch_mean(tensors, x, t, t, spread) - as_float(data - noise)
    instant = ((slope * _length(t, spread) / spread) ** 2).sum(dim=1).mean()
    return mapped + INSTANT_WEIGHT * instant / data.shape[1]


def _length(t: Any, spread: float) -> Any:
    return ((t * spread) ** 2 + (1.0 - t) ** 2) ** 0.5


def _waves(t: Any, spread: float) -> Any:
    """Sines and cosines of the level of a moment, shape (n, 2 WAVES)."""
    import torch

    level = t * spread / (t * spread + 1.0 - t)
    angles = level * _pitches()
    return torch.cat([torch.sin(angles), torch.cos(angles)], dim=1)


def _waves_rate(t: Any, spread: float) -> Any:
    """Their derivative with respect to the moment."""
    import torch

    whole = t * spread + 1.0 - t
    angles, pace = t * spread / whole * _pitches(), spread / whole**2 * _pitches()
    return torch.cat([pace * torch.cos(angles), -pace * torch.sin(angles)], dim=1)


def _pitches() -> Any:
    import torch

    return 0.25 * math.pi * torch.arange(1.0, WAVES + 1.0)
