r"""TeX turned into paths. The symbols of an equation are laid out once, only its numbers again.

Each number marked `\live{name}{value}` leaves a slot. A digit is as wide as any other, so a slot
is found by laying the line out twice with other digits in it: the glyphs that differ are the
number. Later a new value only exchanges paths of digits and moves what stands behind it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QTransform

from widgets.theme.numbers import MINUS, THIN, written

MATHS_SIZE = 17.0
LIVE = re.compile(r"\\live\{([^{}]*)\}\{([^{}]*)\}")
_MASTER = 100.0  # glyphs are kept at this size
_WIDE = "8.88"  # shape reserved for a number on the main line
_CLOSING = (r"\right", r"\times", r"\cdot", r"\le", r"\leq", r"\ge", r"\geq", r"\pm", r"\rangle")
_CODES = "012345679"  # digits that tell the numbers of a line apart; 8 is the common one


@dataclass(frozen=True)
class Typeset:
    """One piece of TeX without live numbers, y downwards, the baseline at 0."""

    path: QPainterPath
    width: float
    ascent: float
    descent: float


@dataclass(frozen=True)
class _Slot:
    name: str
    x: float
    y: float
    scale: float
    flat: bool  # on the main line: what follows may simply be moved


@dataclass(frozen=True)
class _Layout:
    pieces: tuple[QPainterPath, ...]  # before the first flat slot, between it and the next, ...
    slots: tuple[_Slot, ...]
    width: float
    ascent: float
    descent: float


def warm() -> None:
    """Load the typesetter and its fonts; may be called in any thread, before the first equation."""
    _parse("x", MATHS_SIZE)


def number_tex(text: str) -> str:
    """The text of a number as TeX: "6.1e-5" becomes 6.1 times ten to the minus five."""
    plain = text.replace(MINUS, "-").replace(THIN, r"\,")
    mantissa, mark, exponent = plain.partition("e")
    return (
        rf"{mantissa}\times10^{{{int(exponent)}}}"
        if mark and exponent.lstrip("+-").isdigit()
        else plain
    )


@lru_cache(maxsize=512)
def typeset(tex: str, size: float = MATHS_SIZE) -> Typeset:
    r"""TeX as one path; `\live` markers show their value like any number.

    What cannot be read as TeX is shown as plain text.
    """
    layout = _layout(LIVE.sub(lambda m: f"{{{number_tex(shown(m[2]))}}}", tex), (), size)
    return Typeset(layout.pieces[0], layout.width, layout.ascent, layout.descent)


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

    def set_value(self, name: str, value: str | float) -> bool:
        """Show another value wherever `name` stands; False if nothing on screen changes.

        A text is shown as it is, so that strip and slider agree to the last digit.
        """
        text = value.replace("-", MINUS) if isinstance(value, str) else shown(value)
        changed = False
        for i, known in enumerate(self.names):
            if known == name and self._texts[i] != text:
                self._texts[i] = text
                changed = True
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
        flat = _flat(self._tex)
        shapes = tuple(
            _WIDE if on_line else _shape(text)
            for text, on_line in zip(self._texts, flat, strict=True)
        )
        layout = _layout(self._tex, shapes, self._size)
        self._layout, self._slots = layout, layout.slots
        self._numbers = QPainterPath()
        self._numbers.setFillRule(Qt.FillRule.WindingFill)
        self._rects: list[QRectF] = []
        reserved = _number(_WIDE, self._size)[1]
        shift, shifts = 0.0, [0.0]
        by_name: dict[str, list[str]] = {}
        for name, text in zip(self.names, self._texts, strict=True):
            by_name.setdefault(name, []).append(text)
        for slot in layout.slots:
            path, width = _number(by_name[slot.name][0], self._size)
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


def _flat(tex: str) -> list[bool]:
    """Whether each marker stands on the main line: in no braces, and not a script itself."""
    found = []
    for match in LIVE.finditer(tex):
        before = tex[: match.start()]
        depth = before.replace(r"\{", "").count("{") - before.replace(r"\}", "").count("}")
        found.append(depth == 0 and not before.rstrip().endswith(("^", "_")))
    return found


def _gap(tex: str, end: int) -> str:
    """A thin space between a number and the letter or function behind it."""
    behind = re.match(r"\s*(\\?[A-Za-z]+)", tex[end:])
    return r"\," if behind and behind[1] not in _CLOSING else ""


def _shape(text: str) -> str:
    return re.sub(r"\d", "8", text)


@lru_cache(maxsize=1024)
def _layout(tex: str, shapes: tuple[str, ...], size: float) -> _Layout:
    names = [m[1] for m in LIVE.finditer(tex)]
    flat = _flat(tex)

    def filled(digits: list[str]) -> str:
        numbers = iter(
            number_tex(re.sub(r"(?<!e)(?<!e.)\d", d, s))
            for s, d in zip(shapes, digits, strict=True)
        )
        return LIVE.sub(lambda m: f"{{{next(numbers)}}}{_gap(tex, m.end())}", tex)

    try:
        same = _parse(filled(["8"] * len(names)), size)
        codes = [_CODES[i % len(_CODES)] for i in range(len(names))]
        other = _parse(filled(codes), size) if names else same
    except ValueError:
        return _plain(tex, size)
    glyphs, rects, width, ascent, descent = same
    runs: list[list[int]] = [[] for _ in names]
    wanted = [len(re.sub(r"e.*", "", s).replace(MINUS, "").replace(".", "")) for s in shapes]
    for i, (a, b) in enumerate(zip(glyphs, other[0], strict=True)):
        if a[2] != b[2]:
            run = next(
                r
                for r, code, n in zip(runs, codes, wanted, strict=True)
                if code == chr(b[2]) and len(r) < n
            )
            run.append(i)
    taken: set[int] = set()
    slots = []
    for name, shape, run, on_line in zip(names, shapes, runs, flat, strict=True):
        lead = 1 if shape.startswith(MINUS) else 0
        tail = len(number_glyphs(shape, size)) - lead
        taken.update(range(run[0] - lead, run[0] - lead + lead + tail))
        first = glyphs[run[0]]
        scale = first[1] / size
        inside = number_glyphs(shape, size)[lead][3]
        slots.append(_Slot(name, first[3] - inside * scale, first[4], scale, on_line))
    edges = [s.x for s in slots if s.flat]
    pieces = [QPainterPath() for _ in range(len(edges) + 1)]
    for piece in pieces:
        piece.setFillRule(Qt.FillRule.WindingFill)
    for i, (font, glyph_size, _, x, y, index) in enumerate(glyphs):
        if i not in taken:
            place = QTransform.fromTranslate(x, y).scale(glyph_size / _MASTER, glyph_size / _MASTER)
            pieces[sum(x > e for e in edges)].addPath(place.map(_glyph(font, index)))
    for x, y, w, h in rects:
        pieces[sum(x > e for e in edges)].addRect(QRectF(x, y, w, h))
    return _Layout(tuple(pieces), tuple(slots), width, ascent, descent)


def number_glyphs(text: str, size: float) -> list[tuple[Any, float, int, float, float, Any]]:
    """Glyphs of a number standing alone: font, size, character, x, y, glyph."""
    return _parse(f"{{{number_tex(text)}}}", size)[0]


@lru_cache(maxsize=512)
def _shaped(
    shape: str, size: float
) -> tuple[list[tuple[Any, float, int, float, float, Any]], float]:
    glyphs, _, width, _, _ = _parse(f"{{{number_tex(shape)}}}", size)
    return glyphs, width


def _number(text: str, size: float) -> tuple[QPainterPath, float]:
    """A number from kept glyphs: the layout depends on its shape alone, so digits are exchanged."""
    power = "e" in text
    glyphs, width = _shaped(text if power else _shape(text), size)
    digits = iter(c for c in text if c.isdigit())
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for font, glyph_size, char, x, y, index in glyphs:
        if not power and char == ord("8"):
            index = (False, ord(next(digits)))
        scale = glyph_size / _MASTER
        path.addPath(QTransform.fromTranslate(x, y).scale(scale, scale).map(_glyph(font, index)))
    return path, width


def _plain(tex: str, size: float) -> _Layout:
    font = QFont()
    font.setPixelSize(max(1, round(size * 0.8)))
    text = LIVE.sub(lambda m: shown(m[2]), tex)
    path = QPainterPath()
    path.addText(QPointF(0, 0), font, text)
    metrics = QFontMetricsF(font)
    return _Layout(
        (path,), (), metrics.horizontalAdvance(text), metrics.ascent(), metrics.descent()
    )


@lru_cache(maxsize=1024)
def _parse(tex: str, size: float) -> tuple[list, list, float, float, float]:
    """Glyphs, rules, width, ascent and descent; y downwards, the baseline at 0.

    An 8 set in front gives away where the typesetter has put the baseline, and is dropped again.
    """
    from matplotlib.font_manager import FontProperties
    from matplotlib.mathtext import MathTextParser

    parsed = MathTextParser("path").parse(
        f"$8{{{tex}}}$", 72, FontProperties(size=size, math_fontfamily="stix")
    )
    font, glyph_size, char, *_ = first = parsed.glyphs[0]
    font.set_size(_MASTER, 72)
    advance = font.load_char(char, flags=_unhinted()).linearHoriAdvance / 65536 * size / _MASTER
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


def _unhinted() -> Any:
    from matplotlib.ft2font import LoadFlags

    return LoadFlags.NO_HINTING


@lru_cache(maxsize=2048)
def _glyph(font: Any, glyph: tuple[bool, int]) -> QPainterPath:
    """Outline of one glyph at the master size, y downwards."""
    font.set_size(_MASTER, 72)
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
