"""The exact flow to one part of a mixture, pushed beyond it by guidance."""

from __future__ import annotations

from typing import Self

import numpy as np

from engines.errors import FlowError
from engines.numerics.diffusion.generation import GenerationFlow, Sampler
from engines.numerics.diffusion.guidance import guided, guided_push
from engines.protocols.capabilities import Described
from engines.systems.clouds.gaussian_mixture import GaussianMixture
from engines.systems.clouds.probability_flow import ProbabilityFlow


class GuidedFlow(GenerationFlow, Described):
    """x' = (1 + w) u(x, t | c) - w u(x, t); w = 0 is the flow to part c alone.

    Args:
        plain: The flow to the whole mixture.
        part: Number c of the part that is wished for, counted from 0.
        w: Weight of the guidance.
        sampler: How it is followed; as `plain` if None.

    Raises:
        FlowError: If there is no such part or the weight is out of range.

    Source:
        Ho & Salimans (2022), arXiv:2207.12598.
    """

    def __init__(
        self, plain: ProbabilityFlow, part: int, w: float, sampler: Sampler | None = None
    ) -> None:
        count = len(plain.mixture.weights)
        if not 0 <= part < count:
            raise FlowError(f"class = {part + 1}, allowed 1 to {count}")
        mixture = plain.mixture
        only = GaussianMixture(
            np.ones(1), mixture.means[part : part + 1], mixture.covariances[part : part + 1]
        )
        self.plain, self.part, self.w = plain, part, w
        self.wished = ProbabilityFlow(only, plain.path, plain.sampler, plain.box)
        field = guided(self.wished.field, plain.field, w)
        super().__init__(field, plain.sampler if sampler is None else sampler)
        self.dimension, self.states, self.box = plain.dimension, plain.states, plain.box

    def followed_by(self, sampler: Sampler) -> Self:
        return type(self)(self.plain, self.part, self.w, sampler)

    def pushed(
        self, states: np.ndarray, tangents: np.ndarray, time: float
    ) -> tuple[np.ndarray, np.ndarray]:
        return guided_push(self.wished.pushed, self.plain.pushed, self.w)(states, tangents, time)

    def tex(self) -> tuple[str, ...]:
        return (
            r"\dot{x} = (1 + w)\, u(x, t \mid c) - w\, u(x, t)",
            rf"w = \live{{guidance}}{{{self.w:g}}}",
        )
