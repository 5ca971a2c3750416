"""A contact sheet; pixels stay square and sharp."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.artist import Artist
from matplotlib.patches import Rectangle

from app.export.paper.panel import Panel
from app.export.paper.style import PIXEL, plain
from engines.layers.image_grid import ImageGrid

GAP = 0.06  # of a picture's side
LETTER = 0.6  # width of a letter of a label, and the air beside it, in its size
WITHIN = 0.985  # of the room, so that no frame is cut


def draw_image_grid(panel: Panel, name: str, layer: ImageGrid, height: float) -> list[Artist]:
    """Draw all pictures as large as they fit, centred."""
    rows, columns, tall, wide = layer.sizes
    if not layer.images.size:
        return []
    axes, theme = panel.axes, panel.style.theme
    left, right, bottom, top = panel.limits
    step_x, step_y = columns * (1 + GAP) - GAP, (rows * (1 + GAP) - GAP) * tall / wide
    # side of a picture in points, then in page units
    side = WITHIN * min(
        (right - left) / panel.point[0] / step_x,
        (top - bottom) / panel.point[1] / step_y,
    )
    unit_x, unit_y = side * panel.point[0], side * panel.point[1] * tall / wide
    x0 = (left + right - unit_x * step_x) / 2
    y0 = (bottom + top + unit_y * step_y * wide / tall) / 2
    drawn: list[Artist] = []
    for i in range(rows):
        for j in range(columns):
            x, y = x0 + j * unit_x * (1 + GAP), y0 - i * unit_y * (1 + GAP)
            drawn.append(
                axes.imshow(
                    np.clip(layer.images[i, j], 0.0, 1.0),  # colours, if any, stay as they are
                    extent=(x, x + unit_x, y - unit_y, y),
                    cmap=panel.style.map_of("grey"),
                    vmin=0.0,
                    vmax=1.0,
                    interpolation="nearest",
                    aspect="auto",
                    zorder=height,
                )
            )
            chosen = layer.selected == (i, j)
            drawn.append(
                axes.add_patch(
                    Rectangle(
                        (x, y - unit_y),
                        unit_x,
                        unit_y,
                        fill=False,
                        edgecolor=theme.accent if chosen else theme.line,
                        linewidth=2 * PIXEL if chosen else 0.5 * PIXEL,
                        zorder=height + 0.5,
                    )
                )
            )
        if layer.row_labels:
            drawn.append(
                _label(panel, layer.row_labels[i], x0, y0 - (i * (1 + GAP) + 0.5) * unit_y)
            )
    foot = y0 - ((rows - 1) * (1 + GAP) + 1) * unit_y
    for j in _named(layer, side * (1 + GAP), panel.style.small):
        middle = x0 + j * unit_x * (1 + GAP) + unit_x / 2
        drawn.append(_below(panel, layer.column_labels[j], middle, foot))
    axes.set_xlim(left, right)
    axes.set_ylim(bottom, top)
    return drawn


def _named(layer: ImageGrid, step: float, size: float) -> range:
    """Columns whose label has room: all, every second, ...; `step` and `size` in points."""
    texts = layer.column_labels[: layer.images.shape[1]]
    if not texts:
        return range(0)
    widest = LETTER * size * max(len(text) for text in texts)
    return range(0, len(texts), max(1, math.ceil(widest / step)))


def _below(panel: Panel, text: str, x: float, y: float) -> Artist:
    return panel.axes.annotate(
        plain(text),
        (x, y),
        xytext=(0, -3),
        textcoords="offset points",
        ha="center",
        va="top",
        fontsize=panel.style.small,
        color=panel.style.theme.text2,
        annotation_clip=False,
    )


def _label(panel: Panel, text: str, x: float, y: float) -> Artist:
    return panel.axes.annotate(
        plain(text),
        (x, y),
        xytext=(-4, 0),
        textcoords="offset points",
        ha="right",
        va="center",
        fontsize=panel.style.small,
        color=panel.style.theme.text2,
        annotation_clip=False,
    )


def grid_aspect(images: np.ndarray) -> float:
    """Width over height of a whole sheet."""
    rows, columns, tall, wide = images.shape[:4]
    return (columns * (1 + GAP) - GAP) * wide / max((rows * (1 + GAP) - GAP) * tall, 1)
