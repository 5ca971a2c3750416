"""Variational hyperbolic LCS: the most repelling and the most attracting material lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.instruments.lcs.cauchy_green import CauchyGreen
from engines.instruments.lcs.lines.chart import PLANE, Chart
from engines.instruments.lcs.lines.steger import bend_across
from engines.instruments.lcs.tensor_lines import TensorLine, sampled, tensor_lines
from engines.running.ticket import Ticket

_SHADOWED = 0.5  # share of a line that may lie beside a stronger one


@dataclass(frozen=True, slots=True)
class Rules:
    """When a line is a structure; lengths in world units.

    Attributes:
        step: Of the integrator.
        failure: Length a line may lie where the conditions fail.
        shortest: Least length; of stretch lines, which are short when they are released, the
            length on arrival.
        percentile: Of the stretching, in percent, below which the conditions fail.
        sampling: How many vertical and how many horizontal lines seeds lie on.
        mean: Least mean of the stretching along a line.
        apart: Lines nearer than this are one, the strongest of them.
    """

    step: float
    failure: float
    shortest: float
    percentile: float
    sampling: int
    mean: float
    apart: float


@dataclass(frozen=True, slots=True, eq=False)
class MaterialLine:
    """A structure.

    Attributes:
        places: Shape (k, 2), world units.
        mean: Mean of the stretching along it.
    """

    places: np.ndarray
    mean: float


def stretching(c: CauchyGreen, attracting: bool) -> np.ndarray:
    """By how much squared lengths across the lines grow: l2 for shrink lines, and what they
    shrink by, 1 / l1, for stretch lines. Shape (ny, nx).
    """
    if not attracting:
        return c.eigen.high
    with np.errstate(divide="ignore"):
        found: np.ndarray = 1.0 / c.eigen.low
    return found


def region(c: CauchyGreen, attracting: bool, percentile: float) -> np.ndarray:
    """Nodes at which a line is locally the strongest, shape (ny, nx).

        repelling   l1 != l2 > 1,  xi2 . H(l2) xi2 <= 0
        attracting  l2 != l1 < 1,  xi1 . H(l1) xi1 >= 0

    with Hessians H by central differences, and the stretching above a percentile.

    Source:
        Farazmand & Haller (2012). Chaos 22, 013128; (2013). Chaos 23, 023101.
    """
    strength = stretching(c, attracting)
    field = c.eigen.low if attracting else c.eigen.high
    across = c.eigen.vectors()[0 if attracting else 1]
    dx, dy = float(c.x[1] - c.x[0]), float(c.y[1] - c.y[0])
    ax, ay = (int(goes) for goes in c.chart.around)
    inner = (slice(1 - ay, len(c.y) - 1), slice(1 - ax, len(c.x) - 1))
    w, lean = (of(c.y[inner[0]])[:, None] for of in (c.chart.widths, c.chart.leans))
    inside = np.zeros(field.shape, bool)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        bend = bend_across(c.chart.joined_up(field), across[inner], dx, dy, w, lean)
    finite = strength[np.isfinite(strength)]
    least = float(np.percentile(finite, percentile)) if percentile > 0.0 and finite.size else 1.0
    # differences of equal numbers are not exactly nothing
    flat = 1e-9 * np.abs(field[inner]) / min(dx, dy) ** 2
    with np.errstate(invalid="ignore"):
        fits = (-bend if attracting else bend) <= flat
        inside[inner] = fits & (strength[inner] > max(least, 1.0))
    inside[inner] &= c.eigen.double[inner].any(axis=-1)
    if ax:
        inside[:, -1] = inside[:, 0]
    if ay:
        inside[-1] = inside[0]
    return inside


def seeds_on_lines(
    x: np.ndarray, y: np.ndarray, strength: np.ndarray, inside: np.ndarray, count: int,
    chart: Chart = PLANE,
) -> np.ndarray:  # fmt: skip
    """Local maxima of `strength` within the region on rows and columns of the grid, shape (n, 2).

    Args:
        x: Shape (nx,).
        y: Shape (ny,).
        strength: Shape (ny, nx).
        inside: Shape (ny, nx).
        count: How many rows, and how many columns.
        chart: What x and y are.
    """
    rows, columns = (
        _spread(len(side), count, goes)
        for side, goes in zip((y, x), chart.around[::-1], strict=True)
    )
    found: list[tuple[int, int]] = []
    for j in rows:
        found += [(j, i) for i in _peaks(strength[j], inside[j], chart.around[0])]
    for i in columns:
        found += [(j, i) for j in _peaks(strength[:, i], inside[:, i], chart.around[1])]
    nodes = np.array(sorted(set(found)), int).reshape(-1, 2)
    return np.stack([x[nodes[:, 1]], y[nodes[:, 0]]], axis=1)


def _spread(nodes: int, count: int, around: bool) -> np.ndarray:
    """Numbers of `count` nodes, equally far apart; the ends of what goes round are one."""
    if around:
        return np.unique(np.linspace(0, nodes - 1, count, endpoint=False).round().astype(int))
    return np.unique(np.linspace(0, nodes - 1, count + 2).round().astype(int)[1:-1])


def _peaks(values: np.ndarray, inside: np.ndarray, around: bool = False) -> list[int]:
    if around and len(values) > 3:
        values, inside = (np.concatenate([a[-2:-1], a]) for a in (values, inside))
        return [i - 1 for i in _peaks(values, inside)]
    middle = values[1:-1]
    with np.errstate(invalid="ignore"):
        top = (middle >= values[:-2]) & (middle > values[2:]) & inside[1:-1]
        if not top.any() and inside.any():  # a plateau has no peak: its middle will do
            level = np.flatnonzero(inside)
            return [int(level[len(level) // 2])]
    return [int(i) + 1 for i in np.flatnonzero(top)]


def material_lines(
    c: CauchyGreen, rules: Rules, *, attracting: bool = False, ticket: Ticket | None = None
) -> tuple[list[MaterialLine], float]:
    """Shrink lines, which repel over the horizon, or stretch lines, which attract.

        r' = a xi1 (shrink) or a xi2 (stretch),   a = ((l2 - l1) / (l2 + l1))^2

    from maxima of the stretching on sampling lines, kept where `region` holds but for short
    failures; of lines that run beside each other the strongest is kept.

    Args:
        c: The strain.
        rules: When a line is kept.
        attracting: Stretch lines of the same strain instead of shrink lines.
        ticket: Looked at about every 10 ms.

    Returns:
        The lines, strongest first, and the largest mean stretching of any line that is long
        enough, kept or not.

    Raises:
        Withdrawn: If the ticket was withdrawn.

    Source:
        Farazmand & Haller (2012). Chaos 22, 013128; (2013). Chaos 23, 023101.
    """
    strength = stretching(c, attracting)
    inside = region(c, attracting, rules.percentile)
    with np.errstate(invalid="ignore"):
        alpha = ((c.eigen.high - c.eigen.low) / (c.eigen.high + c.eigen.low)) ** 2
    double = alpha[..., None] * (c.eigen.double if attracting else -c.eigen.double)
    traced = tensor_lines(
        c.x, c.y, double, 
        seeds_on_lines(c.x, c.y, strength, inside, rules.sampling, c.chart),
        step=rules.step, longest=float(np.ptp(c.x) + np.ptp(c.y)), inside=inside,
        failure=rules.failure, chart=c.chart, ticket=ticket,
    )  # fmt: skip
    grown = np.sqrt(c.eigen.high) if attracting else np.ones_like(strength)
    measured = [(line, *_measured(c, strength, grown, line)) for line in traced]
    long = [
        (line, mean) for line, mean, length in measured if length >= rules.shortest and mean > 0.0
    ]
    long.sort(key=lambda pair: -pair[1])
    best = long[0][1] if long else 0.0
    strong = [MaterialLine(line.places, m) for line, m in long if m >= rules.mean]
    return strongest(strong, rules.apart, ticket, c.chart), best


def _measured(
    c: CauchyGreen, strength: np.ndarray, grown: np.ndarray, line: TensorLine
) -> tuple[float, float]:
    """Mean of the stretching along a line, and its length weighted by `grown`."""
    steps = c.chart.steps(line.places)
    if len(steps) == 0:
        return 0.0, 0.0
    values, weights = (
        sampled(c.x, c.y, field, line.places, c.chart) for field in (strength, grown)
    )
    mean = float(np.nansum(0.5 * (values[1:] + values[:-1]) * steps) / steps.sum())
    return mean, float(np.nansum(0.5 * (weights[1:] + weights[:-1]) * steps))


def strongest(
    lines: list[MaterialLine], apart: float, ticket: Ticket | None = None, chart: Chart = PLANE
) -> list[MaterialLine]:
    """Of lines that run beside each other the first.

    Args:
        lines: Strongest first.
        apart: A line is left out if more than half of it is nearer than this to those kept.
        ticket: Looked at between lines.
        chart: What the coordinates are.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    if apart <= 0.0:
        return lines
    kept: list[MaterialLine] = []
    trees: list[Any] = []
    for line in lines:
        if ticket is not None:
            ticket.check()
        step = float(chart.steps(line.places).mean())
        sparse = line.places[:: max(1, int(0.2 * apart / step))]
        near = np.zeros(len(sparse), bool)
        for tree in trees:
            near |= chart.near(tree, sparse, apart)
        if near.mean() <= _SHADOWED:
            kept.append(line)
            trees.append(chart.tree(sparse))
    return kept
