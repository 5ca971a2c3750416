"""Where the parts of a slider row lie, and how each state looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PyQt6.QtCore import QPointF, QRectF, QSizeF, Qt
from PyQt6.QtGui import QFontMetricsF, QPainter, QPen

from widgets.controls.painted import FAINT, bar, draw_symbol, ring, symbol_width
from widgets.theme.fonts import font
from widgets.theme.icons import icon_pixmap
from widgets.theme.look import LOOK
from widgets.theme.numbers import unit_words
from widgets.theme.wrapping import wrapped

if TYPE_CHECKING:
    from widgets.controls.slider.slider_row import SliderRow

MARGIN = 16
KNOB = 12


@dataclass(frozen=True, slots=True)
class Geometry:
    """Places of the parts, in the coordinates of the row.

    Attributes:
        height: Height the row needs.
        names: Lines of the name.
        reasons: Lines of the reason, right-aligned.
        reasons_top: Top of the first of them.
        first: Centre of the first line of text.
        line: Distance of lines of text.
        number: Area that is clicked to type.
        field: Area of the field while typing.
        unit_x: Left edge of the unit.
        track: The track.
    """

    height: float
    names: tuple[str, ...]
    reasons: tuple[str, ...]
    reasons_top: float
    first: float
    line: float
    number: QRectF
    field: QRectF
    unit_x: float
    track: QRectF

    def position(self, x: float) -> float:
        """Position on the track of a horizontal coordinate, unbounded."""
        return (x - self.track.left()) / max(self.track.width(), 1.0)

    def knob(self, position: float) -> QPointF:
        """Top left corner of the knob."""
        centre = self.track.left() + position * self.track.width()
        return QPointF(centre - LOOK.px(KNOB) / 2, self.track.center().y() - LOOK.px(KNOB) / 2)

    @property
    def knob_size(self) -> QSizeF:
        """Size of the knob."""
        return QSizeF(LOOK.px(KNOB), LOOK.px(KNOB))


def geometry(row: SliderRow, width: int) -> Geometry:
    """Lays the row out for a width; the name wraps where it would meet the number."""
    px, d = LOOK.px, row.declaration
    left, right = float(px(MARGIN)), float(width - px(MARGIN))
    line, height = float(px(18)), float(LOOK.density.slider_row)
    body, small = QFontMetricsF(font("body")), QFontMetricsF(font("small"))
    strong = QFontMetricsF(font("body", 500))
    unit_x = right - px(row.unit_column) + px(5)
    number_right = right - px(row.unit_column)
    widest = max(strong.horizontalAdvance(row.scale.text(v)) for v in (d.low, d.high, row.value))
    number_left = number_right - widest
    mark = px(26) if row.linked or row.keyed or row.untrusted else 0
    symbol = symbol_width(d.symbol) + px(6) if d.symbol else 0.0
    room = number_left - mark - px(8) - left - symbol
    names = wrapped(d.title or d.name, body, room)
    reasons: tuple[str, ...] = ()
    beside = False
    if row.reason:
        name_end = left + max(body.horizontalAdvance(n) for n in names) + symbol + px(12)
        beside = small.horizontalAdvance(row.reason) <= right - name_end
        reasons = (row.reason,) if beside else wrapped(row.reason, small, right - left)
    first = px(13) - (1 if LOOK.density.name == "tight" else 0)
    extra = (len(names) - 1) * line
    reasons_top = first - px(15) / 2
    if reasons and not beside:
        reasons_top = first + extra + line / 2 + 1
        extra += len(reasons) * px(15) - px(2)
    middle = first + px(17) + extra
    track = QRectF(left, middle - 1, right - left, 2)
    number = QRectF(
        number_left - px(8), first - px(10), number_right - number_left + px(12), px(20)
    )
    field = QRectF(number_right - max(widest + px(18), px(56)) + px(6), first - px(11), 0, px(22))
    field.setRight(number_right + px(2))
    return Geometry(
        height + extra, names, reasons, reasons_top, first, line, number, field, unit_x, track
    )


def paint(painter: QPainter, row: SliderRow, place: Geometry) -> None:
    """Draws the row in its state."""
    px, d, colour = LOOK.px, row.declaration, LOOK.colour
    if row.isEnabled() and (row.hovered or row.dragging) and not row.typing:
        painter.fillRect(row.rect(), colour("raised"))
    if row.ringed and not row.typing:
        ring(painter, QRectF(row.rect()).adjusted(5, 3, -5, -3), 3)
    if not row.isEnabled():
        painter.setOpacity(FAINT)
    position = row.scale.position(row.value)
    wary = row.untrusted is not None and row.untrusted[0] <= row.value <= row.untrusted[1]
    body = QFontMetricsF(font("body"))
    base = place.first + body.capHeight() / 2
    painter.setFont(font("body"))
    painter.setPen(colour("text2"))
    for i, text in enumerate(place.names):
        painter.drawText(QPointF(place.track.left(), base + i * place.line), text)
    if d.symbol:
        end = place.track.left() + body.horizontalAdvance(place.names[-1]) + px(6)
        last = base + (len(place.names) - 1) * place.line
        draw_symbol(painter, end, last, d.symbol, colour("text3"))
    if place.reasons:
        _reasons(painter, place)
    else:
        _number(painter, row, place, base, wary)
    _track(painter, row, place, position)
    knob = QRectF(place.knob(position), place.knob_size)
    if row.dragging:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("wash"))
        painter.drawEllipse(knob.adjusted(-4, -4, 4, 4))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour("accent" if row.dragging else "text"))
    painter.drawEllipse(knob)


def _number(painter: QPainter, row: SliderRow, place: Geometry, base: float, wary: bool) -> None:
    colour, tone = LOOK.colour, "text"
    if row.dragging:
        tone = "accent"
    elif wary:
        tone = "warn"
    if not row.typing:
        painter.setFont(font("body", 500))
        painter.setPen(colour(tone))
        text = row.scale.text(row.value)
        right = place.unit_x - LOOK.px(5)
        width = QFontMetricsF(font("body", 500)).horizontalAdvance(text)
        painter.drawText(QPointF(right - width, base), text)
    painter.setFont(font("small"))
    painter.setPen(colour("text3"))
    painter.drawText(QPointF(place.unit_x, base), unit_words(row.declaration.unit))
    name, mark_tone = "", "text2"
    if row.linked:
        name = "link"
    elif row.keyed:
        name, mark_tone = ("keyframe_on" if row.keyed == "on" else "keyframe"), "accent"
    elif wary:
        name, mark_tone = "warning", "warn"
    if name:
        size = LOOK.px(16)
        picture = icon_pixmap(
            name, str(getattr(LOOK.theme, mark_tone)), size, row.devicePixelRatioF()
        )
        left = place.number.left() - size - LOOK.px(2)
        painter.drawPixmap(QPointF(round(left), round(place.first - size / 2)), picture)


def _reasons(painter: QPainter, place: Geometry) -> None:
    painter.save()
    painter.setOpacity(1.0)  # the row is faint, the reason must be read
    painter.setFont(font("small"))
    painter.setPen(LOOK.colour("text3"))
    height = LOOK.px(15)
    for i, text in enumerate(place.reasons):
        area = QRectF(
            place.track.left(), place.reasons_top + i * height, place.track.width(), height
        )
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
    painter.restore()


def _track(painter: QPainter, row: SliderRow, place: Geometry, position: float) -> None:
    track = place.track
    bar(painter, track, LOOK.colour("edge", 0.55), 1)
    if row.untrusted is not None:
        _hatch(painter, row, place)
    default = track.left() + row.scale.position(float(row.declaration.default)) * track.width()
    at = track.left() + position * track.width()
    if abs(default - at) > LOOK.px(8) and 2 < default - track.left() < track.width() - 2:
        tick = QRectF(round(default), track.center().y() - 4, 1, 8)
        painter.fillRect(tick, LOOK.colour("edge"))
    if not row.linked:
        accent = row.dragging or bool(row.keyed)
        filled = QRectF(track.left(), track.top(), at - track.left(), track.height())
        bar(painter, filled, LOOK.colour("accent" if accent else "text2"), 1)


def _hatch(painter: QPainter, row: SliderRow, place: Geometry) -> None:
    if row.untrusted is None:
        return
    track = place.track
    left = track.left() + row.scale.position(row.untrusted[0]) * track.width()
    right = track.left() + row.scale.position(row.untrusted[1]) * track.width()
    area = QRectF(left, track.center().y() - 3, right - left, 6)
    painter.save()
    painter.setClipRect(area)
    painter.setPen(QPen(LOOK.colour("warn"), 1))
    x = left - 6
    while x < right + 6:
        painter.drawLine(QPointF(x, area.bottom()), QPointF(x + 6, area.top()))
        x += 6
    painter.restore()
