"""Marked places: clouds, fixed points by their kind, starts and handles."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import PathCollection
from matplotlib.patheffects import Normal, Stroke

from app.export.paper.panel import Panel
from app.export.paper.style import PIXEL, Style
from engines.layers.points import Points
from widgets.theme.maps import line_colours

SIZE = 11 * PIXEL * 0.72  # points; fixed points on paper stand closer than on screen
MOST_VECTORS = 20_000
ROOMY = 220.0  # width of a panel, points, from which dots have their full size
TELLING = ("stable", "unstable", "saddle", "centre", "start", "handle")  # need no words


def draw_points(panel: Panel, name: str, layer: Points, height: float) -> list[Artist]:
    """Dots and clouds as one collection, everything else mark by mark."""
    places = panel.place(layer.positions)
    n = len(places)
    marks = np.array([layer.mark] * n if isinstance(layer.mark, str) else layer.mark, dtype=str)
    shown = np.isfinite(places).all(axis=1)
    drawn: list[Artist] = []
    for mark in dict.fromkeys(marks.tolist()):
        at = shown & (marks == mark)
        if mark in ("dot", "cloud"):
            drawn.append(_dots(panel, name, layer, places, at, mark, height))
        else:
            for look in _looks(panel.style, mark):
                drawn += panel.axes.plot(
                    places[at, 0], places[at, 1], linestyle="none", zorder=height + 4, **look
                )
    if layer.labels:
        drawn += _labels(panel, layer, marks, places, height)
    return drawn


def _dots(
    panel: Panel,
    name: str,
    layer: Points,
    places: np.ndarray,
    at: np.ndarray,
    mark: str,
    height: float,
) -> PathCollection:
    scaling = panel.scaling(name, layer)
    colours: Any = panel.style.theme.text
    if scaling is not None and layer.values is not None:
        limits = (scaling.low, scaling.high)
        colours = line_colours(layer.values[at], limits, scaling.scale, panel.style.theme.name)
    count = int(at.sum())
    crowd = min(1.0, (300 / max(count, 1)) ** 0.3)
    wide = (panel.limits[1] - panel.limits[0]) / panel.point[0]
    crowd *= min(1.0, max(0.5, wide / ROOMY))
    size = max((2.6 if mark == "cloud" else 3.2) * crowd, 0.55) ** 2
    drawn = panel.axes.scatter(
        places[at, 0], places[at, 1], s=size, c=colours, linewidths=0, zorder=height
    )
    drawn.set_rasterized(count > MOST_VECTORS)
    return drawn


def _looks(style: Style, mark: str) -> list[dict[str, Any]]:
    """One or two markers on top of each other, with a halo in the colour of the page."""
    theme = style.theme
    halo = {"markeredgecolor": theme.canvas, "markeredgewidth": 2.0 * PIXEL}
    ring = {"markerfacecolor": theme.canvas, "markeredgewidth": 1.8 * PIXEL}
    disc = {"marker": "o", "markersize": SIZE + 2 * PIXEL, "markerfacecolor": theme.canvas}
    ground = {**disc, "markeredgecolor": theme.canvas, "markeredgewidth": 2.0 * PIXEL}
    return {
        "stable": [{"marker": "o", "markersize": SIZE, "markerfacecolor": theme.attract, **halo}],
        "unstable": [
            ground,
            {"marker": "o", "markersize": SIZE - 1, "markeredgecolor": theme.repel, **ring},
        ],
        "saddle": [
            {**ground, "marker": "D", "markersize": SIZE + PIXEL},
            {
                "marker": "D",
                "markersize": SIZE,
                "fillstyle": "left",
                "markerfacecolor": theme.attract,
                "markerfacecoloralt": theme.repel,
                "markeredgewidth": 0.0,
            },
        ],
        "centre": [
            ground,
            {"marker": "o", "markersize": SIZE - 1, "markeredgecolor": theme.centre, **ring},
            {"marker": "o", "markersize": 1.8, "color": theme.centre, "markeredgewidth": 0},
        ],
        "start": [{"marker": "o", "markersize": 4.2, "markeredgecolor": theme.text, **ring}],
        # nothing can be touched on paper
        "handle": [{"marker": "o", "markersize": 4.2, "markeredgecolor": theme.text, **ring}],
    }[mark]


def _labels(
    panel: Panel, layer: Points, marks: np.ndarray, places: np.ndarray, height: float
) -> list[Artist]:
    halo = [Stroke(linewidth=1.6, foreground=panel.style.theme.canvas), Normal()]
    return [
        panel.axes.annotate(
            text.replace("$", r"\$"),
            (x, y),
            xytext=(4, 4),
            textcoords="offset points",
            fontsize=panel.style.small,
            color=panel.style.theme.text2,
            path_effects=halo,
            zorder=height + 5,
            clip_on=True,
        )
        for text, mark, (x, y) in zip(layer.labels, marks, places, strict=True)
        if text and mark not in TELLING and np.isfinite((x, y)).all()
    ]
