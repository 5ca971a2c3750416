"""The plane through a code, with potentials over it, that parameters choose."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.errors import ParameterError
from engines.learned.latent.potentials.space import PotentialPlane, PotentialSpace
from engines.learned.latent.slice import Slice
from engines.numerics.marching import SCHEMES
from engines.parameters.declare import Declaration, choice, places, real, whole


def declared(codes: int, count: int, known: tuple[str, ...]) -> tuple[Declaration, ...]:
    """Declarations of all parameters that `cut` and the walk along a potential need.

    Args:
        codes: Number d of coordinates of a code.
        count: Number of potentials.
        known: Names of the factors that may colour codes.
    """
    return (
        whole("way", 1, 1, count, title="Potential", symbol="k", group="Traversals"),
        real(
            "speed",
            1.0,
            0.0,
            3.0,
            title="Speed",
            symbol=r"\epsilon",
            group="Traversals",
            help="Factor of the slope of the potential.",
        ),
        choice(
            "scheme",
            "Euler",
            tuple(SCHEMES),
            title="Steps by",
            group="Traversals",
            help="Euler: steps of 1, as in training; RK4: steps of 1/8.",
        ),
        choice(
            "axes",
            "principal",
            ("principal", "codes"),
            title="Axes of the plane",
            group="Plane",
            help="Widest directions of known codes, or single code numbers.",
        ),
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


def cut(p: Any, space: PotentialSpace, mean: np.ndarray, widest: np.ndarray) -> PotentialPlane:
    """The plane through the start of `space`, with the handle where the hand left it.

    Args:
        p: Parameters as `declared`.
        space: All codes.
        mean: Mean of known codes, shape (d,).
        widest: Their principal directions, shape (d, d).

    Raises:
        ParameterError: If both axes are the same, or the handle is not a place in the plane.
    """
    if p.horizontal_axis == p.vertical_axis:
        raise ParameterError(
            f"vertical_axis = {p.vertical_axis}, must differ from horizontal_axis = {p.horizontal_axis}"
        )
    if p.handle and len(p.handle[0]) != 2:
        raise ParameterError(f"handle = {p.handle[0]}, allowed two coordinates")
    start = np.array(space.box.start)
    along = p.axes == "principal"
    axes = (widest if along else np.eye(len(start)))[[p.horizontal_axis - 1, p.vertical_axis - 1]]
    symbol = "p" if along else "z"
    symbols = (f"{symbol}_{{{p.horizontal_axis}}}", f"{symbol}_{{{p.vertical_axis}}}")
    origin = mean if along else np.zeros(len(start))
    place = p.handle[0] if p.handle else None
    return PotentialPlane(space, Slice(axes, origin, start, symbols, place))


def carried(landscapes: Any, codes: np.ndarray, way: int, steps: int) -> np.ndarray:
    """`codes`, shape (n, d), after so many steps of length 1 along potential `way`, from t = 0.

    z_{t+1} = z_t + grad u^k(z_t, t)
    """
    chosen, found = landscapes.only(way), np.asarray(codes, dtype=np.float64)
    for t in range(steps):
        found = found + chosen.slopes(found[None], float(t))[0]
    return found
