"""A field as one raster; nodes nobody should trust are hatched."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.colors import Colormap

from app.export.paper.panel import Panel
from engines.layers.scalar_field import ScalarField

MISSING = "control"  # colour of the theme for nodes without a value, as in the window
_EVEN = 1e-3  # largest relative deviation of node distances that still counts as even


def draw_scalar_field(panel: Panel, name: str, layer: ScalarField, height: float) -> list[Artist]:
    """Colour every node; between nodes the value is interpolated, as on screen."""
    scaling = panel.scaling(name, layer)
    if scaling is None or min(layer.values.shape) < 2:
        return []
    colours: Colormap = panel.style.map_of(scaling.scale)
    if not scaling.scale.endswith("_over"):  # what lies over another field lets it through
        colours = colours.with_extremes(bad=getattr(panel.style.theme, MISSING))
    shared: dict[str, Any] = {
        "cmap": colours,
        "vmin": scaling.low,
        "vmax": scaling.high,
        "zorder": height,
    }
    blocks = scaling.scale == "kinds" or bool(np.isnan(layer.values).any())
    if _even(layer.x) and _even(layer.y):
        drawn: list[Artist] = [
            panel.axes.imshow(
                layer.values,
                extent=_extent(layer.x, layer.y),
                origin="lower",
                aspect="auto",
                interpolation="nearest" if blocks else "bilinear",
                interpolation_stage="data",
                **shared,
            )
        ]
    else:
        mesh = panel.axes.pcolormesh(layer.x, layer.y, layer.values, shading="nearest", **shared)
        mesh.set_rasterized(True)
        drawn = [mesh]
    left, right, bottom, top = panel.limits
    panel.axes.set_xlim(left, right)
    panel.axes.set_ylim(bottom, top)
    if layer.untrusted is not None and layer.untrusted.any():
        drawn.append(_hatched(panel, layer, height + 0.5))
    return drawn


def _hatched(panel: Panel, layer: ScalarField, height: float) -> Artist:
    marked = panel.axes.contourf(
        layer.x,
        layer.y,
        np.asarray(layer.untrusted, dtype=float),
        levels=[0.5, 1.5],
        colors="none",
        hatches=["/" * 5],
        zorder=height,
    )
    marked.set_edgecolor(panel.style.theme.warn)
    marked.set_linewidth(0.0)
    return marked


def _even(nodes: np.ndarray) -> bool:
    steps = np.diff(nodes)
    return bool(np.ptp(steps) <= _EVEN * abs(steps.mean()))


def _extent(x: np.ndarray, y: np.ndarray) -> tuple[float, float, float, float]:
    """Edges of the outermost cells, half a step beyond the outermost nodes."""
    half_x, half_y = (x[-1] - x[0]) / (len(x) - 1) / 2, (y[-1] - y[0]) / (len(y) - 1) / 2
    return x[0] - half_x, x[-1] + half_x, y[0] - half_y, y[-1] + half_y
