"""The line under a figure: what it is of, and at which values."""

from __future__ import annotations

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from app.catalogue import Opened
from app.export.paper.layout import Plan
from app.export.paper.style import POINTS, Style, maths, plain
from engines.layers.frame import Frame
from engines.layers.scalar_field import ScalarField
from engines.parameters.declare import declarations
from widgets.theme.numbers import MINUS, true_minus, unit_words, written

MEASURED = ("start", "horizon", "duration", "slice")  # values without which no field is known
LEADING = 1.35
MOST_LINES = 3
FINE = 600.0
ABOVE = 4.0
DOT, GAP = "·", 4.5  # between two pieces, and the points on both sides of it


def caption_lines(opened: Opened, frame: Frame, driven: str = "") -> list[str]:
    """Pieces of the caption: title, grid, values of the flow and of what is measured.

    Args:
        opened: Preset, subject and parameters.
        frame: What was computed.
        driven: Name of a parameter that is left out because a clock shows it.
    """
    pieces = [plain(opened.subject.title or opened.preset.title)]
    fields = [layer for layer in frame.layers.values() if isinstance(layer, ScalarField)]
    grids = dict.fromkeys(f"{len(field.x)} × {len(field.y)}" for field in fields)
    if grids:
        pieces.append(f"{' and '.join(grids)} nodes")
    unused = opened.experiment.unused(opened.parameters)
    if not getattr(opened.parameters, "starts", True):
        unused |= {"duration"}  # that of the paths, of which there are none
    of_flow = {d.name for d in opened.subject.declared}
    for name, d in declarations(type(opened.parameters)).items():
        wanted = name in of_flow or name in MEASURED or name.startswith("at_")
        if (
            d.kind in ("real", "whole")
            and wanted
            and not d.hidden
            and name not in unused
            and name != driven
        ):
            value = number_words(getattr(opened.parameters, name))
            if name == "horizon" and getattr(opened.parameters, "direction", "") == "both":
                value = f"±{value.removeprefix(MINUS)}"
            unit = f" {plain(unit_words(d.unit))}" if d.unit else ""
            pieces.append(f"{maths(d.symbol) or plain(d.title or name)} = {value}{unit}")
    if frame.trust is not None and frame.trust.path and not driven:  # a movie may take another
        pieces.append(plain(true_minus(", ".join(frame.trust.path))))
    return pieces


def number_words(value: float) -> str:
    """A number as short as its value allows, with a true minus."""
    text = written(float(value), 4)
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text


def write_caption(
    figure: Figure | None, made: Plan | None, pieces: list[str], look: Style, width: float
) -> float:
    """Write the pieces in as few lines as they need, the lowest at the foot of the figure.

    Args:
        figure: Where to write, or None only to measure.
        made: Sizes of the figure; None only to measure.
        pieces: Never broken inside.
        look: Letters and colours.
        width: Points there are.

    Returns:
        Height of the caption in points.
    """
    lines = _broken(pieces, look, width)
    step = look.small * LEADING
    if figure is not None and made is not None:
        for i, line in enumerate(reversed(lines)):
            x = made.caption
            for k, (piece, wide) in enumerate(line):
                x += GAP if k else 0.0  # spaces would be cut off by the renderer
                _write(figure, made, x, made.caption + i * step + 1.5, piece, look)
                x += wide
    return ABOVE + step * len(lines)


def _write(figure: Figure, made: Plan, x: float, y: float, piece: str, look: Style) -> None:
    """One piece by itself, so that words without symbols stay words in an SVG."""
    figure.text(
        x / made.width,
        y / made.height,
        piece,
        fontsize=look.small,
        color=look.theme.text3,
        va="baseline",
    )


def _broken(pieces: list[str], look: Style, width: float) -> list[list[tuple[str, float]]]:
    """Pieces and their widths, filled into lines; what does not fit is left out whole."""
    probe = Figure((1.0, 1.0), dpi=FINE)  # on coarse pixels letters are moved about
    renderer = FigureCanvasAgg(probe).get_renderer()
    text = probe.text(0.0, 0.0, "", fontsize=look.small)

    def wide(words: str) -> float:
        text.set_text(words)
        return float(text.get_window_extent(renderer).width) * POINTS / FINE

    dot = wide(DOT)
    lines: list[list[tuple[str, float]]] = []
    reached = width
    for piece in pieces:
        own = wide(piece)
        longer = reached + dot + own + 2 * GAP
        if lines and longer <= width:
            lines[-1] += [(DOT, dot), (piece, own)]
            reached = longer
        elif len(lines) < MOST_LINES:
            lines.append([(piece, own)])
            reached = own
        else:
            break
    return lines
