"""Words broken into lines, for widgets that paint their own text."""

from __future__ import annotations

import re

from PyQt6.QtGui import QFontMetricsF

_PARTS = re.compile(r"[^\s\-\N{EN DASH}/]*[\-\N{EN DASH}/]+|[^\s\-\N{EN DASH}/]+")


def wrapped(text: str, metrics: QFontMetricsF, width: float) -> tuple[str, ...]:
    """The lines of `text`, each as wide as `width` at most.

    It is broken between words first, then behind dashes and strokes, then anywhere.

    Args:
        text: One paragraph.
        metrics: Metrics of the font it is painted in.
        width: Room, in logical pixels.
    """
    lines: list[str] = []
    for word in text.split():
        if lines and metrics.horizontalAdvance(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        elif metrics.horizontalAdvance(word) <= width:
            lines.append(word)
        else:
            start = len(lines)
            for part in _PARTS.findall(word):
                joined = (lines[-1] if len(lines) > start else "") + part
                if len(lines) > start and metrics.horizontalAdvance(joined) <= width:
                    lines[-1] = joined
                else:
                    lines += _letters(part, metrics, width)
    return tuple(lines) or ("",)


def _letters(part: str, metrics: QFontMetricsF, width: float) -> list[str]:
    pieces = [""]
    for letter in part:
        if pieces[-1] and metrics.horizontalAdvance(pieces[-1] + letter) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces
