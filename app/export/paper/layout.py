"""Where the panels of a figure stand, in points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.export.paper.style import POINTS, WIDTHS_MM
from engines.protocols.views import ViewSpec

MM = POINTS / 25.4
GAP = 8.0
EDGE = 5.0
SHORTEST, TALLEST = 0.28, 0.8  # height of the data over their width, when there is a choice
BESIDE = 0.3  # the same for a sheet or a chart that stands in a row of its own under others
LARGE = 0.68  # most of the width a plane takes beside a chart
SMALL = 0.3  # share of the height a lower row gets when the whole height is given
ROOMY = 48.0  # points below which a panel is too small to be read
LEGIBLE = 105.0  # dots per inch below which a narrower paper is taken


@dataclass(frozen=True, slots=True)
class Insets:
    """Room round the data of a panel, points."""

    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle in points, measured from the lower left corner of the figure."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Plan:
    """A figure before it is drawn.

    Attributes:
        width: Points.
        height: Points.
        dpi: Dots per inch for pictures of pixels.
        data: Rectangle of the data of each view.
        cells: Rectangle of each whole panel.
        caption: Baseline of the lowest caption line.
    """

    width: float
    height: float
    dpi: float
    data: tuple[Rect, ...]
    cells: tuple[Rect, ...]
    caption: float


def rows_of(views: Sequence[ViewSpec]) -> list[list[int]]:
    """Which views stand in one row: the arrangement of the window, for paper.

    Args:
        views: First the largest.
    """
    n = len(views)
    kinds = [view.kind for view in views]
    if n <= 1:
        return [[0]] if n else []
    if n == 2:
        return [[0], [1]] if kinds[1] == "chart" else [[0, 1]]
    if n == 3:
        planes = all(k in ("plane", "space") for k in kinds[:2])
        return [[0, 1], [2]] if planes and kinds[2] in ("chart", "sheet") else [[0], [1, 2]]
    return [list(range(i, min(i + 2, n))) for i in range(0, n, 2)]


def expected_widths(views: Sequence[ViewSpec]) -> list[float]:
    """Roughly how wide each panel becomes, points."""
    rows = rows_of(views)
    whole = WIDTHS_MM[1 if max((len(row) for row in rows), default=1) == 1 else 2] * MM
    return [whole / len(row) for i in range(len(views)) for row in rows if i in row]


def plan(
    views: Sequence[ViewSpec],
    aspects: Sequence[float | None],
    insets: Callable[[int], Insets],
    pixels: tuple[int, int] | None,
    caption_height: Callable[[float], float],
    above: float = 0.0,
) -> Plan:
    """Sizes and places of everything; on wider paper, with smaller letters, where room is scarce.

    Args:
        views: What is shown.
        aspects: Width over height of the data of each view; None if any will do.
        insets: Room round the data of a view.
        pixels: Exact size of the picture, or None to take the height the data ask for.
        caption_height: Height of the caption, points, at a width in points.
        above: Height kept free at the top, points.
    """
    choices = [rows_of(views)]
    if pixels is not None and len(views) == 2:  # a given shape decides: which shows more?
        choices = [[[0], [1]], [[0, 1]]]
    widest = max((len(row) for row in choices[0]), default=1)
    first = _paper_width(widest, pixels)
    for paper in (w for w in WIDTHS_MM if w >= first):
        made = max(
            (
                _plan_on(paper * MM, rows, views, aspects, insets, pixels, caption_height, above)
                for rows in choices
            ),
            key=lambda plan: plan.data[0].width * plan.data[0].height if plan.data else 0.0,
        )
        if pixels is None or min(min(r.width, r.height) for r in made.data) >= ROOMY:
            break
    return made


def _plan_on(
    width: float,
    rows: list[list[int]],
    views: Sequence[ViewSpec],
    aspects: Sequence[float | None],
    insets: Callable[[int], Insets],
    pixels: tuple[int, int] | None,
    caption_height: Callable[[float], float],
    above: float,
) -> Plan:
    dpi = 300.0 if pixels is None else pixels[0] / (width / POINTS)
    below = caption_height(width - 2 * EDGE)
    inner = width - 2 * EDGE
    wishes = [_row_wish(row, aspects, insets, inner - GAP * (len(row) - 1)) for row in rows]
    for i, row in enumerate(rows[1:], start=1):
        if len(row) == 1 and views[row[0]].kind in ("sheet", "chart"):
            wishes[i] = min(wishes[i], BESIDE * inner, wishes[0])
    fixed = above + below + 2 * EDGE + GAP * (len(rows) - 1)
    room = [max(insets(i).top + insets(i).bottom for i in row) for row in rows]
    if pixels is None:
        height = fixed + sum(room) + sum(wishes)
        height = round(height / POINTS * dpi) / dpi * POINTS
        width = round(width / POINTS * dpi) / dpi * POINTS
        share = 1.0
    else:
        height = pixels[1] / dpi * POINTS
        if len(rows) == 2 and wishes[1] < wishes[0]:
            wishes[1] = min(wishes[1], wishes[0] * SMALL / (1.0 - SMALL))
        share = max(0.0, (height - fixed - sum(room)) / sum(wishes)) if wishes else 1.0
    data: dict[int, Rect] = {}
    cells: dict[int, Rect] = {}
    top = height - EDGE - above
    for row, wish, space in zip(rows, wishes, room, strict=True):
        tall = max(wish * share, 4.0)
        _place_row(
            row, aspects, insets, Rect(EDGE, top - space - tall, inner, tall + space), data, cells
        )
        top -= tall + space + GAP
    ordered = range(len(views))
    return Plan(
        width,
        height,
        dpi,
        tuple(data[i] for i in ordered),
        tuple(cells[i] for i in ordered),
        EDGE,
    )


def _paper_width(widest: int, pixels: tuple[int, int] | None) -> float:
    """One of the three widths of paper, mm; smaller when few pixels would make letters unreadable."""
    wished = WIDTHS_MM[1] if widest == 1 else WIDTHS_MM[2]
    if pixels is None:
        return wished
    fitting = [w for w in WIDTHS_MM if pixels[0] / (w / 25.4) >= LEGIBLE]
    landscape = pixels[0] >= 1200
    return max(fitting if landscape else [w for w in fitting if w <= wished], default=WIDTHS_MM[0])


def _natural(aspect: float | None, width: float) -> float:
    """Height the data would like at `width`, points."""
    if aspect is None:
        return 0.42 * width
    return width * min(max(1.0 / aspect, SHORTEST), TALLEST)


def _shares(row: list[int], aspects: Sequence[float | None]) -> list[float]:
    """Widths of the data of a row, such that planes of different shape become equally tall."""
    wide = [min(max(aspects[i] or 1.2, 0.7), 2.2) for i in row]
    return [w / sum(wide) for w in wide]


def _row_wish(
    row: list[int],
    aspects: Sequence[float | None],
    insets: Callable[[int], Insets],
    width: float,
) -> float:
    for_data = width - sum(insets(i).left + insets(i).right for i in row)
    shares = _shares(row, aspects)
    natural = (_natural(aspects[i], for_data * s) for i, s in zip(row, shares, strict=True))
    return max(natural)


def _place_row(
    row: list[int],
    aspects: Sequence[float | None],
    insets: Callable[[int], Insets],
    rect: Rect,
    data: dict[int, Rect],
    cells: dict[int, Rect],
) -> None:
    """Put the views of one row side by side, in the middle; their data share both edges.

    A view of free shape becomes as tall as its neighbours of fixed shape.
    """
    free = rect.width - GAP * (len(row) - 1)
    for_data = free - sum(insets(i).left + insets(i).right for i in row)
    top = max(insets(i).top for i in row)
    bottom = max(insets(i).bottom for i in row)
    tall = rect.height - top - bottom
    widths = _filling(row, aspects, for_data, tall)
    shaped = [(w, a) for i, w in zip(row, widths, strict=True) if (a := aspects[i]) is not None]
    used = min(tall, max((w / a for w, a in shaped), default=tall))
    upper = rect.y + rect.height - (tall - used) / 2
    x = rect.x
    for i, wide in zip(row, widths, strict=True):
        inset, aspect = insets(i), aspects[i]
        cells[i] = Rect(
            x, upper - used - top - bottom, wide + inset.left + inset.right, used + top + bottom
        )
        fitted_wide = wide if aspect is None else min(wide, used * aspect)
        fitted_tall = used if aspect is None else fitted_wide / aspect
        left = x + inset.left + (wide - fitted_wide) / 2
        data[i] = Rect(left, upper - top - fitted_tall, fitted_wide, fitted_tall)
        x += cells[i].width + GAP


def _filling(
    row: list[int], aspects: Sequence[float | None], width: float, tall: float
) -> list[float]:
    """Widths of the data of a row: a plane beside a chart takes what its height allows."""
    shaped = [i for i in row if aspects[i] is not None]
    if len(shaped) == 1 and len(row) == 2:
        plane = min(tall * (aspects[shaped[0]] or 1.0), LARGE * width)
        return [plane if i in shaped else width - plane for i in row]
    return [width * share for share in _shares(row, aspects)]
