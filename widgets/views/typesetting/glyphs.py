"""Glyphs: TeX handed to matplotlib, and the outline of each glyph kept."""

from __future__ import annotations

import threading
from functools import cache, lru_cache
from typing import Any

from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QPainterPath

_ALONE = threading.Lock()  # the first formula is read on another thread, while the window opens
MASTER = 100.0  # glyphs are kept at this size

Glyph = tuple[Any, float, int, float, float, tuple[bool, int]]  # font, size, letter, x, y, outline


@lru_cache(maxsize=1024)
def parse(tex: str, size: float) -> tuple[list[Glyph], list, float, float, float]:
    """Glyphs, rules, width, ascent and descent; y downwards, the baseline at 0.

    An 8 set in front gives away where the typesetter has put the baseline, and is dropped again.
    """
    with _ALONE:
        return _parsed(tex, size)


def _parsed(tex: str, size: float) -> tuple[list[Glyph], list, float, float, float]:
    from matplotlib.font_manager import FontProperties

    parsed = (_parser()("path")).parse(
        f"$8{{{tex}}}$", 72, FontProperties(size=size, math_fontfamily="stix")
    )
    font, glyph_size, char, *_ = first = parsed.glyphs[0]
    font.set_size(MASTER, 72)
    advance = font.load_char(char, flags=_unhinted()).linearHoriAdvance / 65536 * size / MASTER
    left, base = float(first[-2]) + advance, float(first[-1])
    glyphs = []
    for font, glyph_size, char, *index, x, y in parsed.glyphs[1:]:
        glyph = (True, index[0]) if index else (False, char)
        glyphs.append((font, float(glyph_size), char, float(x) - left, base - float(y), glyph))
    rects = [
        (float(x) - left, base - float(y) - float(h), float(w), float(h))
        for x, y, w, h in parsed.rects
    ]
    ascent, descent = float(parsed.height - parsed.depth) - base, float(parsed.depth) + base
    return glyphs, rects, float(parsed.width) - left, ascent, descent


@cache
def _parser() -> type[Any]:
    """Matplotlib keeps one grammar per class, with the state of what it reads.

    Figures are drawn on threads of their own and read formulas too; a class of our own has a
    grammar of its own.
    """
    from matplotlib.mathtext import MathTextParser

    class Ours(MathTextParser):
        _parser = None

    return Ours


def _unhinted() -> Any:
    from matplotlib.ft2font import LoadFlags

    return LoadFlags.NO_HINTING


@lru_cache(maxsize=2048)
def outline(font: Any, glyph: tuple[bool, int]) -> QPainterPath:
    """Outline of one glyph at the master size, y downwards."""
    font.set_size(MASTER, 72)
    by_index, number = glyph
    (font.load_glyph if by_index else font.load_char)(number, flags=_unhinted())
    vertices, codes = font.get_path()
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    points = [QPointF(float(x), -float(y)) for x, y in vertices]
    i = 0
    while i < len(codes):
        if codes[i] == 1:
            path.moveTo(points[i])
        elif codes[i] == 2:
            path.lineTo(points[i])
        elif codes[i] == 3:
            path.quadTo(points[i], points[i + 1])
        elif codes[i] == 4:
            path.cubicTo(points[i], points[i + 1], points[i + 2])
        else:
            path.closeSubpath()
        i += {3: 2, 4: 3}.get(int(codes[i]), 1)
    return path
