"""Denoisers of small digits that are told which digit is wished for, and guidance beyond the wish."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import numpy as np

from engines.learned.generative.diffusion_digits import HIDDEN, PIXELS, DigitsFlow
from engines.learned.nets.denoiser import Denoiser, shapes
from engines.learned.nets.mlp import widths
from engines.learned.weights import Card, Model
from engines.numerics.diffusion.declared import SAMPLING, path_of, sampler_of
from engines.numerics.diffusion.generation import GenerationFlow, Sampler
from engines.numerics.diffusion.guidance import guided, guided_push
from engines.numerics.diffusion.path import Path
from engines.parameters.declare import Declaration, Parameters, choice, real
from engines.protocols.capabilities import Box, Decoding, Described
from engines.protocols.pictures import Wishing

CLASSES = 10
ANY = "any"
WISHES = tuple(map(str, range(CLASSES)))
DECLARED: tuple[Declaration, ...] = (
    choice(
        "digit",
        ANY,
        (ANY, *WISHES),
        title="Digit",
        symbol="c",
        group="Guidance",
        help="What noise is wished to become.",
    ),
    real(
        "guidance",
        1.0,
        0.0,
        8.0,
        title="Guidance",
        symbol="w",
        group="Guidance",
        help="How far beyond the wish it is pushed; 0 is what the network makes of the wish.",
    ),
)


def told(wishes: np.ndarray) -> np.ndarray:
    """What the network is told of wishes from 0 to 9, or -1 for none, shape (n,): shape (n, 10)."""
    return (np.asarray(wishes)[:, None] == np.arange(CLASSES)).astype(np.float64)


class WishedDigits(DigitsFlow, Wishing):
    """x' = u(x, t | c): the flow to one digit, or to any.

    Args:
        arrays: Name to array, "mean" and those of the network.
        spread: Standard deviation of a pixel about the mean picture.
        wish: Which digit, or None.
        path: The path of the noise.
        sampler: How the flow is followed.
        box: Where to look.
        w: Weight of the guidance of other wishes that are asked of it.
    """

    wishes = WISHES

    def __init__(
        self,
        arrays: Mapping[str, np.ndarray],
        spread: float,
        wish: int | None = None,
        path: Path | None = None,
        sampler: Sampler | None = None,
        box: Box | None = None,
        w: float = 0.0,
    ) -> None:
        self.wish, self.w = wish, w
        super().__init__(arrays, spread, "v", path, sampler, box)

    def denoiser(self, dtype: type) -> Denoiser:
        wish = told(np.array([-1 if self.wish is None else self.wish]))[0]
        return Denoiser(*self._made, self._stem, dtype, wish)

    def followed_by(self, sampler: Sampler) -> Self:
        arrays, spread, _ = self._made
        return type(self)(arrays, spread, self.wish, self.path, sampler, self.box, self.w)

    def wishing(self, number: int) -> WishedDigits | GuidedDigits:
        arrays, spread, _ = self._made
        return wishing(arrays, spread, number, self.w, self.path, self.sampler)


class GuidedDigits(GenerationFlow, Decoding, Described, Wishing):
    """x' = (1 + w) u(x, t | c) - w u(x, t).

    Args:
        wished: The flow to one digit.
        plain: The flow to any, on the same path.
        w: Weight of the guidance.

    Raises:
        FlowError: If the weight is out of range.

    Source:
        Ho & Salimans (2022), arXiv:2207.12598.
    """

    wishes = WISHES

    def __init__(self, wished: WishedDigits, plain: WishedDigits, w: float) -> None:
        self.wish, self.wished, self.plain, self.w = wished.wish, wished, plain, w
        super().__init__(guided(wished.field, plain.field, w), plain.sampler)
        self.dimension, self.states, self.box = plain.dimension, plain.states, plain.box
        self._push = guided_push(wished.pushed, plain.pushed, w)

    def followed_by(self, sampler: Sampler) -> Self:
        return type(self)(self.wished.followed_by(sampler), self.plain.followed_by(sampler), self.w)

    def wishing(self, number: int) -> WishedDigits | GuidedDigits:
        return self.wished.wishing(number)

    def pushed(
        self, states: np.ndarray, tangents: np.ndarray, time: float
    ) -> tuple[np.ndarray, np.ndarray]:
        return self._push(states, tangents, time)

    def velocity(self, states: np.ndarray, time: float) -> np.ndarray:
        one, other = (flow.velocity(states, time) for flow in (self.wished, self.plain))
        found: np.ndarray = (1.0 + self.w) * one - self.w * other
        return found

    @property
    def evaluations(self) -> int:
        """Two networks are asked where one was."""
        return 2 * super().evaluations

    def decode(self, states: np.ndarray) -> np.ndarray:
        return self.plain.decode(states)

    def tex(self) -> tuple[str, ...]:
        return (
            r"\dot{x} = (1 + w)\, u_\theta(x, t \mid c) - w\, u_\theta(x, t)",
            rf"c = {self.wished.wish},\quad w = \live{{guidance}}{{{self.w:g}}},\quad "
            rf"N = \live{{sampling_steps}}{{{self.sampler.steps}}}",
        )


def every_shape(hidden: tuple[int, ...] = HIDDEN) -> dict[str, tuple[int, ...]]:
    """Name to shape of every array: the mean picture and the network."""
    return {"mean": (PIXELS,), **shapes(PIXELS, hidden, "v.", CLASSES)}


def wishing(
    arrays: Mapping[str, np.ndarray],
    spread: float,
    wish: int | None,
    w: float,
    path: Path | None = None,
    sampler: Sampler | None = None,
) -> WishedDigits | GuidedDigits:
    """The flow to a digit with guidance, without any where w = 0, or to any digit."""
    wished = WishedDigits(arrays, spread, wish, path, sampler, w=w)
    if wish is None or w == 0.0:
        return wished
    return GuidedDigits(wished, WishedDigits(arrays, spread, None, path, sampler), w)


class DigitsByClassModel(Model):
    """A denoiser that is told which digit is wished for."""

    declared = (*DECLARED, *SAMPLING)

    def __init__(self, card: Card, arrays: Mapping[str, np.ndarray]) -> None:
        super().__init__(card, arrays)
        self.arrays = arrays

    @staticmethod
    def shapes(sizes: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
        hidden = widths(sizes["hidden"])
        if not 0.0 < float(sizes["spread"]) < 1e3:
            raise ValueError(f"spread = {sizes['spread']}, must be > 0")
        return every_shape(hidden)

    def flow(self, parameters: Parameters) -> WishedDigits | GuidedDigits:
        p: Any = parameters
        return wishing(
            self.arrays,
            float(self.card.sizes["spread"]),
            None if p.digit == ANY else int(p.digit),
            p.guidance,
            path_of(parameters),
            sampler_of(parameters),
        )


MODEL = DigitsByClassModel
