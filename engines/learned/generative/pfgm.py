"""Denoisers of noise with hidden dimensions as flows: one network for each of several D."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Self

import numpy as np

from engines.learned.generative.diffusion import DenoisedFlow, plane_box
from engines.learned.nets.denoiser import Denoiser, shapes
from engines.learned.nets.heavy_tailed import HeavyTailed
from engines.learned.nets.quantised import quantised
from engines.learned.weights import Card, Model
from engines.numerics.diffusion.generation import Sampler
from engines.numerics.diffusion.path import Path, Scaled, VarianceExploding
from engines.numerics.hidden_dimensions.declared import SHAKEN, SOLVER, SOLVERS, STEPS
from engines.numerics.hidden_dimensions.generation import (
    ChargedGeneration,
    checked_shaking,
)
from engines.parameters.declare import Declaration, Parameters, choice, whole
from engines.protocols.capabilities import Box

LOW, HIGH = 0.01, 40.0
FULL = 17  # bits that stand for weights as they are
ENDLESS = "infinite"
ENDLESS_FROM = 1e6  # a D that stands for all beyond when two are compared
BITS: Declaration = whole(
    "bits",
    FULL,
    2,
    FULL,
    title="Bits of a weight",
    symbol="b",
    group="Network",
    help=f"Weights of the network are rounded to so many bits; {FULL} leaves them as they are.",
)
POINT, BATCH = "point", "batch"
TARGET: Declaration = choice(
    "target",
    POINT,
    (POINT, BATCH),
    title="Learned from",
    group="Charges",
    help="Where a noisy point began, right on average; or the mean of a whole batch as the noisy "
    "point sees it, which is quieter and not quite right.",
)


def told(hidden: float) -> str:
    """D as a word of a choice."""
    return ENDLESS if math.isinf(hidden) else f"{hidden:g}"


def stem(hidden: float, target: str = POINT) -> str:
    """Prefix of the names of the arrays of the network for D that has learned by a target."""
    before = "" if target == POINT else f"{target}."
    return f"{before}inf." if math.isinf(hidden) else f"{before}{hidden:g}."


class ChargedNetwork(ChargedGeneration, DenoisedFlow):
    r"""dx/dsigma = (x - D_theta(x, sigma)) / sigma, drawn at x / sqrt(1 + sigma^2).

    Args:
        arrays: Name to array of the network.
        spread: Standard deviation of a coordinate of the data.
        hidden: D it was trained for, which is that of its noise.
        sampler: How it is followed.
        box: Where to look.
        stem: Prefix of the names of the arrays.
        alpha: How strongly a cloud is shaken before each step.
        low: Smallest sigma.
        high: Largest sigma.

    Raises:
        FlowError: If alpha is negative, or sigma does not fall.

    Source:
        Xu et al. (2023), arXiv:2302.04265.
    """

    def __init__(
        self,
        arrays: Mapping[str, np.ndarray],
        spread: float,
        hidden: float,
        sampler: Sampler | None = None,
        box: Box | None = None,
        stem: str = "",
        alpha: float = 0.0,
        low: float = LOW,
        high: float = HIGH,
    ) -> None:
        self.hidden, self.alpha = hidden, checked_shaking(alpha)
        self.low, self.high = low, high
        path: Path = Scaled(VarianceExploding(low, high))
        sampler = sampler or Sampler(SOLVERS[0], 18, "time")
        super().__init__(arrays, spread, "v", path, sampler, box, stem)

    def followed_by(self, sampler: Sampler) -> Self:
        return self.with_shaking(self.alpha, sampler)

    def with_shaking(self, alpha: float, sampler: Sampler | None = None) -> Self:
        """The same network, a cloud shaken otherwise on its way."""
        arrays, spread, _ = self._made
        return type(self)(
            arrays, spread, self.hidden, sampler or self.sampler, self.box, self._stem,
            alpha, self.low, self.high,
        )  # fmt: skip

    def tex(self) -> tuple[str, ...]:
        return equations(self.hidden)


class PfgmFlow(ChargedNetwork):
    """The same in the plane, where noise may be so heavy-tailed that it has no mean square."""

    def denoiser(self, dtype: type) -> Denoiser:
        arrays, spread, _ = self._made
        return HeavyTailed(arrays, spread, self.hidden, self._stem, dtype)


def equations(hidden: float) -> tuple[str, ...]:
    """The flow of a network for D, and the noise it was trained under."""
    if math.isinf(hidden):
        law, dimensions = r"\exp(-|x - y|^2 / 2 \sigma^2)", r"\infty"
    else:
        law, dimensions = r"(|x - y|^2 + D \sigma^2)^{-(N + D)/2}", f"{hidden:g}"
    return (
        r"\frac{dx}{d\sigma} = \frac{x - E_\theta(x, \sigma)}{\sigma},\quad D = " + dimensions,
        r"p_\sigma(x \mid y) \propto " + law,
    )


def shapes_of(
    d: int, hidden: tuple[int, ...], dimensions: Sequence[float], targets: Sequence[str] = (POINT,)
) -> dict[str, Any]:
    """Name to shape of every array: one network of d coordinates for each D and target."""
    found: dict[str, tuple[int, ...]] = {}
    for target in targets:
        for each in dimensions:
            found |= shapes(d, hidden, stem(each, target))
    return found


def targets_of(sizes: Mapping[str, Any]) -> tuple[str, ...]:
    """What networks of a card have learned from.

    Raises:
        ValueError: If one is not known.
    """
    found = tuple(sizes.get("targets", (POINT,)))
    if found not in ((POINT,), (POINT, BATCH)):
        raise ValueError(f"targets = {list(found)}, allowed '{POINT}' and then '{BATCH}'")
    return found


def checked(sizes: Mapping[str, Any]) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """Units of the layers, and each D, of a card.

    Raises:
        ValueError: If one is not allowed.
    """
    hidden = tuple(sizes["hidden"])
    if not 1 <= len(hidden) <= 8 or not all(isinstance(h, int) and 1 <= h <= 1024 for h in hidden):
        raise ValueError(f"hidden = {list(hidden)}, allowed up to 8 whole numbers from 1 to 1024")
    dimensions = tuple(float(each) for each in sizes["dimensions"])
    if not 1 <= len(dimensions) <= 16 or not all(each > 0.0 for each in dimensions):
        raise ValueError(f"dimensions = {list(dimensions)}, each D must be > 0 or inf")
    for name in ("spread", "reach"):
        if not 0.0 < float(sizes[name]) < 1e3:
            raise ValueError(f"{name} = {sizes[name]}, must be > 0")
    return hidden, dimensions


class PfgmModel(Model):
    """Denoisers of planar data, one for each of several D."""

    def __init__(self, card: Card, arrays: Mapping[str, np.ndarray]) -> None:
        super().__init__(card, arrays)
        self.arrays = arrays
        self.dimensions = checked(card.sizes)[1]
        self.targets = targets_of(card.sizes)
        asked = (of_trained(self.dimensions, self.dimensions[0]), TARGET)
        self.declared = (*asked[: len(self.targets)], SOLVER, STEPS, SHAKEN, BITS)

    @staticmethod
    def shapes(sizes: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
        return shapes_of(2, *checked(sizes), targets_of(sizes))

    def flow(self, parameters: Parameters) -> PfgmFlow:
        p: Any = parameters
        return self.made(
            chosen(self.dimensions, p.trained),
            Sampler(p.solver, p.sampling_steps, "time"),
            p.alpha,
            p.bits,
            float(getattr(parameters, "lowest", LOW)),
            str(getattr(parameters, "target", POINT)),
        )

    def nearest(self, hidden: float) -> str:
        """The word of the D it was trained for that is nearest, by factors."""
        ends = [min(each, ENDLESS_FROM) for each in (hidden, *self.dimensions)]
        gaps = [abs(math.log(each / ends[0])) for each in ends[1:]]
        return told(self.dimensions[int(np.argmin(gaps))])

    def made(
        self,
        hidden: float,
        sampler: Sampler | None = None,
        alpha: float = 0.0,
        bits: int = FULL,
        low: float = LOW,
        target: str = POINT,
    ) -> PfgmFlow:
        """The flow of the network for one of its D, and what it has learned from."""
        first = stem(hidden, target)
        arrays = {n: a for n, a in self.arrays.items() if n.startswith(first)}
        if bits < FULL:
            arrays = quantised(arrays, bits)
        sizes = self.card.sizes
        box = plane_box(float(sizes["reach"]))
        spread = float(sizes["spread"])
        return PfgmFlow(arrays, spread, hidden, sampler, box, first, alpha, low)


def of_trained(dimensions: Sequence[float], first: float) -> Declaration:
    """Which of the networks is used, and which at first."""
    return choice(
        "trained",
        told(first),
        tuple(told(each) for each in dimensions),
        title="Trained for D",
        group="Charges",
        help="Number of hidden dimensions of the noise the network was trained with.",
    )


def chosen(dimensions: Sequence[float], word: str) -> float:
    """The D a word stands for."""
    return next(each for each in dimensions if told(each) == word)


MODEL = PfgmModel
