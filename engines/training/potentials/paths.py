"""Paths of a batch of codes along every way at once, in torch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engines.learned.latent.potentials.derivatives import derivatives, of_time, slopes
from engines.learned.latent.potentials.residuals import RESIDUALS, scale
from engines.training.potentials.settings import Settings

FAINT = 0.02  # of the mean size of the terms: what the residual of each is measured by at least


@dataclass(frozen=True, slots=True)
class Paths:
    """Where codes went, and what the equation says of it.

    Attributes:
        places: z_0 .. z_T, shape (T + 1, K, n, d).
        residual: Mean squared residual over the mean squares of the terms of the equation, of each
            potential, then their mean, a scalar tensor; 0 without an equation.
        rest: Mean squared slope at the start and time 0, a scalar tensor; 0 without an equation.
    """

    places: Any
    residual: Any
    rest: Any


def flowing(tensors: Mapping[str, Any], start: Any, settings: Settings) -> Paths:
    """Euler steps of length 1 along the slopes of every potential.

    The equation is asked for along the paths, and at all later times at their starts: where it was
    asked for along the paths alone, heat potentials obeyed it there and nowhere else.

    Args:
        tensors: Names and shapes as `Layout.shapes` has them.
        start: z_0, shape (K, n, d).
        settings: Equation and its operator, number of steps, last tanh.
    """
    import torch

    law, published = RESIDUALS.get(settings.equation), settings.published_operator
    count, n = start.shape[:2]
    here, places = start, [start]
    residual = rest = torch.zeros(())
    missed, size = torch.zeros(count), torch.full((count,), 1e-9)
    for t in range(settings.steps):
        moment = of_time(tensors, float(t))
        if law is None:
            slope = slopes(tensors, here, moment, settings.bounded)
        else:
            asked = here if t == 0 else torch.cat([here, start], dim=1)
            at = derivatives(tensors, asked, moment, settings.bounded, published)
            slope = at.slope[:, :n]
            missed = missed + _each(law(at, tensors["speed"]).square())
            size = size + _each(scale(settings.equation, at, tensors["speed"]))
            if t == 0:
                rest = slope.square().sum(-1).mean()
        here = here + slope
        places.append(here)
    if law is not None:
        # In units of the terms themselves, so that a flat potential gains nothing by being flat;
        # in no smaller ones than a part of the mean, so that one that is nearly flat is not torn.
        residual = (missed / (size + FAINT * size.mean().detach())).mean()
    return Paths(torch.stack(places), residual, rest)


def _each(values: Any) -> Any:
    """Mean of what was found for each potential, shape (K,)."""
    return values.flatten(1).mean(dim=1)


def straight(tensors: Mapping[str, Any], start: Any, settings: Settings) -> Paths:
    """Steps of length `settings.pace` along unit vectors."""
    import torch

    unit = directions(tensors["directions"])
    times = torch.arange(settings.steps + 1, dtype=start.dtype)
    moves = settings.pace * times[:, None, None, None] * unit[None, :, None]
    zero = torch.zeros(())
    return Paths(start[None] + moves, zero, zero)


def directions(rows: Any) -> Any:
    """Unit vectors along `rows`, shape (K, d)."""
    return rows / rows.norm(dim=1, keepdim=True)


def at_arc_length(places: Any, length: float) -> Any:
    """The place on each path, read as a polyline, at an arc length; its end if it is shorter.

    Args:
        places: Shape (T + 1, K, n, d).
        length: Arc length from the first place.

    Returns:
        Shape (K, n, d).
    """
    moves = places.diff(dim=0)
    lengths = moves.square().sum(-1).add(1e-20).sqrt()
    before = lengths.cumsum(0) - lengths
    share = ((length - before) / lengths).clamp(0.0, 1.0)
    return places[0] + (share[..., None] * moves).sum(0)
