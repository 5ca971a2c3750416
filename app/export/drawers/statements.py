"""Sentences with their numbers; a mark before each, which needs no colour."""

from __future__ import annotations

from matplotlib.artist import Artist

from app.export.paper.panel import Panel
from app.export.paper.style import plain
from engines.layers.statements import Statements

MARKS = {"holds": ("\N{CHECK MARK}", "accent"), "fails": ("\N{MULTIPLICATION X}", "error")}
UNDECIDED = ("\N{EN DASH}", "text3")
LETTER = 0.52  # rough width of a letter, in its size
INDENT = 12.0  # points from the mark to the words
LEADING = 1.25  # from one line to the next, in sizes
AIR = 1.5  # lines between two rows, at most


def draw_statements(panel: Panel, name: str, layer: Statements, height: float) -> list[Artist]:
    """Draw two lines for each row where there is room for them, else one."""
    left, right, bottom, top = panel.limits
    style, theme = panel.style, panel.style.theme
    across, up = panel.point
    line = LEADING * style.small * up
    step = min((top - bottom) / max(len(layer.rows), 1), (2.0 + AIR) * line)
    drawn: list[Artist] = []

    def write(x: float, y: float, text: str, tone: str, at_right: bool = False) -> None:
        drawn.append(
            panel.axes.text(
                x,
                y,
                plain(text),
                fontsize=style.small,
                color=str(getattr(theme, tone)),
                ha="right" if at_right else "left",
                va="top",
                zorder=height,
            )
        )

    room = (right - left) / across - INDENT
    tall = step >= 2.0 * line
    for i, row in enumerate(layer.rows):
        y = top - i * step
        mark, tone = MARKS.get(row.verdict, UNDECIDED)
        write(left, y, mark, tone)
        write(left + INDENT * across, y, row.title, "text")
        said, both = row.measured, f"{row.measured} ({row.must})"
        if not tall and row.must and _wide(row.title, both, style.small) <= room:
            said = both
        write(right, y, said, "error" if row.verdict == "fails" else "text", True)
        if not tall:
            continue
        if _wide(row.about, row.must, style.small) <= room:
            write(left + INDENT * across, y - line, row.about, "text3")
        write(right, y - line, row.must, "text2", True)
    panel.axes.set_xlim(left, right)
    panel.axes.set_ylim(bottom, top)
    return drawn


def _wide(left: str, right: str, size: float) -> float:
    """About how much room two texts need beside each other, points."""
    return LETTER * size * (len(left) + len(right) + 2)
