"""Numbers: how a value is written, and its outline from glyphs that are kept."""

from __future__ import annotations

import re
from functools import lru_cache

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QPainterPath, QTransform

from widgets.theme.numbers import MINUS, THIN, written
from widgets.views.typesetting.glyphs import MASTER, Glyph, outline, parse


def shown(value: str | float) -> str:
    """A value as the strip writes it: three significant digits, or the text as it is."""
    if not isinstance(value, str):
        return written(value)
    try:
        parsed = float(value.replace(MINUS, "-"))
    except ValueError:
        return value
    whole = value.strip().lstrip("+-" + MINUS).isdigit()
    return value.strip().replace("-", MINUS) if whole else written(parsed)


def number_tex(text: str) -> str:
    """The text of a number as TeX: "6.1e-5" becomes 6.1 times ten to the minus five."""
    plain = text.replace(MINUS, "-").replace(THIN, r"\,")
    mantissa, mark, exponent = plain.partition("e")
    return (
        rf"{mantissa}\times10^{{{int(exponent)}}}"
        if mark and exponent.lstrip("+-").isdigit()
        else plain
    )


def shape_of(text: str) -> str:
    """The number with each digit turned into an 8: what its layout depends on."""
    return re.sub(r"\d", "8", text)


def number_glyphs(text: str, size: float) -> list[Glyph]:
    """Glyphs of a number standing alone: font, size, character, x, y, glyph."""
    return parse(f"{{{number_tex(text)}}}", size)[0]


@lru_cache(maxsize=512)
def _shaped(shape: str, size: float) -> tuple[list[Glyph], float]:
    glyphs, _, width, _, _ = parse(f"{{{number_tex(shape)}}}", size)
    return glyphs, width


def number_path(text: str, size: float) -> tuple[QPainterPath, float]:
    """A number from kept glyphs: the layout depends on its shape alone, so digits are exchanged."""
    power = "e" in text
    glyphs, width = _shaped(text if power else shape_of(text), size)
    digits = iter(c for c in text if c.isdigit())
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for font, glyph_size, char, x, y, index in glyphs:
        if not power and char == ord("8"):
            index = (False, ord(next(digits)))
        scale = glyph_size / MASTER
        path.addPath(QTransform.fromTranslate(x, y).scale(scale, scale).map(outline(font, index)))
    return path, width
