"""The box round the data of a space: no larger than what is drawn, its sides at friendly numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from engines.layers.frame import Layer
from engines.layers.points import Points
from engines.layers.tracks import Tracks
from engines.protocols.views import Axis, ViewSpec
from widgets.views.ticks import friendly_step

SIDES = 10  # a side is a whole number of steps, about this many
FULL = 0.9  # share of an axis from which data fill it


def hugging(view: ViewSpec, layers: Mapping[str, Layer]) -> ViewSpec:
    """`view` with the axes of a space drawn in to its data; any other view as it is.

    Args:
        view: What is shown.
        layers: What it shows.
    """
    if view.kind != "space" or len(view.axes) < 3:
        return view
    parts = [
        layer.positions.reshape(-1, 3)
        for layer in layers.values()
        if isinstance(layer, Tracks | Points) and layer.positions.shape[-1] == 3
    ]
    places = np.concatenate(parts) if parts else np.zeros((0, 3))
    places = places[np.isfinite(places).all(axis=1)]
    if not len(places):
        return view
    ends = zip(places.min(axis=0).tolist(), places.max(axis=0).tolist(), strict=True)
    drawn_in = [_around(axis, *end) for axis, end in zip(view.axes[:3], ends, strict=True)]
    return replace(view, axes=(*drawn_in, *view.axes[3:]))


def _around(axis: Axis, low: float, high: float) -> Axis:
    """The axis from the friendly number below `low` to the one above `high`."""
    if high - low >= FULL * (axis.high - axis.low) or high <= low:
        return axis
    step = friendly_step(high - low, SIDES)
    return replace(
        axis,
        low=round(math.floor(low / step + 1e-6) * step, 12),
        high=round(math.ceil(high / step - 1e-6) * step, 12),
    )
