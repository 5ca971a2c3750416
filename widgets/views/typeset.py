r"""TeX turned into paths. The symbols of an equation are laid out once, only its numbers again.

Each number marked `\live{name}{value}` leaves a slot. A digit is as wide as any other, so a slot
is found by laying the line out twice with other digits in it: the glyphs that differ are the
number. Later a new value only exchanges paths of digits and moves what stands behind it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPainterPath, QTransform

from widgets.theme.numbers import MINUS
from widgets.views.typesetting.glyphs import parse
from widgets.views.typesetting.line import LIVE, laid_out, on_main_line
from widgets.views.typesetting.number import number_path, number_tex, shape_of, shown

MATHS_SIZE = 17.0
WIDE = "8.88"  # shape reserved for a number on the main line


@dataclass(frozen=True)
class Typeset:
    """One piece of TeX without live numbers, y downwards, the baseline at 0."""

    path: QPainterPath
    width: float
    ascent: float
    descent: float


def warm() -> None:
    """Load the typesetter and its fonts; may be called in any thread, before the first equation."""
    parse("x", MATHS_SIZE)


@lru_cache(maxsize=512)
def typeset(tex: str, size: float = MATHS_SIZE) -> Typeset:
    r"""TeX as one path; `\live` markers show their value like any number.

    What cannot be read as TeX is shown as plain text.
    """
    layout = laid_out(LIVE.sub(lambda m: f"{{{number_tex(shown(m[2]))}}}", tex), (), size)
    return Typeset(layout.pieces[0], layout.width, layout.ascent, layout.descent)


class Equation:
    r"""One line of TeX whose `\live` numbers can be exchanged within a fraction of a millisecond."""

    def __init__(self, tex: str, size: float = MATHS_SIZE) -> None:
        self._tex, self._size = tex, size
        self._texts = [shown(m[2]) for m in LIVE.finditer(tex)]
        self.names = tuple(m[1] for m in LIVE.finditer(tex))
        self._lay_out()

    @property
    def tex(self) -> str:
        """The text it was made from."""
        return self._tex

    def set_values(self, values: Mapping[str, str | float]) -> bool:
        """Show other values wherever their names stand; False if nothing on screen changes.

        A text is shown as it is, so that strip and slider agree to the last digit.
        """
        changed = False
        for i, name in enumerate(self.names):
            if name in values:
                value = values[name]
                text = value.replace("-", MINUS) if isinstance(value, str) else shown(value)
                changed |= text != self._texts[i]
                self._texts[i] = text
        if changed:
            self._lay_out()
        return changed

    def texts(self) -> dict[str, str]:
        """Name of each live number to the text now shown."""
        return dict(zip(self.names, self._texts, strict=True))

    def number_rects(self) -> list[tuple[str, QRectF]]:
        """Where the live numbers stand, the baseline at y = 0."""
        return [(s.name, r) for s, r in zip(self._slots, self._rects, strict=True)]

    def paint(
        self, painter: QPainter, x: float, baseline: float, ink: QColor, live: QColor
    ) -> None:
        """Draw the symbols in `ink` and the live numbers in `live`."""
        painter.save()
        painter.translate(x, baseline)
        for path, shift in zip(self._layout.pieces, self._shifts, strict=True):
            painter.translate(shift, 0)
            painter.fillPath(path, ink)
            painter.translate(-shift, 0)
        painter.fillPath(self._numbers, live)
        painter.restore()

    def _lay_out(self) -> None:
        flat = on_main_line(self._tex)
        shapes = tuple(
            WIDE if on_line else shape_of(text)
            for text, on_line in zip(self._texts, flat, strict=True)
        )
        layout = laid_out(self._tex, shapes, self._size)
        self._layout, self._slots = layout, layout.slots
        self._numbers = QPainterPath()
        self._numbers.setFillRule(Qt.FillRule.WindingFill)
        self._rects: list[QRectF] = []
        reserved = number_path(WIDE, self._size)[1]
        shift, shifts = 0.0, [0.0]
        by_name: dict[str, list[str]] = {}
        for name, text in zip(self.names, self._texts, strict=True):
            by_name.setdefault(name, []).append(text)
        for slot in layout.slots:
            path, width = number_path(by_name[slot.name][0], self._size)
            place = QTransform.fromTranslate(slot.x + shift, slot.y).scale(slot.scale, slot.scale)
            self._numbers.addPath(place.map(path))
            top = -0.72 * self._size * slot.scale
            self._rects.append(
                QRectF(slot.x + shift, slot.y + top, width * slot.scale, -top * 1.06)
            )
            if slot.flat:
                shift += width - reserved
                shifts.append(shift)
        self._shifts = shifts
        self.width = layout.width + shift
        self.ascent, self.descent = layout.ascent, layout.descent
