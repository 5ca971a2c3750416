"""Field lines seen from the side: a coordinate of the data, and the hidden distance upwards."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from engines.layers.frame import Frame, Layer
from engines.layers.points import Points
from engines.layers.tracks import Tracks
from engines.numerics.hidden_dimensions.generation import ChargedGeneration
from engines.protocols.flow import Flow
from engines.protocols.views import Axis, ViewSpec
from engines.running.ticket import Ticket
from engines.systems.clouds.charged_flow import ChargedFlow

LINES, MOMENTS = 41, 90
NEAREST = 0.01  # of half the width: how near to the charges lines are followed at least
HIGH, WIDE = 1.25, 2.2  # of half the width: how high lines begin, and how far apart


def root(hidden: float) -> float:
    """|z| over sigma: sqrt(D), or 1 where there is no |z|."""
    return 1.0 if math.isinf(hidden) else math.sqrt(hidden)


def heights(flow: ChargedGeneration, times: np.ndarray) -> np.ndarray:
    """The hidden distance r = sigma sqrt(D) at these times; sigma itself for infinite D."""
    return root(flow.hidden) * np.exp(-flow.path.lam(times))


def lines(flow: ChargedGeneration, ticket: Ticket | None = None) -> dict[str, Layer]:
    r"""Field lines that begin above the line x_2 = 0, seen along x_2.

        dx/dr = (x - E[y | x]) / r,   r = |z| = sigma sqrt(D)

    What leaves that line is seen at its shadow.
    """
    half, height = flow.box.high[0], HIGH * flow.box.high[0]
    flow = _to_the_charges(flow, NEAREST * half / root(flow.hidden))
    top = float(flow.path.time_of(-math.log(height / root(flow.hidden))))
    upper = float(heights(flow, np.array([top]))[0])
    lower = float(heights(flow, np.array([1.0]))[0])
    # even steps downwards from far away, finer and finer near the charges
    falling = np.concatenate([np.linspace(upper, lower, MOMENTS // 2, endpoint=False),
                              np.geomspace(upper / (MOMENTS // 2), lower, MOMENTS // 2)])  # fmt: skip
    falling = np.unique(np.clip(falling, lower, upper))[::-1]
    times = np.clip(flow.path.time_of(-np.log(falling / root(flow.hidden))), top, 1.0)
    begin = np.zeros((LINES, flow.dimension))
    begin[:, 0] = np.linspace(-WIDE * half, WIDE * half, LINES)
    found = flow.record(begin * flow.path.at(top).a, times, ticket)
    shown = found[:, :, 0] / flow.path.a(times)
    ways = np.stack([shown, np.broadcast_to(falling, shown.shape)], axis=2)
    layers: dict[str, Layer] = {
        "side_lines": Tracks(
            ways, -falling, "swarm", values=np.broadcast_to(falling, shown.shape), scale="amount"
        )
    }
    if isinstance(flow, ChargedFlow):
        places = flow.charges.points[:, 0]
        ground = np.stack([places, np.zeros_like(places)], axis=1)
        layers["side_charges"] = Points(ground, "cloud" if len(places) > 2 else "dot")
    return layers


def _to_the_charges(flow: ChargedGeneration, low: float) -> ChargedGeneration:
    """The same field followed nearer to its charges, where that is known by formula."""
    if not isinstance(flow, ChargedFlow) or flow.low <= low:
        return flow
    return ChargedFlow(flow.charges, flow.sampler, low, flow.high, flow.alpha, flow.box)


def side_view(flow: ChargedGeneration) -> ViewSpec:
    """The plane they are drawn in."""
    half = flow.box.high[0]
    if math.isinf(flow.hidden):
        upwards, seen = Axis("noise", "\\sigma", "", 0.0, HIGH * half), "noise upwards"
    else:
        upwards = Axis("hidden distance", "|z|", "", 0.0, HIGH * half)
        seen = "the hidden distance upwards"
    across = Axis(flow.box.labels[0], flow.box.symbols[0], "", -half, half)
    return ViewSpec(
        id="side",
        kind="plane",
        title="From the side",
        subtitle=seen,
        layers=("side_lines", "side_charges"),
        axes=(across, upwards),
    )


def by_height(frame: Frame, flow: Flow) -> Frame:
    """Ways of a cloud, coloured by the decimal logarithm of the hidden distance."""
    ways = frame.layers.get("paths")
    if not (isinstance(ways, Tracks) and isinstance(flow, ChargedGeneration)):
        return frame
    far = np.broadcast_to(np.log10(heights(flow, ways.times)), ways.positions.shape[:2])
    told = "log \N{GREEK SMALL LETTER SIGMA}" if math.isinf(flow.hidden) else "log |z|"
    coloured = replace(ways, values=far, unit=told)
    return replace(frame, layers={**frame.layers, "paths": coloured})
