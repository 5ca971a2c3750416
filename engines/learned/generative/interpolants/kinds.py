"""A learned bridge from any kind of picture, or from noise, to any kind: one network for them all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

import numpy as np

from engines.learned.generative.interpolants.flow import (
    DRIFT,
    NOISE,
    PictureBridge,
)
from engines.learned.nets.mlp import shapes as mlp_shapes
from engines.numerics.interpolants.bridging import Shaking
from engines.numerics.interpolants.coupling import COUPLINGS
from engines.numerics.interpolants.interpolant import Interpolant
from engines.parameters.declare import Declaration, choice
from engines.protocols.capabilities import Box
from engines.protocols.pictures import Wishing

KINDS = 10
WORDS = tuple(map(str, range(KINDS)))
PLAIN = KINDS  # the number of plain noise among what a bridge begins with
TOLD = 2 * KINDS + 1  # inputs that say from where to where
FROM, TO = 3, 8
DECLARED: tuple[Declaration, ...] = (
    choice(
        "from_kind",
        WORDS[FROM],
        (*WORDS, "noise"),
        title="From",
        group="Digits",
        help="What the bridge begins with: a handwritten digit, or plain noise.",
    ),
    choice(
        "to_kind",
        WORDS[TO],
        WORDS,
        title="To",
        group="Digits",
        help="Which digit it becomes.",
    ),
)


def told(first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """What the network is told of numbers of kinds at both ends, shape (n,): shape (n, 21)."""
    found = np.zeros((len(first), TOLD))
    found[np.arange(len(first)), first] = 1.0
    found[np.arange(len(last)), KINDS + 1 + np.asarray(last)] = 1.0
    return found


def shapes(d: int, hidden: tuple[int, ...]) -> dict[str, tuple[int, ...]]:
    """Name to shape of the arrays of b and eta."""
    sizes = (d + 1 + TOLD, *hidden, d)
    return mlp_shapes(sizes, DRIFT) | mlp_shapes(sizes, NOISE)


def between(arrays: Mapping[str, np.ndarray], first: int, last: int) -> dict[str, np.ndarray]:
    """Plain networks of one pair of kinds, and the pictures of each: what was told is in the offsets."""
    found, kinds = dict(arrays), arrays["labels"]
    known = found.pop("targets")
    found["targets"] = known[kinds == last]
    if first != PLAIN:
        found["sources"] = known[kinds == first]
    say = told(np.array([first]), np.array([last]))[0]
    for part in (DRIFT, NOISE):
        weight = arrays[f"{part}0.weight"]
        found[f"{part}0.weight"] = weight[:, :-TOLD]
        found[f"{part}0.bias"] = arrays[f"{part}0.bias"] + weight[:, -TOLD:] @ say
    return found


class KindsBridge(PictureBridge, Wishing):
    """The learned bridge between two kinds of pictures.

    Args:
        arrays: Name to array of the networks, "mean", "targets" and their "labels".
        spread: Root mean square of a coordinate.
        interpolant: How the two ends were mixed in training.
        shaking: Noise, steps, and an error of the drift.
        box: Where to look.
        coupling: With which coupling the networks were trained.
        first: Number of the kind it begins with, 10 for noise.
        last: Number of the kind it becomes.
    """

    wishes = WORDS

    def __init__(
        self,
        arrays: Mapping[str, np.ndarray],
        spread: float,
        interpolant: Interpolant,
        shaking: Shaking | None = None,
        box: Box | None = None,
        coupling: str = COUPLINGS[0],
        first: int = FROM,
        last: int = TO,
    ) -> None:
        self.every, self.first, self.wish = arrays, first, last
        super().__init__(between(arrays, first, last), spread, interpolant, shaking, box, coupling)

    def joining(self, first: int, last: int) -> Self:
        """The same networks between two other kinds."""
        how = (self.interpolant, self.shaking, self.box, self.coupling)
        return type(self)(self.every, self.spread, *how, first, last)

    def followed_by(self, shaking: Shaking) -> Self:
        how = (self.interpolant, shaking, self.box, self.coupling)
        return type(self)(self.every, self.spread, *how, self.first, int(self.wish or 0))

    def wishing(self, number: int) -> Self:
        return self.joining(self.first, number)
