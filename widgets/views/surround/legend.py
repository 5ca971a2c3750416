"""What the lines of a picture mean: a sample of each pen and its words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from engines.layers.curves import Curves
from widgets.theme.fonts import font
from widgets.theme.look import LOOK
from widgets.theme.tokens import Theme
from widgets.views.typeset import Typeset, typeset

DOT = "\N{COMBINING DOT ABOVE}"
MATHS = 13.5
SAMPLE = 18
GAP = 8
BETWEEN = 18


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the legend.

    Attributes:
        role: Role of the line, as in `Curves.roles`.
        label: What it means.
    """

    role: str
    label: str


def curve_pen(role: str, theme: Theme) -> QPen:
    """The pen of a role of `Curves`; manifolds solid 1.6, nullclines thinner and broken."""
    token, width, dashes = {
        "attract": ("attract", 1.6, ()),
        "repel": ("repel", 1.6, ()),
        "attract_axis": ("attract", 1.6, ()),
        "repel_axis": ("repel", 1.6, ()),
        "nullcline_first": ("text2", 1.25, (1.5, 4.0)),
        "nullcline_second": ("text2", 1.25, (7.0, 4.0)),
        "reference": ("edge", 1.25, (1.5, 4.0)),
        "repel_ridge": ("repel", 1.25, (3.5, 2.5)),
        "attract_ridge": ("attract", 1.25, (3.5, 2.5)),
        "elliptic": ("text", 1.6, ()),
        "interface_outer": ("text", 1.6, ()),
        "interface_inner": ("text", 1.25, (7.0, 4.0)),
    }.get(role, ("centre", 1.25, ()))
    pen = QPen(QColor(str(getattr(theme, token))), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dashes:
        pen.setDashPattern([d / width for d in dashes])
    return pen


def legend_entries(layers: Iterable[object]) -> tuple[Entry, ...]:
    """Entries of all curves that name their roles, each once."""
    found: dict[str, Entry] = {}
    for layer in layers:
        if isinstance(layer, Curves):
            for role, label in layer.labels:
                if role in layer.roles:
                    found.setdefault(role, Entry(role, label))
    return tuple(found.values())


def _words(label: str) -> tuple[Typeset | None, float]:
    """A label with a dot over a letter, or in TeX, is typeset: fonts of words misplace the dot."""
    if DOT in label or "\\" in label:
        tex = re.sub(f"(.){DOT}", r"\\dot{\1}", label).replace("$", "")
        set_ = typeset(tex, MATHS * LOOK.scale)
        return set_, set_.width
    return None, QFontMetricsF(font("small")).horizontalAdvance(label)


def legend_width(entries: Sequence[Entry]) -> float:
    """Pixels from the first sample to the last letter."""
    each = [LOOK.px(SAMPLE) + GAP + _words(e.label)[1] for e in entries]
    return sum(each) + BETWEEN * max(0, len(each) - 1)


def paint_legend(painter: QPainter, start: QPointF, entries: Sequence[Entry], theme: Theme) -> None:
    """Paint entries in a row, beginning at `start`, which is the middle of their height."""
    metrics = QFontMetricsF(font("small"))
    painter.setFont(font("small"))
    x, y = start.x(), round(start.y()) + 0.5
    for entry in entries:
        painter.setPen(curve_pen(entry.role, theme))
        painter.drawLine(QPointF(x, y), QPointF(x + LOOK.px(SAMPLE), y))
        x += LOOK.px(SAMPLE) + GAP
        painter.setPen(QColor(theme.text2))
        maths, width = _words(entry.label)
        if maths is not None:
            painter.translate(x, y + metrics.ascent() / 2 - 1)
            painter.fillPath(maths.path, QColor(theme.text2))
            painter.translate(-x, -(y + metrics.ascent() / 2 - 1))
            x += width + BETWEEN
            continue
        place = QRectF(x, y - metrics.height() / 2, width + 2, metrics.height())
        painter.drawText(
            place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, entry.label
        )
        x += width + BETWEEN
