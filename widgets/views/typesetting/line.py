"""Lines: where symbols stand, and the slots of the numbers that will change."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QFont, QFontMetricsF, QPainterPath, QTransform

from widgets.theme.numbers import MINUS
from widgets.views.typesetting.glyphs import MASTER, Glyph, outline, parse
from widgets.views.typesetting.number import number_glyphs, number_tex, shown

LIVE = re.compile(r"\\live\{([^{}]*)\}\{([^{}]*)\}")
_CLOSING = (r"\right", r"\times", r"\cdot", r"\le", r"\leq", r"\ge", r"\geq", r"\pm", r"\rangle")
_CODES = "012345679"  # digits that tell the numbers of a line apart; 8 is the common one


@dataclass(frozen=True)
class Slot:
    """Where a live number stands.

    Attributes:
        name: The parameter it belongs to.
        x: Left edge.
        y: Baseline, downwards from that of the line.
        scale: Size as a share of that of the line.
        flat: On the main line, so that what follows may simply be moved.
    """

    name: str
    x: float
    y: float
    scale: float
    flat: bool


@dataclass(frozen=True)
class Layout:
    """A line without its live numbers, the baseline at 0, y downwards.

    Attributes:
        pieces: Outlines before the first flat slot, between it and the next, and so on.
        slots: Where the numbers belong.
        width: Of the whole, with the numbers it was laid out for.
        ascent: Height above the baseline.
        descent: Depth below it.
    """

    pieces: tuple[QPainterPath, ...]
    slots: tuple[Slot, ...]
    width: float
    ascent: float
    descent: float


def on_main_line(tex: str) -> list[bool]:
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


@lru_cache(maxsize=1024)
def laid_out(tex: str, shapes: tuple[str, ...], size: float) -> Layout:
    """Lay a line out for numbers of these shapes, e.g. "8.88"; once for each combination.

    What cannot be read as TeX is laid out as plain text, without slots.
    """
    names = [m[1] for m in LIVE.finditer(tex)]
    codes = [_CODES[i % len(_CODES)] for i in range(len(names))]
    try:
        glyphs, rules, width, ascent, descent = parse(
            _filled(tex, shapes, ["8"] * len(names)), size
        )
        other = parse(_filled(tex, shapes, codes), size)[0] if names else glyphs
    except ValueError:
        return _plain(tex, size)
    slots: list[Slot] = []
    taken: set[int] = set()
    runs = _runs(glyphs, other, shapes, codes)
    for name, shape, run, flat in zip(names, shapes, runs, on_main_line(tex), strict=True):
        alone = number_glyphs(shape, size)
        lead = 1 if shape.startswith(MINUS) else 0
        taken.update(range(run - lead, run - lead + len(alone)))
        scale = glyphs[run][1] / size
        slots.append(
            Slot(name, glyphs[run][3] - alone[lead][3] * scale, glyphs[run][4], scale, flat)
        )
    edges = [s.x for s in slots if s.flat]
    pieces = [QPainterPath() for _ in range(len(edges) + 1)]
    for piece in pieces:
        piece.setFillRule(Qt.FillRule.WindingFill)
    for i, (font, glyph_size, _, x, y, glyph) in enumerate(glyphs):
        if i not in taken:
            scale = glyph_size / MASTER
            place = QTransform.fromTranslate(x, y).scale(scale, scale)
            pieces[sum(x > e for e in edges)].addPath(place.map(outline(font, glyph)))
    for x, y, w, h in rules:
        pieces[sum(x > e for e in edges)].addRect(QRectF(x, y, w, h))
    return Layout(tuple(pieces), tuple(slots), width, ascent, descent)


def _filled(tex: str, shapes: tuple[str, ...], digits: list[str]) -> str:
    """`tex` with a number of each shape in place of its markers, all digits of one alike."""
    numbers = iter(
        number_tex(re.sub(r"(?<!e)(?<!e.)\d", d, s)) for s, d in zip(shapes, digits, strict=True)
    )
    return LIVE.sub(lambda m: f"{{{next(numbers)}}}{_gap(tex, m.end())}", tex)


def _runs(
    same: list[Glyph], other: list[Glyph], shapes: tuple[str, ...], codes: list[str]
) -> list[int]:
    """Index of the first digit of each number: where two layouts with other digits differ."""
    wanted = [len(re.sub(r"e.*|\D", "", s)) for s in shapes]
    found: list[list[int]] = [[] for _ in shapes]
    for i, (a, b) in enumerate(zip(same, other, strict=True)):
        if a[2] != b[2]:
            next(
                run
                for run, code, n in zip(found, codes, wanted, strict=True)
                if code == chr(b[2]) and len(run) < n
            ).append(i)
    return [run[0] for run in found]


def _plain(tex: str, size: float) -> Layout:
    font = QFont()
    font.setPixelSize(max(1, round(size * 0.8)))
    text = LIVE.sub(lambda m: shown(m[2]), tex)
    path = QPainterPath()
    path.addText(QPointF(0, 0), font, text)
    metrics = QFontMetricsF(font)
    return Layout((path,), (), metrics.horizontalAdvance(text), metrics.ascent(), metrics.descent())
