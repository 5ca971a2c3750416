"""Potentials in torch: every derivative that training asks for, in closed form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from engines.learned.latent.potentials.landscape import CUBIC, ROOT
from engines.learned.latent.potentials.layout import frequencies


@dataclass(frozen=True, slots=True)
class Derivatives:
    """Derivatives of K potentials at n codes each, as torch tensors.

    Attributes:
        slope: grad u, shape (K, n, d).
        rate: u_t, shape (K, n).
        second_rate: u_tt, shape (K, n).
        curvature: Laplacian of u, shape (K, n), or row sums of its second derivatives, shape
            (K, n, d), where the published operator was asked for.
    """

    slope: Any
    rate: Any
    second_rate: Any
    curvature: Any


@dataclass(frozen=True, slots=True)
class Moment:
    """What the networks know of one time t: p = F b(t) + f and its first two rates, (K, 1, h)."""

    offset: Any
    rate: Any
    second_rate: Any


def of_time(weights: Mapping[str, Any], time: float) -> Moment:
    """What the networks know of `time`; a single vector each, so its rates cost little."""
    import torch

    place = weights["place.weight"]
    waves = torch.as_tensor(frequencies(place.shape[1]), dtype=place.dtype)
    angles = time * waves
    e = torch.cat([angles.sin(), angles.cos()])
    e1 = torch.cat([waves * angles.cos(), -waves * angles.sin()])
    e2 = -(torch.cat([waves, waves]) ** 2) * e
    # y = W_1 e + b and its rates, then those of b = W_2 gelu(y)
    inner = torch.stack([e, e1, e2], dim=1)
    y, y1, y2 = (weights["time_in.weight"] @ inner).unbind(-1)
    y = y + weights["time_in.bias"]
    g, g1, g2 = _gelu(y)
    parts = torch.stack([g, g1 * y1, g2 * y1**2 + g1 * y2], dim=-1)
    b = weights["join.weight"] @ (weights["time_out.weight"] @ parts)
    shift = weights["join.weight"] @ weights["time_out.bias"][..., None]
    offset = b[..., 0] + shift[..., 0] + weights["join.bias"]
    return Moment(offset[:, None], b[..., 1][:, None], b[..., 2][:, None])


def _gelu(y: Any) -> tuple[Any, Any, Any]:
    """The ramp and its first two derivatives."""
    import torch

    s = torch.tanh(ROOT * (y + CUBIC * y**3))
    q = ROOT * (1.0 + 3.0 * CUBIC * y**2)
    s1 = (1.0 - s**2) * q
    s2 = -2.0 * s * s1 * q + (1.0 - s**2) * ROOT * 6.0 * CUBIC * y
    return 0.5 * y * (1.0 + s), 0.5 * (1.0 + s) + 0.5 * y * s1, s1 + 0.5 * y * s2


def slopes(weights: Mapping[str, Any], codes: Any, moment: Moment, bounded: bool) -> Any:
    """Slopes grad u alone, shape (K, n, d), at `codes`, shape (K, n, d)."""
    import torch

    a = torch.tanh(torch.baddbmm(weights["place.bias"][:, None], codes, _t(weights, "place")))
    c = torch.tanh(torch.baddbmm(moment.offset, a, _t(weights, "join")))
    pull = torch.bmm((1.0 - c**2) * weights["read.weight"], weights["join.weight"])
    g = torch.bmm((1.0 - a**2) * pull, weights["place.weight"])
    return _last(weights, c, bounded)[0][..., None] * g


def derivatives(
    weights: Mapping[str, Any],
    codes: Any,
    moment: Moment,
    bounded: bool,
    published_operator: bool = False,
) -> Derivatives:
    """All derivatives at once; see `Landscapes.curvatures` for the formulas in space.

        u_t  = A T' o_t,                o_t  = w . (c' p_t)
        u_tt = A (T'' o_t^2 + T' o_tt), o_tt = w . (c'' p_t^2 + c' p_tt)

    Args:
        weights: Name to torch tensor, names and shapes as `Layout.shapes` has them.
        codes: Shape (K, n, d).
        moment: Of the time asked for, from `of_time`.
        bounded: Whether the last tanh is there.
        published_operator: Row sums of second derivatives instead of their trace.
    """
    import torch

    k, n, d = codes.shape
    w, join, place = weights["read.weight"], weights["join.weight"], weights["place.weight"]
    a = torch.tanh(torch.baddbmm(weights["place.bias"][:, None], codes, _t(weights, "place")))
    c = torch.tanh(torch.baddbmm(moment.offset, a, _t(weights, "join")))
    first, second = _last(weights, c, bounded)
    a1, wc1 = 1.0 - a**2, (1.0 - c**2) * w
    wc2, a2 = -2.0 * c * wc1, -2.0 * a * a1
    pull = torch.bmm(wc1, join)
    g = torch.bmm(a1 * pull, place)
    o1 = (wc1 * moment.rate).sum(-1)
    o2 = (wc2 * moment.rate**2 + wc1 * moment.second_rate).sum(-1)
    if published_operator:
        sums = place.sum(-1)[:, None]
        along = torch.bmm(a1 * sums, _t(weights, "join"))
        back = torch.bmm(wc2 * along, join)
        bent = torch.bmm(a1 * back + a2 * pull * sums, place)
        curved = second[..., None] * g * g.sum(-1, keepdim=True) + first[..., None] * bent
    else:
        # J for every coordinate at once: rows a' W_i through F^T.
        rows = (a1[:, :, None] * place.transpose(1, 2)[:, None]).reshape(k, n * d, -1)
        lengths = torch.bmm(rows, _t(weights, "join")).view(k, n, d, -1).square().sum(2)
        spread = (place**2).sum(-1)[:, None]
        laplacian = (wc2 * lengths).sum(-1) + (a2 * pull * spread).sum(-1)
        curved = second * (g**2).sum(-1) + first * laplacian
    return Derivatives(first[..., None] * g, first * o1, second * o1**2 + first * o2, curved)


def _t(weights: Mapping[str, Any], name: str) -> Any:
    return weights[f"{name}.weight"].transpose(1, 2)


def _last(weights: Mapping[str, Any], c: Any, bounded: bool) -> tuple[Any, Any]:
    """A T' and A T'', shape (K, n)."""
    import torch

    amplitude = weights["log_amplitude"].exp()[:, None]
    if not bounded:
        ones = torch.ones_like(c[..., 0])
        return amplitude * ones, 0.0 * ones
    top = torch.tanh((c * weights["read.weight"]).sum(-1) + weights["read.bias"])
    slope = amplitude * (1.0 - top**2)
    return slope, -2.0 * top * slope


def automatic(
    height: Callable[[Any, Any], Any], codes: Any, time: Any, published_operator: bool = False
) -> Derivatives:
    """The same derivatives of any smooth function, found by differentiating it automatically.

    Args:
        height: u of a code, shape (d,), and a time, a scalar tensor.
        codes: Shape (n, d).
        time: Scalar tensor.
        published_operator: Row sums of second derivatives instead of their trace.

    Returns:
        Derivatives with K = 1.
    """
    import torch
    from torch.func import grad, jacrev, vmap

    def each(function: Callable[[Any], Any]) -> Any:
        return vmap(function)(codes)[None]

    bent = each(jacrev(lambda z: grad(height)(z, time)))
    curved = bent.sum(-1) if published_operator else torch.einsum("knii->kn", bent)
    rate = grad(height, argnums=1)
    return Derivatives(
        each(lambda z: grad(height)(z, time)),
        each(lambda z: rate(z, time)),
        each(lambda z: grad(rate, argnums=1)(z, time)),
        curved,
    )
