"""The plane through a code, with potentials over it, that parameters choose."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.learned.latent.potentials.space import PotentialPlane, PotentialSpace
from engines.learned.latent.slice import sliced, spanned
from engines.numerics.marching import SCHEMES
from engines.parameters.declare import Declaration, choice, real, whole

AXES = {
    "principal": "widest directions of known codes",
    "codes": "single code numbers",
    "traversals": "two traversals' ends",
}


def declared(
    codes: int,
    count: int,
    known: tuple[str, ...],
    scheme: str = "Euler",
    axes: tuple[str, ...] = ("principal", "codes"),
) -> tuple[Declaration, ...]:
    """Declarations of all parameters that `cut` and the walk along a potential need.

    Args:
        codes: Number d of coordinates of a code.
        count: Number of potentials.
        known: Names of the factors that may colour codes.
        scheme: Name of the steps to begin with.
        axes: What the axes of the plane may be, names of `AXES`.
    """
    *most, last = (AXES[name] for name in axes)
    meant = f"{', '.join(most)}, or {last}."
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
            scheme,
            tuple(SCHEMES),
            title="Steps by",
            group="Traversals",
            help="Euler: steps of 1, as in training; RK4: steps of 1/8.",
        ),
        choice(
            "axes",
            axes[0],
            axes,
            title="Axes of the plane",
            group="Plane",
            help=meant[0].upper() + meant[1:],
        ),
        *spanned(codes, known),
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
    start, along = np.array(space.box.start), p.axes == "principal"
    return PotentialPlane(space, sliced(p, start, mean, widest, along))


def carried(landscapes: Any, codes: np.ndarray, way: int, steps: int) -> np.ndarray:
    """`codes`, shape (n, d), after so many steps of length 1 along potential `way`, from t = 0.

    z_{t+1} = z_t + grad u^k(z_t, t)
    """
    chosen, found = landscapes.only(way), np.asarray(codes, dtype=np.float64)
    for t in range(steps):
        found = found + chosen.slopes(found[None], float(t))[0]
    return found
