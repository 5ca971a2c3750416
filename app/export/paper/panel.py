"""One panel of a figure: its axes, its scale, and where world coordinates land in it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from matplotlib.axes import Axes

from app.export.paper.style import Style
from engines.layers.frame import Layer
from engines.layers.points import Points
from engines.layers.scalar_field import ScalarField
from engines.layers.tracks import Tracks
from engines.protocols.views import Axis, ViewSpec
from widgets.theme.maps import robust_limits

AZIMUTH, ELEVATION = math.radians(-58.0), math.radians(20.0)
UNEVEN = 3.0  # ratio of ranges from which the axes of a space are scaled one by one
Limits = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Scaling:
    """How a number becomes a colour.

    Attributes:
        low: Value at the low end of the map.
        high: Value at the high end.
        scale: Kind of quantity, decides the map.
        unit: Unit as text.
        lines: Whether thin lines are coloured, which need the brighter part of the map.
        below: Whether values lie below `low`.
        above: Whether values lie above `high`.
    """

    low: float
    high: float
    scale: str
    unit: str = ""
    lines: bool = False
    below: bool = False
    above: bool = False


def scaling_of(layer: Layer, fixed: tuple[float, float] | None = None) -> Scaling | None:
    """The colours of a layer that has numbers; None if it has none.

    Args:
        layer: Any layer.
        fixed: Ends of the map if they were chosen before, as in a movie.
    """
    if isinstance(layer, ScalarField):
        values, unit, lines = layer.values, layer.unit or layer.quantity, False
        limits = layer.limits
    elif isinstance(layer, Tracks | Points) and layer.values is not None:
        values, limits = layer.values, None
        unit, lines = getattr(layer, "unit", ""), True
    else:
        return None
    low, high = fixed or limits or robust_limits(values, layer.scale)
    finite = values[np.isfinite(values)]
    slack = 1e-3 * (high - low)
    below = bool(finite.size and finite.min() < low - slack)
    above = bool(finite.size and finite.max() > high + slack)
    return Scaling(low, high, layer.scale, unit, lines, below, above)


@dataclass(frozen=True, slots=True)
class Projection:
    """A parallel projection of a box of space onto the page, seen from a little above.

    Attributes:
        centre: Middle of the box.
        scale: Factor per axis that makes the box roughly a cube.
        right: Direction of the page's right, in scaled space.
        up: Direction of the page's top.
    """

    centre: np.ndarray
    scale: np.ndarray
    right: np.ndarray
    up: np.ndarray

    def __call__(self, positions: np.ndarray) -> np.ndarray:
        """Page coordinates, shape (..., 2), of places in space, shape (..., 3)."""
        moved = (np.asarray(positions) - self.centre) * self.scale
        return np.stack([moved @ self.right, moved @ self.up], axis=-1)


def projection(axes: tuple[Axis, ...]) -> Projection:
    """The default camera for a box given by three axes."""
    low = np.array([axis.low for axis in axes[:3]])
    high = np.array([axis.high for axis in axes[:3]])
    size = np.where(high > low, high - low, 1.0)
    uneven = size.max() / size.min() > UNEVEN
    scale = 1.0 / size if uneven else np.full(3, 1.0 / size.max())
    a, e = AZIMUTH, ELEVATION
    right = np.array([-math.sin(a), math.cos(a), 0.0])
    up = np.array([-math.sin(e) * math.cos(a), -math.sin(e) * math.sin(a), math.cos(e)])
    return Projection((low + high) / 2, scale, right, up)


def corners(axes: tuple[Axis, ...]) -> np.ndarray:
    """The eight corners of a box, shape (8, 3); bit i of the index chooses low or high."""
    return np.array(
        [[axes[i].high if k >> i & 1 else axes[i].low for i in range(3)] for k in range(8)]
    )


def depth_of(positions: np.ndarray, axes: tuple[Axis, ...]) -> np.ndarray:
    """How near places in space are to the eye, shape (...,); larger is nearer."""
    camera = projection(axes)
    towards = np.cross(camera.right, camera.up)
    return ((np.asarray(positions) - camera.centre) * camera.scale) @ towards


def limits_of(view: ViewSpec) -> Limits:
    """Left, right, bottom and top of the data of a view on the page."""
    if view.kind == "space" and len(view.axes) >= 3:
        page = projection(view.axes)(corners(view.axes))
        (x_low, y_low), (x_high, y_high) = page.min(axis=0), page.max(axis=0)
        margin = 0.02 * max(x_high - x_low, y_high - y_low)
        return x_low - margin, x_high + margin, y_low - margin, y_high + margin
    if len(view.axes) >= 2:
        across, along = view.axes[:2]
        return across.low, across.high, along.low, along.high
    return 0.0, 1.0, 0.0, 1.0


def aspect_of(view: ViewSpec) -> float | None:
    """Width over height of the data; None if the view may have any shape."""
    if view.kind in ("chart", "sheet", "statements") or not view.equal:
        return None
    x_low, x_high, y_low, y_high = limits_of(view)
    return (x_high - x_low) / max(y_high - y_low, 1e-300)


@dataclass(slots=True)
class Panel:
    """Where a drawer draws.

    Attributes:
        axes: Of matplotlib, its limits already set.
        style: Letters, lines, colours.
        view: What is shown.
        limits: Left, right, bottom, top in page coordinates.
        point: Width and height of one typographic point in page coordinates.
        playhead: Time up to which tracks are drawn; None draws them whole.
        fixed: Layer name to ends of its colour map, where they were chosen before.
        alone: Whether a chart shows one curve, which then needs no name.
        over_field: Whether lines lie over a coloured field.
    """

    axes: Axes
    style: Style
    view: ViewSpec
    limits: Limits
    point: tuple[float, float]
    playhead: float | None = None
    fixed: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    alone: bool = False
    over_field: bool = False

    def place(self, positions: np.ndarray) -> np.ndarray:
        """Page coordinates, shape (..., 2), of world coordinates of two or three numbers."""
        positions = np.asarray(positions, dtype=float)
        if self.view.kind == "space" and len(self.view.axes) >= 3:
            if positions.shape[-1] == 2:
                positions = np.concatenate([positions, np.zeros_like(positions[..., :1])], -1)
            return projection(self.view.axes)(positions)
        return positions[..., :2]

    def scaling(self, name: str, layer: Layer) -> Scaling | None:
        """The colours of a layer in this panel."""
        return scaling_of(layer, self.fixed.get(name))
