"""What stands round the data of a panel: frame, ticks, names, title, letter, colour bar, line key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from app.export.caption import number_words
from app.export.drawers.curves import pen
from app.export.layout import Insets, Plan, Rect
from app.export.panel import Panel, Scaling, corners, depth_of
from app.export.style import Style, maths, plain
from engines.layers.curves import Curves
from engines.layers.frame import Layer
from engines.layers.series import Series
from engines.protocols.views import Axis, ViewSpec
from widgets.views.ticks import bar_ticks, pi_ticks, ticks

TICK = 3.0
TITLE_ROOM, KEY_ROOM = 20.0, 11.0
BAR_WIDTH, BAR_GAP = 7.0, 6.0
SAMPLE = 13.0
LETTERS_PER_POINT = 0.25  # of label text, on average
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
    taken = len(view.title) * 4.6 + sum(len(text) * 3.6 + 26.0 for text in key.values()) + 44.0
    top = TITLE_ROOM + (KEY_ROOM if key and taken > width else 0.0)
    right = 42.0 if bar is not None else 10.0
    left = 22.0 if lettered else 8.0
    if view.kind == "sheet":
        named = (len(n) for s in layers.values() for n in getattr(s, "row_labels", ()))
        return Insets(max(left, 10.0 + 3.8 * max(named, default=0)), right, top, 8.0)
    if view.kind == "space":
        return Insets(left + 14.0, right, top, 12.0)
    if view.kind == "chart" and bar is None:
        ends = (len(s.label) for s in layers.values() if isinstance(s, Series))
        right = 10.0 + 3.8 * max(ends, default=0)
    turned = len(view.axes) > 1 and not upright(view.axes[1])
    return Insets(42.0 if turned else 34.0, right, top, 30.0)


def key_of(layers: Mapping[str, Layer]) -> dict[str, str]:
    """Role to name of every kind of line that has a name and is there."""
    named: dict[str, str] = {}
    for layer in layers.values():
        if isinstance(layer, Curves):
            named |= {role: text for role, text in layer.labels if role in layer.roles}
    return named


def upright(axis: Axis) -> bool:
    """Whether the name of a vertical axis is short enough to stand upright."""
    return not axis.label or _same(axis) or len(axis.label) <= 2


def axis_name(axis: Axis) -> str:
    """Words, symbol and unit of an axis as mathtext, e.g. "angle θ, rad"."""
    symbol = maths(axis.symbol)
    words = "" if symbol and _same(axis) else plain(axis.label)
    name = " ".join(part for part in (words, symbol) if part)
    return f"{name}, {plain(axis.unit)}" if axis.unit else name


def _same(axis: Axis) -> bool:
    bare = axis.symbol.replace("\\", "").replace("{", "").replace("}", "").replace("_", "")
    return bare.lower() == axis.label.lower().replace("_", "").replace(" ", "")


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
        _box(panel)


def _subtitle(
    figure: Figure, plan: Plan, panel: Panel, title: object, cell: Rect, top: float
) -> None:
    """The fainter words behind a title, where there is room for all of them."""
    if not panel.view.subtitle or panel.view.clicks:  # paper cannot be clicked
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
        chosen = (pi_ticks if axis.angle else ticks)(low, high, max(2, min(6, int(extent / roomy))))
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


def _box(panel: Panel) -> None:
    """The edges of the box behind the data, and the names of the three axes at their ends."""
    axes, style = panel.axes, panel.style
    places = panel.place(corners(panel.view.axes))
    # the corner farthest from the eye is where the three back faces meet
    far = int(np.argmin(depth_of(corners(panel.view.axes), panel.view.axes)))
    for k in range(8):
        for bit in (1, 2, 4):
            if not k & bit and _on_back(k, k | bit, far):
                ends = places[[k, k | bit]]
                axes.plot(
                    ends[:, 0],
                    ends[:, 1],
                    color=style.theme.line,
                    linewidth=style.frame,
                    zorder=0.5,
                )
    base = (far ^ 7) & ~4  # the front corner on the floor, where the floor's axes are named
    centre = places.mean(axis=0)
    room = (panel.limits[1] - panel.limits[0]) / panel.point[0] * LETTERS_PER_POINT
    texts = _fitting(panel.view.axes[:2], room)
    for text, bit in zip(texts, (1, 2), strict=True):
        _axis_words(panel, text, (places[base] + places[base ^ bit]) / 2, centre)
    side = min(base ^ 1, base ^ 2, key=lambda k: places[k][0])
    room = (panel.limits[3] - panel.limits[2]) / panel.point[1] * LETTERS_PER_POINT
    text = _fitting(panel.view.axes[2:3], room)[0]
    _axis_words(panel, text, (places[side] + places[side | 4]) / 2, None)


def _fitting(axes: tuple[Axis, ...], room: float) -> list[str]:
    """Name and range of axes; the name alone, or the symbol, where there is not room for all.

    Args:
        axes: Those that share the room.
        room: In letters.
    """
    ranges = [f"{number_words(axis.low)} to {number_words(axis.high)}" for axis in axes]
    full = [f"{axis_name(axis)}: {r}" for axis, r in zip(axes, ranges, strict=True)]
    if sum(len(axis.label) + len(r) + 5 for axis, r in zip(axes, ranges, strict=True)) <= room:
        return full
    short = [maths(axis.symbol) or plain(axis.label) for axis in axes]
    if sum(len(r) + 5 for r in ranges) <= room:
        return [f"{name}: {r}" for name, r in zip(short, ranges, strict=True)]
    return short


def depth_sign(first: int, second: int, far: int, bit: int) -> bool:
    """Whether both ends of an edge share the far corner's side along axis `bit`."""
    return not ((first ^ far) & bit) and not ((second ^ far) & bit)


