"""Where a plane lies in a space of codes."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.errors import ParameterError
from engines.parameters.declare import Declaration, choice, places, whole
from engines.protocols.capabilities import Box

REACH = 4.0
STATES = ("a", "b")  # of places in a plane, whichever axes span it


class Slice:
    """The plane through one code that two orthonormal axes span.

        z = z_0 + (a - e_1 . (z_0 - o)) e_1 + (b - e_2 . (z_0 - o)) e_2

    A place is (a, b); other codes are seen at their shadows e_i . (z - o).

    Attributes:
        axes: e_1 and e_2, shape (2, d).
        box: The part of the plane worth looking at; its start is the handle.
        start: Code of the handle, shape (d,).
    """

    def __init__(
        self,
        axes: np.ndarray,
        origin: np.ndarray,
        through: np.ndarray,
        symbols: tuple[str, str],
        place: tuple[float, float] | None = None,
    ) -> None:
        """Cut the plane.

        Args:
            axes: e_1 and e_2, shape (2, d).
            origin: o, shape (d,).
            through: z_0, shape (d,).
            symbols: Names of the axes in TeX.
            place: Where the handle is, in the plane; z_0 itself if left out.
        """
        self.axes, self._origin = axes, origin
        shadow = axes @ (through - origin)
        self._rest = through - shadow @ axes
        at = shadow if place is None else np.array(place, dtype=np.float64)
        self.box = Box(
            low=(-REACH, -REACH),
            high=(REACH, REACH),
            periodic=(False, False),
            labels=("first axis", "second axis"),
            symbols=symbols,
            units=("", ""),
            start=(float(at[0]), float(at[1])),
        )
        self.start = self.lifted(at[None])[0]

    def lifted(self, places: np.ndarray) -> np.ndarray:
        """Codes, shape (n, d), of `places`, shape (n, 2)."""
        return self._rest + np.asarray(places, dtype=np.float64) @ self.axes

    def seen(self, codes: np.ndarray) -> np.ndarray:
        """Shadows, shape (n, 2), of `codes`, shape (n, d)."""
        return (np.asarray(codes, dtype=np.float64) - self._origin) @ self.axes.T


def spanned(codes: int, known: tuple[str, ...]) -> tuple[Declaration, ...]:
    """Declarations of the axes of a plane, of its handle, and of what colours its codes.

    Args:
        codes: Number d of coordinates of a code.
        known: Names of the factors that may colour codes.
    """
    return (
        whole("horizontal_axis", 1, 1, codes, title="Horizontal axis", group="Plane"),
        whole("vertical_axis", 2, 1, codes, title="Vertical axis", group="Plane"),
        choice(
            "coloured",
            "none",
            ("none", *known),
            title="Colour codes by",
            group="Plane",
            help="The known factor that gives each code its colour.",
        ),
        places("handle"),
    )


def checked(p: Any) -> tuple[float, float] | None:
    """Where the hand left the handle, if it was moved.

    Args:
        p: Parameters that choose a plane: `horizontal_axis`, `vertical_axis`, `handle`.

    Raises:
        ParameterError: If both axes are the same, or the handle is not a place in the plane.
    """
    if p.horizontal_axis == p.vertical_axis:
        raise ParameterError(
            f"vertical_axis = {p.vertical_axis}, must differ from horizontal_axis = {p.horizontal_axis}"
        )
    if p.handle and len(p.handle[0]) != 2:
        raise ParameterError(f"handle = {p.handle[0]}, allowed two coordinates")
    return p.handle[0] if p.handle else None


def sliced(
    p: Any, start: np.ndarray, mean: np.ndarray, widest: np.ndarray, along: bool = True
) -> Slice:
    """The slice through `start` that parameters choose.

    Args:
        p: Parameters as in `checked`; axes are counted from 1.
        start: Code it goes through, shape (d,).
        mean: Mean of known codes, shape (d,).
        widest: Their principal directions, shape (d, d).
        along: Whether axes are principal directions; else they are single code numbers.

    Raises:
        ParameterError: As in `checked`.
    """
    place, chosen = checked(p), [p.horizontal_axis - 1, p.vertical_axis - 1]
    axes = (widest if along else np.eye(len(start)))[chosen]
    symbol = "p" if along else "z"
    symbols = (f"{symbol}_{{{p.horizontal_axis}}}", f"{symbol}_{{{p.vertical_axis}}}")
    return Slice(axes, mean if along else np.zeros(len(start)), start, symbols, place)
