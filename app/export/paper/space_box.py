"""A box round the data of a space, drawn where it is behind them, and the names of its axes."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.export.paper.caption import number_words
from app.export.paper.names import axis_name
from app.export.paper.panel import Panel, corners, depth_of
from app.export.paper.style import maths, plain
from engines.protocols.views import Axis

LETTERS_PER_POINT = 0.25  # of label text, on average


def draw_box(panel: Panel) -> None:
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
