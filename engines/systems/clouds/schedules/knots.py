"""The knots of a schedule drawn by hand: how many, where, and what they become when that changes."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.errors import ParameterError
from engines.numerics.kinetic.drawn import Drawn
from engines.parameters.declare import Declaration, Parameters, places, whole

KNOTS: tuple[Declaration, ...] = (
    whole(
        "knot_count",
        5,
        4,
        8,
        title="Knots",
        group="Path",
        help="Of a schedule that is drawn; other ones are laid along the same curve.",
    ),
    places("knots", group="Path"),
)


def knots_of(parameters: Parameters) -> np.ndarray:
    """Places (a, m) of the knots at equal times, shape (k, 2): straight until one was dragged.

    Raises:
        ParameterError: If a place has not two coordinates.
        FlowError: If signal to noise does not rise from knot to knot.
    """
    p: Any = parameters
    shares = np.arange(1, p.knot_count + 1) / (p.knot_count + 1)
    if not p.knots:
        return np.stack([shares, 1.0 - shares], axis=1)
    for place in p.knots:
        if len(place) != 2:
            raise ParameterError(f"knots = {place}, allowed a and m of each")
    found = np.array(p.knots, dtype=np.float64)
    if len(found) == p.knot_count:
        return found
    curve = Drawn(found)
    return np.stack([curve.a(shares), curve.s(shares)], axis=1)
