"""One exception class per kind of mistake, each carrying one sentence for the user."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

LIKE = 0.5  # how much of a word must be right for its neighbour to be named


def nearest(name: str, known: Iterable[str], like: float = LIKE) -> str:
    """The known word that `name` was probably meant to be, upper and lower case aside; or ""."""
    by_lower = {one.lower(): one for one in reversed([*known])}
    near = difflib.get_close_matches(name.lower(), by_lower, n=1, cutoff=like)
    return by_lower[near[0]] if near else ""


def near_miss(name: str, known: Iterable[str], at_most: int = 12) -> str:
    """The end of a sentence about an unknown name: the nearest known one, or all of them."""
    known = tuple(known)
    near = nearest(name, known)
    if near:
        return f"did you mean '{near}'?"
    if not known:
        return "there is none yet"
    rest = "" if len(known) <= at_most else f" and {len(known) - at_most} more"
    return f"known: {', '.join(known[:at_most])}{rest}"


class SeparatrixError(Exception):
    """A mistake that can be explained in one sentence; shown as it is, without a traceback."""


class ParameterError(SeparatrixError):
    """A parameter is unknown, of the wrong type, or outside its range."""


class LayerError(SeparatrixError):
    """An array handed to a layer has the wrong shape."""


class EquationError(SeparatrixError):
    """An equation cannot be read.

    Attributes:
        where: Name of the equation or file, as the user knows it.
        column: Position of the first offending character, counted from 1; 0 if unknown.
        length: Number of offending characters, at least 1.
        line: Line of a text of several, counted from 1; 0 if there is only one.
    """

    def __init__(
        self,
        sentence: str,
        *,
        where: str = "",
        column: int = 0,
        length: int = 1,
        line: int = 0,
    ) -> None:
        super().__init__(sentence)
        self.line = line
        self.where = where
        self.column = column
        self.length = length


class SystemFileError(SeparatrixError):
    """A system file is malformed."""


class SeriesError(SeparatrixError):
    """A file of gridded fields is missing, damaged, or does not hold what is needed."""


class PresetError(SeparatrixError):
    """A preset file is malformed, or no preset has that name."""


class WeightsError(SeparatrixError):
    """A weights file or its card is missing, damaged, or does not fit the network."""


class ExportError(SeparatrixError):
    """A picture, movie or table cannot be written."""


class FlowError(SeparatrixError):
    """A flow cannot be moved as asked, for instance because a state is not finite."""


class UnfitError(SeparatrixError):
    """An instrument was put on a flow that lacks what it needs."""
