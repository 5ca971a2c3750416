"""What explains colours and lines: the colour bar beside the data, the line key above them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from app.export.drawers.curves import pen
from app.export.paper.layout import Plan
from app.export.paper.panel import Panel, Scaling
from app.export.paper.style import Style, plain
from engines.layers.curves import Curves
from engines.layers.frame import Layer
from widgets.theme.maps import bar_table, line_table
from widgets.theme.numbers import unit_words
from widgets.views.ticks import bar_ticks, pi_ticks

TICK = 3.0
BAR_WIDTH, BAR_GAP, BAR_ROOM = 7.0, 6.0, 42.0
BAR_STEPS = 128  # rectangles of a colour bar: less than a point each
UNIT_LETTER = 3.7  # width of a letter of a unit, on average
SAMPLE = 13.0


def key_of(layers: Mapping[str, Layer]) -> dict[str, str]:
    """Role to name of every kind of line that has a name and is there."""
    named: dict[str, str] = {}
    for layer in layers.values():
        if isinstance(layer, Curves):
            named |= {role: text for role, text in layer.labels if role in layer.roles}
    return named


def colour_bar(figure: Figure, plan: Plan, index: int, scaling: Scaling, style: Style) -> Axes:
    """A bar at the right of the data, as tall as they are, its unit above."""
    data = plan.data[index]
    axes = figure.add_axes(
        (
            (data.x + data.width + BAR_GAP) / plan.width,
            data.y / plan.height,
            BAR_WIDTH / plan.width,
            data.height / plan.height,
        )
    )
    _paint_bar(axes, scaling, style)
    places = bar_ticks(scaling.low, scaling.high, max(2, min(5, int(data.height / 24.0))))
    if scaling.scale == "cyclic":
        places = pi_ticks(scaling.low, scaling.high, 4)
    texts = [plain(text) for _, text in places]
    if scaling.above and texts:
        texts[-1] = f"≥ {texts[-1]}"
    if scaling.below and texts:
        texts[0] = f"≤ {texts[0]}"
    axes.set_xticks([])
    axes.yaxis.tick_right()
    axes.yaxis.set_ticks([value for value, _ in places], texts)
    axes.tick_params(
        length=TICK,
        width=style.frame,
        color=style.theme.edge,
        labelcolor=style.theme.text2,
        labelsize=style.letters,
        pad=2.0,
    )
    left, right = data.x + data.width + BAR_GAP, data.x + data.width + BAR_ROOM
    unit = unit_words(scaling.unit) or "1"
    long = len(unit) * UNIT_LETTER > right - left
    figure.text(
        (right if long else left) / plan.width,
        (data.y + data.height + 5.0) / plan.height,
        unit,
        ha="right" if long else "left",
        fontsize=style.small,
        color=style.theme.text2,
        parse_math=False,
    )
    return axes


def _paint_bar(axes: Axes, scaling: Scaling, style: Style) -> None:
    """Colours as rectangles, so that the field stays the only raster of a figure."""
    pick = (line_table if scaling.lines else bar_table)(scaling.scale, style.theme.name)
    columns = pick.reshape(len(pick), -1, 4)
    rows = columns[np.linspace(0, len(columns) - 1, BAR_STEPS).round().astype(int)]
    across = np.linspace(0.0, 1.0, columns.shape[1] + 1)
    up = np.linspace(scaling.low, scaling.high, BAR_STEPS + 1)
    axes.pcolormesh(across, up, rows, edgecolor="face", linewidth=0.2)
    axes.set_xlim(0.0, 1.0)
    axes.set_ylim(scaling.low, scaling.high)
    for side in axes.spines.values():
        side.set_linewidth(style.frame)
        side.set_color(style.theme.edge)


def line_key(
    figure: Figure, plan: Plan, index: int, panel: Panel, layers: Mapping[str, Layer]
) -> None:
    """Names of the kinds of lines, above the data at the right, each behind a sample."""
    data, style = plan.data[index], panel.style
    x, y = data.x + data.width, data.y + data.height + 6.5
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    for role, text in reversed(key_of(layers).items()):
        words = figure.text(
            x / plan.width,
            y / plan.height,
            plain(text),
            ha="right",
            fontsize=style.small,
            color=style.theme.text2,
        )
        wide = words.get_window_extent(renderer).width / figure.bbox.width * plan.width
        if x - wide - SAMPLE - 3.0 < plan.cells[index].x:  # named whole or not at all
            words.remove()
            return
        x -= wide + 3.0
        sample = np.array([x - SAMPLE, x]) / plan.width
        level = (y + 2.2) / plan.height
        figure.add_artist(Line2D(sample, [level, level], solid_capstyle="butt", **pen(style, role)))
        x -= SAMPLE + 8.0