def _on_back(first: int, second: int, far: int) -> bool:
    """Whether an edge lies in one of the three faces that meet in the far corner."""
    return any(depth_sign(first, second, far, bit) for bit in (1, 2, 4))


def _axis_words(panel: Panel, words: str, place: np.ndarray, centre: np.ndarray | None) -> None:
    """Words about an axis of space beside an edge; turned along the upright edge."""
    shared: dict[str, Any] = {
        "textcoords": "offset points",
        "fontsize": panel.style.letters,
        "color": panel.style.theme.text2,
        "annotation_clip": False,
        "zorder": 60,
    }
    if centre is None:
        spot = (float(place[0]), float(place[1]))
        panel.axes.annotate(
            words, spot, xytext=(-5.0, 0.0), rotation=90, ha="right", va="center", **shared
        )
        return
    # below the slanted edges there are two free corners
    right = place[0] > centre[0]
    panel.axes.annotate(
        words,
        (panel.limits[1 if right else 0], panel.limits[2]),
        xytext=(0.0, 1.0),
        ha="right" if right else "left",
        va="bottom",
        **shared,
    )


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
    shown = ScalarMappable(
        Normalize(scaling.low, scaling.high), style.map_of(scaling.scale, scaling.lines)
    )
    bar: Any = figure.colorbar(shown, cax=axes)
    bar.outline.set_linewidth(style.frame)
    bar.outline.set_edgecolor(style.theme.edge)
    bar.solids.set_rasterized(True)
    bar.solids.set_edgecolor("face")
    places = bar_ticks(scaling.low, scaling.high, max(2, min(5, int(data.height / 24.0))))
    if scaling.scale == "cyclic":
        places = pi_ticks(scaling.low, scaling.high, 4)
    texts = [plain(text) for _, text in places]
    if scaling.above and texts:
        texts[-1] = f"≥ {texts[-1]}"
    if scaling.below and texts:
        texts[0] = f"≤ {texts[0]}"
    bar.set_ticks([value for value, _ in places], labels=texts)
    axes.minorticks_off()
    axes.tick_params(
        length=TICK,
        width=style.frame,
        color=style.theme.edge,
        labelcolor=style.theme.text2,
        labelsize=style.letters,
        pad=2.0,
    )
    figure.text(
        (data.x + data.width + BAR_GAP) / plan.width,
        (data.y + data.height + 5.0) / plan.height,
        scaling.unit or "1",
        fontsize=style.small,
        color=style.theme.text2,
        parse_math=False,
    )
    return axes


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
