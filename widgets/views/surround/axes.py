"""Ticks, numbers and names round a data rectangle, painted by the view itself.

They are no widgets: numbers at the corner belong to both axes, and two strips would overlap there.
"""

from __future__ import annotations

from dataclasses import dataclass

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from engines.protocols.views import Axis
from widgets.theme.fonts import font
from widgets.theme.look import LOOK
from widgets.theme.numbers import unit_words
from widgets.theme.symbols import symbol_text
from widgets.theme.tokens import Theme
from widgets.views.ticks import axis_ticks, friendly_step

TICK = 4
GAP = 4  # between a tick and its number
ROOM_EQUAL, ROOM_ACROSS, ROOM_DOWN = 110, 84, 56  # pixels a number wants for itself

Tick = tuple[float, str]


@dataclass(frozen=True)
class Ticks:
    """Where both axes have their numbers, in world units."""

    across: tuple[Tick, ...]
    down: tuple[Tick, ...]


def axis_name(axis: Axis) -> str:
    """Words below an axis: label, symbol, unit, e.g. "angle θ, rad"."""
    symbol = symbol_text(axis.symbol)
    words = [axis.label] if axis.label else []
    if symbol and symbol.lower() != axis.label.lower() and (symbol, axis.label) != ("t", "time"):
        words.append(symbol)
    name = " ".join(words)
    unit = "" if axis.compass else unit_words(axis.unit)  # every tick has its own
    return f"{name}, {unit}" if unit and name else name or unit


def upright_name(axis: Axis) -> str:
    """The symbol of one or two letters that stands between the top two ticks, or nothing."""
    symbol = symbol_text(axis.symbol) or axis.label
    letters = sum(c.isalpha() and c not in "ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵧ" for c in symbol)
    return symbol if 0 < letters <= 2 and " " not in symbol else ""


def upright_unit(axis: Axis) -> str:
    """The unit that stands below an upright symbol where there is room."""
    return "" if axis.compass else unit_words(axis.unit)


def find_ticks(
    limits: tuple[float, float, float, float],
    size: tuple[float, float],
    axes: tuple[Axis, ...],
    equal: bool,
) -> Ticks:
    """Ticks for what is shown; axes of equal scale share one step.

    Args:
        limits: (x low, x high, y low, y high), world units.
        size: Width and height of the data rectangle, pixels.
        axes: The two axes.
        equal: Whether a unit is as long on both axes.
    """
    x_low, x_high, y_low, y_high = limits
    across = max(1, int(size[0] / LOOK.px(ROOM_EQUAL if equal else ROOM_ACROSS)))
    down = max(1, int(size[1] / LOOK.px(ROOM_DOWN)))
    x, y = axes[0], axes[1]
    plain = not any(a.angle or a.compass or a.powers for a in (x, y))
    if equal and plain and x_high > x_low and y_high > y_low:
        step = max(friendly_step(x_high - x_low, across), friendly_step(y_high - y_low, down))
        if step < min(x_high - x_low, y_high - y_low):
            across = int((x_high - x_low) / step + 1e-6)
            down = int((y_high - y_low) / step + 1e-6)
    return Ticks(_picked(x, x_low, x_high, across), _picked(y, y_low, y_high, down))


def _picked(axis: Axis, low: float, high: float, at_most: int) -> tuple[Tick, ...]:
    """Ticks of one axis; a single one tells no scale, so finer steps are tried."""
    found = axis_ticks(axis, low, high, at_most)
    for finer in (at_most + 1, 2 * at_most + 1):
        if len(found) < 2:
            found = axis_ticks(axis, low, high, finer)
    return tuple(found)


def left_needed(found: Ticks, axis: Axis) -> float:
    """Pixels that numbers and name want at the left of the data."""
    metrics = QFontMetricsF(font("small"))
    widest = max((metrics.horizontalAdvance(t) for _, t in found.down), default=0.0)
    short = upright_name(axis)
    beneath = metrics.horizontalAdvance(upright_unit(axis)) if short else 0.0
    beside = 0.0 if short or not axis_name(axis) else metrics.height() + 6
    return TICK + GAP + max(widest, metrics.horizontalAdvance(short), beneath) + beside + 2


def paint_axes(
    painter: QPainter,
    data: QRectF,
    limits: tuple[float, float, float, float],
    axes: tuple[Axis, ...],
    found: Ticks,
    theme: Theme,
) -> None:
    """Paint ticks outward, numbers, and the names of both axes round `data`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    small = font("small")
    metrics = QFontMetricsF(small)
    painter.setFont(small)
    tick_pen, number_pen = QPen(QColor(theme.edge), 1), QPen(QColor(theme.text3))
    reach = TICK + GAP
    x_low, x_high, y_low, y_high = limits
    for value, text in found.across:
        x = data.left() + (value - x_low) / (x_high - x_low) * data.width()
        snapped = min(round(x), round(data.right()) - 1)
        painter.setPen(tick_pen)
        painter.fillRect(QRectF(snapped, data.bottom(), 1, TICK), tick_pen.color())
        painter.setPen(number_pen)
        width = metrics.horizontalAdvance(text)
        place = QRectF(x - width / 2 - 2, data.bottom() + reach - 1, width + 4, metrics.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
    places = []
    for value, text in found.down:
        y = data.bottom() - (value - y_low) / (y_high - y_low) * data.height()
        snapped = min(round(y), round(data.bottom()) - 1)
        painter.fillRect(QRectF(data.left() - TICK, snapped, TICK, 1), tick_pen.color())
        painter.setPen(number_pen)
        place = QRectF(0, y - metrics.height() / 2, data.left() - reach, metrics.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        places.append(y)
    painter.setPen(QPen(QColor(theme.text2)))
    below = QRectF(
        0, data.bottom() + reach + metrics.height(), data.center().x() * 2, metrics.height()
    )
    painter.drawText(below, Qt.AlignmentFlag.AlignCenter, axis_name(axes[0]))
    _paint_left_name(painter, data, axes[1], sorted(places), found, metrics)
    painter.restore()


def _paint_left_name(
    painter: QPainter,
    data: QRectF,
    axis: Axis,
    places: list[float],
    found: Ticks,
    metrics: QFontMetricsF,
) -> None:
    short = upright_name(axis)
    if short:
        if len(places) > 1 and places[1] - places[0] < 2 * metrics.height():
            return  # no room between two numbers
        y = (places[0] + places[1]) / 2 if len(places) > 1 else data.top() + metrics.height()
        if any(abs(y - p) < metrics.height() for p in places):
            return
        place = QRectF(0, y - metrics.height() / 2, data.left() - TICK - GAP, metrics.height())
        beside = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        unit = upright_unit(axis)
        if unit and len(places) > 1 and places[1] - places[0] >= 3.2 * metrics.height():
            place.translate(0.0, -metrics.height() / 2)
            painter.drawText(place.translated(0.0, metrics.height()), beside, unit)
        painter.drawText(place, beside, short)
        return
    widest = max((metrics.horizontalAdvance(t) for _, t in found.down), default=0.0)
    x = data.left() - TICK - GAP - widest - 4 - metrics.height() / 2
    painter.save()
    painter.translate(QPointF(x, data.center().y()))
    painter.rotate(-90)
    length = data.height() + 40
    painter.drawText(
        QRectF(-length / 2, -metrics.height() / 2, length, metrics.height()),
        Qt.AlignmentFlag.AlignCenter,
        axis_name(axis),
    )
    painter.restore()
