"""What it costs when potentials do not carry codes as known transformations change pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.learned.latent.potentials.derivatives import derivatives, of_time, slopes
from engines.learned.latent.potentials.layout import Layout
from engines.learned.latent.potentials.residuals import RESIDUALS
from engines.learned.nets.autoencoder import decode, divergence, encode

STEPS = 5
SUMS = ("published", "own", "balanced")
SHARE = 0.2  # of the cross-entropy of the last picture, asked of the carried code where balanced


@dataclass(frozen=True, slots=True)
class Triple:
    """Pictures of K transformations, n sequences each, as tensors of shape (K n, c, h, w).

    Attributes:
        first: x_0, those of the first transformation first.
        before: x_s.
        after: x_{s+1}.
        steps: s, the same for all, from 1 to `STEPS` - 1.
    """

    first: Any
    before: Any
    after: Any
    steps: int


def costs(
    layout: Layout,
    vae: Mapping[str, Any],
    potentials: Mapping[str, Any],
    seen: Triple,
    noise: Any,
    kl_weight: float,
    equation: str = "wave",
    kind: str = "own",
) -> dict[str, Any]:
    """The terms whose sum is learned from, each a scalar tensor.

        "bound":    cross-entropy of x_0 from z_0, plus KL(q(z | x_0) || N(0, 1))
        "between":  the same of x_s from z_s, if the sum is balanced
        "after":    the same of x_{s+1} from z_{s+1}; only its KL, if the sum is the published one
        "carried":  cross-entropy of x_{s+1} from w_{s+1}
        "step":     mean of ((z_{s+1} - z_s) - (w_{s+1} - w_s))^2 over entries
        "place":    mean of (z_s - w_s)^2 over entries
        "equation": mean squared residual along w_0, ..., w_4
        "rest":     mean |grad u(w_0, 0)|^2
        "change":   - mean over pixels of (J_g(w_{s+1}) grad u(w_{s+1}, s + 1))^2, on a third

    with w_0 = z_0, w_{t+1} = w_t + grad u^k(w_t, t). Codes that are decoded or carried are drawn
    from their posteriors; codes that are compared are their means.

    In the published sum x_{s+1} is decoded from what was carried only. Its own code then pays its
    KL for nothing, which weighs the KL twice: here that cost 2.5 nats of the evidence bound. With
    its own code decoded as well, x_0 is decoded twice and pays its KL once, which cost as much. In
    the balanced sum every picture is decoded as often as it pays: `SHARE` of the cross-entropy of
    x_{s+1} is asked of the carried code, the rest of its own; that gained 3.8 nats over the twin.

    Args:
        layout: Sizes of the potentials.
        vae: Weights of the autoencoder.
        potentials: Weights of the potentials.
        seen: Pictures.
        noise: Standard normal numbers, shape (2, K n, d); (3, K n, d) if the sum is balanced.
        kl_weight: Weight of both divergences.
        equation: Name of what the potentials should obey.
        kind: Which sum, one of `SUMS`.

    Source:
        Song, Keller, Sebe & Welling (2023), ICML, section 3.3.
    """
    import torch
    from torch.nn import functional as f

    count = len(seen.first)
    means, log_variances = encode(vae, torch.cat([seen.first, seen.before, seen.after]))
    first, before, after = means.split(count)
    wide, middle_wide, last_wide = log_variances.split(count)
    start = first + (0.5 * wide).exp() * noise[0]

    moments = [of_time(potentials, float(t)) for t in range(STEPS + 1)]
    path = [start.unflatten(0, (layout.count, -1))]
    missed: Any = 0.0
    for t in range(STEPS):
        at = derivatives(potentials, path[t], moments[t], layout.bounded)
        missed = missed + RESIDUALS[equation](at, potentials["speed"]).square().mean() / STEPS
        if t == 0:
            rest = at.slope.square().sum(-1).mean()
        path.append(path[t] + at.slope)
    here, there = (path[seen.steps + i].flatten(0, 1) for i in (0, 1))

    codes, wanted = [start, there], [seen.first, seen.after]
    if kind != "published":
        codes.append(after + (0.5 * last_wide).exp() * noise[1])
        wanted.append(seen.after)
    if kind == "balanced":
        codes.append(before + (0.5 * middle_wide).exp() * noise[2])
        wanted.append(seen.before)
    entropy = f.binary_cross_entropy_with_logits(
        decode(vae, torch.cat(codes)), torch.cat(wanted), reduction="none"
    )
    kept, carried, *own = (part.mean() for part in entropy.flatten(1).sum(1).split(count))
    told = kl_weight * divergence(after, last_wide) / count
    between = torch.zeros(())
    if kind == "balanced":
        between = own.pop() + kl_weight * divergence(before, middle_wide) / count
        carried, own = SHARE * carried, [(1.0 - SHARE) * own[0]]

    part = path[seen.steps + 1][:, : max(1, path[0].shape[1] // 3)]
    pull = slopes(potentials, part, moments[seen.steps + 1], layout.bounded)
    _, changed = torch.func.jvp(
        lambda codes: torch.sigmoid(decode(vae, codes)),
        (part.flatten(0, 1),),
        (pull.flatten(0, 1),),
    )
    return {
        "bound": kept + kl_weight * divergence(first, wide) / count,
        "between": between,
        "after": sum(own, told),
        "carried": carried,
        "step": ((after - before) - (there - here)).square().mean(),
        "place": (before - here).square().mean(),
        "equation": missed,
        "rest": rest,
        "change": -changed.square().mean(),
    }


def amplitudes(
    layout: Layout, potentials: Mapping[str, Any], codes: Any, wanted: float
) -> np.ndarray:
    """Logarithms of the amplitudes that make the mean first step as long as `wanted`, shape (K,).

    Args:
        layout: Sizes of the potentials.
        potentials: Their weights, whose own amplitude is overlooked.
        codes: Codes to begin from, shape (n, d).
        wanted: Mean of |grad u^k(z, 0)| over the codes.
    """
    import torch

    with torch.no_grad():
        plain = {**potentials, "log_amplitude": torch.zeros(layout.count)}
        many = codes.expand(layout.count, *codes.shape)
        steps = slopes(plain, many, of_time(plain, 0.0), layout.bounded)
        return np.log(wanted / steps.norm(dim=-1).mean(dim=1).numpy())
