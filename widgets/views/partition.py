"""How a rectangle is parted among up to four views. Imports no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from engines.protocols.views import ViewSpec

LINE = 5  # pixels a divider takes: a line of one, and two of ground at each side to grip it
LEAST = 120

Box = tuple[int, int, int, int]


@dataclass
class Cut:
    """Two parts side by side or one above the other.

    Attributes:
        across: Whether the parts stand side by side.
        share: Part of the length that the first one gets.
        first: A view's index, or a further cut.
        second: The same for the other part.
    """

    across: bool
    share: float
    first: int | Cut
    second: int | Cut


@dataclass
class Placed:
    """Boxes (x, y, width, height) of views and dividers."""

    views: dict[int, Box] = field(default_factory=dict)
    dividers: list[tuple[Cut, Box, Box]] = field(default_factory=list)  # cut, line, whole


def aspect(spec: ViewSpec) -> float:
    """Width over height of the domain of a plane that keeps it, else 0."""
    if spec.kind != "plane" or not spec.equal or len(spec.axes) < 2:
        return 0.0
    x, y = spec.axes[:2]
    return (x.high - x.low) / (y.high - y.low)


def parted(specs: Sequence[ViewSpec]) -> int | Cut:
    """The arrangement for these views; from the fifth on they are not shown.

    One fills. Two stand one above the other if the second is a chart, else side by side. Three: a
    large one above two; or two square planes above a chart. Four: two by two; or a plane with two
    sheets beside it and a third below.
    """
    kinds = [s.kind for s in specs]
    if len(specs) <= 1:
        return 0
    if len(specs) == 2:
        return Cut(False, 0.7, 0, 1) if kinds[1] == "chart" else Cut(True, 0.5, 0, 1)
    if len(specs) == 3:
        square = all(0.7 <= aspect(s) <= 1.45 for s in specs[:2])
        alike = kinds[0] == kinds[1] and kinds[0] in ("plane", "space")
        if kinds[2] == "chart" and alike and (square or kinds[0] == "space"):
            return Cut(False, 0.66, Cut(True, 0.5, 0, 1), 2)
        return Cut(False, 0.64, 0, Cut(True, 0.5, 1, 2))
    if kinds[0] == "plane" and kinds[1:4].count("sheet") >= 2:
        return Cut(False, 0.63, Cut(True, 0.64, 0, Cut(False, 0.42, 1, 2)), 3)
    return Cut(False, 0.5, Cut(True, 0.5, 0, 1), Cut(True, 0.5, 2, 3))


def placed(tree: int | Cut, box: Box) -> Placed:
    """Boxes of all views of a tree inside `box`, with a divider between neighbours."""
    found = Placed()
    _place(tree, box, found)
    return found


def _place(tree: int | Cut, box: Box, found: Placed) -> None:
    if isinstance(tree, int):
        found.views[tree] = box
        return
    x, y, width, height = box
    length = (width if tree.across else height) - LINE
    least = min(LEAST, length // 2)
    first = max(least, min(length - least, round(length * tree.share)))
    if tree.across:
        a, line = (x, y, first, height), (x + first, y, LINE, height)
        b = (x + first + LINE, y, width - first - LINE, height)
    else:
        a, line = (x, y, width, first), (x, y + first, width, LINE)
        b = (x, y + first + LINE, width, height - first - LINE)
    found.dividers.append((tree, line, box))
    _place(tree.first, a, found)
    _place(tree.second, b, found)
