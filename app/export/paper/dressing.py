"""What stands round the data of a panel: frame, ticks, names, title, letter, colour bar, line key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matplotlib.figure import Figure

from app.export.paper.keys import BAR_ROOM, TICK, key_of
from app.export.paper.layout import Insets, Plan, Rect
from app.export.paper.names import axis_name, upright
from app.export.paper.panel import Panel, Scaling
from app.export.paper.space_box import draw_box
from app.export.paper.style import plain
from engines.layers.frame import Layer
from engines.layers.series import Series
from engines.protocols.views import ViewSpec
from widgets.views.ticks import axis_ticks

TITLE_ROOM, KEY_ROOM = 20.0, 11.0
SURE = 0.75  # share of the expected width that a panel has even beside a wide neighbour
LETTER = 42.0  # how far left of its data the letter of a panel may stand


def insets_of(
    view: ViewSpec, layers: Mapping[str, Layer], bar: Scaling | None, lettered: bool, width: float
) -> Insets:
    """Room round the data of a view, points.

    Args:
        view: What is shown.
        layers: What it shows, bottom first.
        bar: Colours that a bar explains, or None.
        lettered: Whether the panel has a letter.
        width: Width the panel may expect, for the choice of one or two lines above the data.
    """
    key = key_of(layers)
    taken = len(view.title) * 5.2 + sum(len(text) * 4.0 + 26.0 for text in key.values()) + 44.0
    sure = width * (SURE if lettered else 1.0)
    top = TITLE_ROOM + (KEY_ROOM if key and taken > sure else 0.0)
    right = BAR_ROOM if bar is not None else 10.0
    left = 22.0 if lettered else 8.0
    if view.kind == "sheet":
        named = (len(n) for s in layers.values() for n in getattr(s, "row_labels", ()))
        below = 18.0 if any(getattr(s, "column_labels", ()) for s in layers.values()) else 8.0
        return Insets(max(left, 10.0 + 3.8 * max(named, default=0)), right, top, below)
    if view.kind == "statements":
        return Insets(left + 2.0, right, top, 6.0)
    if view.kind == "space":
        return Insets(left + 14.0, right, top, 12.0)
    if view.kind == "chart" and bar is None:
        ends = (len(s.label) for s in layers.values() if isinstance(s, Series))
        right = 10.0 + 3.8 * max(ends, default=0)
    turned = len(view.axes) > 1 and not upright(view.axes[1])
    return Insets(42.0 if turned else 34.0, right, top, 30.0)


def dress(figure: Figure, plan: Plan, index: int, panel: Panel, letter: str, keyed: bool) -> None:
    """Put frame, ticks, names, title and panel letter round one panel."""
    axes, style = panel.axes, panel.style
    for side in axes.spines.values():
        side.set_visible(panel.view.kind in ("plane", "chart"))
        side.set_linewidth(style.frame)
        side.set_color(style.theme.edge)
        side.set_zorder(50)
    axes.set_facecolor(style.theme.canvas)
    axes.set_xticks([])
    axes.set_yticks([])
    data, cell = plan.data[index], plan.cells[index]
    framed = panel.view.kind in ("plane", "chart")
    start = max(cell.x, data.x - LETTER)
    top = (cell.y + cell.height - TITLE_ROOM + 6.5) / plan.height
    if letter:
        figure.text(
            start / plan.width,
            top,
            letter,
            fontsize=style.letter,
            fontweight=600,
            color=style.theme.text,
            va="baseline",
            parse_math=False,
        )
    left = data.x if framed else start + (14.0 if letter else 2.0)
    title = figure.text(
        left / plan.width,
        top,
        panel.view.title,
        fontsize=style.title,
        color=style.theme.text,
        va="baseline",
        parse_math=False,
    )
    if not keyed:
        _subtitle(figure, plan, panel, title, cell, top)
    if panel.view.kind in ("plane", "chart") and len(panel.view.axes) >= 2:
        _tick(panel, data)
        _name(figure, plan, panel, data, cell)
    if panel.view.kind == "space" and len(panel.view.axes) >= 3:
        draw_box(panel)


def _subtitle(
    figure: Figure, plan: Plan, panel: Panel, title: object, cell: Rect, top: float
) -> None:
    """The fainter words behind a title, where there is room for all of them."""
    advice = panel.view.clicks and "click" in panel.view.subtitle  # paper cannot be clicked
    if advice or not panel.view.subtitle:
        return
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    right = title.get_window_extent(renderer).x1 / figure.bbox.width  # type: ignore[attr-defined]
    words = figure.text(
        right + 5.0 / plan.width,
        top,
        panel.view.subtitle,
        fontsize=panel.style.small,
        color=panel.style.theme.text3,
        va="baseline",
        parse_math=False,
    )
    end = words.get_window_extent(renderer).x1 / figure.bbox.width * plan.width
    if end > cell.x + cell.width:
        words.remove()


def _tick(panel: Panel, data: Rect) -> None:
    axes, style = panel.axes, panel.style
    across, along = panel.view.axes[:2]
    for axis, place, extent, roomy in (
        (across, axes.xaxis, data.width, 44.0),
        (along, axes.yaxis, data.height, 26.0),
    ):
        low, high = panel.limits[:2] if axis is across else panel.limits[2:]
        most = max(2, min(6, int(extent / roomy)))
        chosen = axis_ticks(axis, low, high, most)
        if len(chosen) < 2:  # a single tick tells no scale
            chosen = axis_ticks(axis, low, high, most + 1)
        place.set_ticks([value for value, _ in chosen], [plain(text) for _, text in chosen])
    axes.tick_params(
        length=TICK,
        width=style.frame,
        color=style.theme.edge,
        labelcolor=style.theme.text2,
        labelsize=style.letters,
        pad=2.5,
        direction="out",
    )
    if panel.view.kind == "chart":
        axes.grid(True, linewidth=style.frame * 0.7, color=style.theme.line, zorder=0)
        axes.set_axisbelow(True)


def _name(figure: Figure, plan: Plan, panel: Panel, data: Rect, cell: Rect) -> None:
    """Below the middle; at the left upright between the top two ticks, or turned if it is long."""
    style = panel.style
    across, along = panel.view.axes[:2]
    shared: dict[str, Any] = {"fontsize": style.letters, "color": style.theme.text}
    figure.text(
        (data.x + data.width / 2) / plan.width,
        (data.y - 25.0) / plan.height,
        axis_name(across),
        ha="center",
        va="baseline",
        **shared,
    )
    name = axis_name(along)
    if upright(along):
        shown = sorted(
            t for t in panel.axes.get_yticks() if panel.limits[2] <= t <= panel.limits[3]
        )
        span = panel.limits[3] - panel.limits[2]
        level = (shown[-1] + shown[-2]) / 2 if len(shown) > 1 else panel.limits[2] + span / 2
        y = data.y + (level - panel.limits[2]) / span * data.height
        figure.text(
            (data.x - 9.0) / plan.width, y / plan.height, name, ha="right", va="center", **shared
        )
        return
    figure.text(
        (data.x - 27.0) / plan.width,
        (data.y + data.height / 2) / plan.height,
        name,
        rotation=90,
        ha="right",
        va="center",
        **shared,
    )
