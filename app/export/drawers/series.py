"""A curve of a chart, with its band and its name at its end."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.text import Annotation

from app.export.paper.panel import Panel
from app.export.paper.style import PIXEL, Style, plain
from engines.layers.series import KINDS, Series
from widgets.theme.maps import kind_colours

NAME = "name of a curve"
APART = 1.15  # from one name to the next, in heights of their letters


def pen(style: Style, role: str) -> dict[str, Any]:
    """Colour, width and dashes of a role."""
    theme = style.theme
    if role in KINDS:
        return {"color": kind_colours(theme.name)[KINDS.index(role)], "linewidth": style.line}
    return {
        "value": {"color": theme.text, "linewidth": style.line},
        "true": {"color": theme.text, "linewidth": style.line},
        "before": {"color": theme.text3, "linewidth": 1.3 * PIXEL, "alpha": 0.5},
        "learned": {"color": theme.learned, "linewidth": style.line, "linestyle": (0, (4.0, 2.7))},
        "reference": {"color": theme.edge, "linewidth": PIXEL, "linestyle": (0, (1.0, 2.0))},
        "attract": {"color": theme.attract, "linewidth": style.line},
        "repel": {"color": theme.repel, "linewidth": style.line},
        "unstable": {"color": theme.repel, "linewidth": style.line, "linestyle": (0, (4.0, 2.7))},
    }[role]


def draw_series(panel: Panel, name: str, layer: Series, height: float) -> list[Artist]:
    """Draw the curve up to the playhead."""
    stop = len(layer.x)
    if panel.playhead is not None and "time" in (
        panel.view.axes[0].label if panel.view.axes else ""
    ):
        stop = int(np.searchsorted(layer.x, panel.playhead + 1e-9, side="right"))
    look = pen(panel.style, layer.role)
    x, y = layer.x[:stop], layer.y[:stop]
    drawn: list[Artist] = [*panel.axes.plot(x, y, zorder=height, **look)]
    if layer.low is not None and layer.high is not None:
        drawn.append(
            panel.axes.fill_between(
                x,
                layer.low[:stop],
                layer.high[:stop],
                color=look["color"],
                alpha=0.16,
                linewidth=0,
                zorder=height - 0.5,
            )
        )
    finite = np.flatnonzero(np.isfinite(y))
    if layer.label and len(finite) and not panel.alone:
        drawn.append(
            panel.axes.annotate(
                plain(layer.label),
                (x[finite[-1]], y[finite[-1]]),
                xytext=(3, _aside(panel, float(y[finite[-1]]))),
                textcoords="offset points",
                va="center",
                gid=NAME,
                fontsize=panel.style.small,
                color=look["color"],
                annotation_clip=False,
                zorder=height,
            )
        )
    return drawn


def _aside(panel: Panel, y: float) -> float:
    """Points by which a name at `y` gives way to the names that are there already."""
    here, least = y / panel.point[1], APART * panel.style.small
    taken = [
        text.xy[1] / panel.point[1] + text.xyann[1]
        for text in panel.axes.texts
        if isinstance(text, Annotation) and text.get_gid() == NAME
    ]
    ways = [0.0, *(other + way * least - here for other in taken for way in (1.0, -1.0))]
    free = [way for way in ways if all(abs(here + way - other) > 0.99 * least for other in taken)]
    low, high = (edge / panel.point[1] for edge in panel.limits[2:])
    return min(free, key=lambda way: (not low <= here + way <= high, abs(way)))
