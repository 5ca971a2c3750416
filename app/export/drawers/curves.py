"""Nullclines, manifolds, eigenvectors and other lines that nothing runs along."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import LineCollection

from app.export.paper.panel import Panel
from app.export.paper.style import PIXEL, Style
from engines.layers.curves import Curves

ABOVE = 0.05  # how far a line lies above its casing
FAINT = 0.18  # alpha of contours, which belong to the field under them
AXIS_LENGTH = 40 * PIXEL  # points, whatever the zoom


def pen(style: Style, role: str) -> dict[str, Any]:
    """Colour, width and dashes of a role."""
    theme = style.theme
    thin = 1.25 * PIXEL
    return {
        "nullcline_first": {"color": theme.text2, "linewidth": thin, "linestyle": (0, (1.5, 3.2))},
        "nullcline_second": {"color": theme.text2, "linewidth": thin, "linestyle": (0, (5.6, 3.2))},
        "attract": {"color": theme.attract, "linewidth": style.line},
        "repel": {"color": theme.repel, "linewidth": style.line},
        "attract_axis": {"color": theme.attract, "linewidth": style.line},
        "repel_axis": {"color": theme.repel, "linewidth": style.line},
        "neutral": {"color": theme.centre, "linewidth": style.line},
        "reference": {"color": theme.edge, "linewidth": thin, "linestyle": (0, (1.0, 2.0))},
        "repel_ridge": {"color": theme.repel, "linewidth": thin, "linestyle": (0, (4.0, 1.6))},
        "attract_ridge": {"color": theme.attract, "linewidth": thin, "linestyle": (0, (4.0, 1.6))},
        "elliptic": {"color": theme.text, "linewidth": style.line},
        "interface_outer": {"color": theme.text, "linewidth": style.line},
        "interface_inner": {"color": theme.text, "linewidth": thin, "linestyle": (0, (5.6, 3.2))},
        "contour": {"color": theme.text, "linewidth": PIXEL, "alpha": FAINT},
    }[role]


def draw_curves(panel: Panel, name: str, layer: Curves, height: float) -> list[Artist]:
    """One collection per role, so that a role is one object in a drawing program."""
    drawn: list[Artist] = []
    for role in dict.fromkeys(layer.roles):
        lines = [
            _axis(panel, line) if role.endswith("_axis") else panel.place(line)
            for line, own in zip(layer.lines, layer.roles, strict=True)
            if own == role and len(line) > 1
        ]
        look = pen(panel.style, role)
        broken = "linestyle" in look
        if panel.over_field and "alpha" not in look:  # a warm line on a warm field would be lost
            casing = LineCollection(
                lines,
                colors=panel.style.theme.canvas,
                linewidths=look["linewidth"] + (1.0 if broken else 2.0) * PIXEL,
                alpha=0.5 if broken else 0.7,  # or the gaps would be brighter than the dashes
                zorder=height,
            )
            panel.axes.add_collection(casing, autolim=False)
            drawn.append(casing)
        collection = LineCollection(
            lines,
            colors=look["color"],
            linewidths=look["linewidth"],
            linestyles=look.get("linestyle", "solid"),
            alpha=look.get("alpha"),
            zorder=height + ABOVE,
        )
        panel.axes.add_collection(collection, autolim=False)
        drawn.append(collection)
    return drawn


def _axis(panel: Panel, line: np.ndarray) -> np.ndarray:
    """An eigenvector through its fixed point, of fixed length on paper."""
    first, second = panel.place(line[:2])
    unit = np.array(panel.point)
    along = (second - first) / unit
    along = along / max(float(np.linalg.norm(along)), 1e-300) * unit * AXIS_LENGTH
    return np.array([first - along, first + along])
