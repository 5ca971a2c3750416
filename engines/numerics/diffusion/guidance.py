"""Fields pulled towards a wish."""

from __future__ import annotations

import numpy as np

from engines.errors import FlowError
from engines.numerics.diffusion.conversions import Field, Value
from engines.numerics.marching import Pushed

MOST = 20.0


def checked_weight(w: float) -> float:
    """`w`, if it is a weight.

    Raises:
        FlowError: If it lies outside 0 to 20.
    """
    if not 0.0 <= w <= MOST:
        raise FlowError(f"guidance w = {w:g}, allowed 0 to {MOST:g}")
    return float(w)


def guided(wished: Field, plain: Field, w: float) -> Field:
    """Classifier-free guidance: S_w = (1 + w) S(x, c) - w S(x); w = 0 is what was wished.

    Data, noise and velocity are affine in the score with the same place, so the formula holds for
    whatever kind the two fields are. Each evaluation costs one of either.

    Raises:
        FlowError: If the weight is out of range or the fields do not share a path.

    Source:
        Ho & Salimans (2022), arXiv:2207.12598.
    """
    checked_weight(w)
    if wished.path != plain.path:
        raise FlowError("guidance needs two fields on one path")

    def value(x: np.ndarray, t: float) -> np.ndarray:
        return (1.0 + w) * wished.of(wished.kind, x, t) - w * plain.of(wished.kind, x, t)

    return Field(wished.path, wished.kind, value)


def guided_push(wished: Pushed, plain: Pushed, w: float) -> Pushed:
    """Velocities and rates of small displacements of the guided flow, from those of its two."""

    def pushed(
        states: np.ndarray, tangents: np.ndarray, time: float
    ) -> tuple[np.ndarray, np.ndarray]:
        one, other = (push(states, tangents, time) for push in (wished, plain))
        return (1.0 + w) * one[0] - w * other[0], (1.0 + w) * one[1] - w * other[1]

    return pushed


def tilted(plain: Field, slope: Value, w: float) -> Field:
    """Classifier guidance: S + w grad ln p(c | x_t).

    Args:
        plain: The field without a wish.
        slope: grad ln p(c | x_t), shape (n, d).
        w: Weight.

    Source:
        Dhariwal & Nichol (2021), arXiv:2105.05233.
    """
    checked_weight(w)

    def value(x: np.ndarray, t: float) -> np.ndarray:
        return plain.score(x, t) + w * slope(x, t)

    return Field(plain.path, "score", value)
