"""Names of axes as they stand on paper."""

from __future__ import annotations

from app.export.paper.style import maths, plain
from engines.protocols.views import Axis
from widgets.theme.numbers import unit_words


def upright(axis: Axis) -> bool:
    """Whether the name of a vertical axis is short enough to stand upright."""
    return not axis.label or _same(axis) or len(axis.label) <= 2


def axis_name(axis: Axis) -> str:
    """Words, symbol and unit of an axis as mathtext, e.g. "angle θ, rad"."""
    symbol = maths(axis.symbol)
    words = "" if symbol and _same(axis) else plain(axis.label)
    name = " ".join(part for part in (words, symbol) if part)
    unit = "" if axis.compass else axis.unit  # every tick has its own
    return f"{name}, {plain(unit_words(unit))}" if unit else name


def _same(axis: Axis) -> bool:
    bare = axis.symbol.replace("\\", "").replace("{", "").replace("}", "").replace("_", "")
    return bare.lower() == axis.label.lower().replace("_", "").replace(" ", "")
