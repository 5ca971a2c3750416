"""A jump of optimal transport to noisy digits, and the last steps of a denoiser after it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np

from engines.errors import WeightsError
from engines.learned.generative.diffusion_digits import PIXELS, DigitsFlow, DigitsModel
from engines.learned.weights import Card, Model, card_of, open_model
from engines.numerics.diffusion.generation import Sampler
from engines.numerics.diffusion.path import VarianceExploding
from engines.numerics.expressway.flow import Expressway
from engines.numerics.expressway.latents import order_of, stages
from engines.numerics.expressway.solving import Solving
from engines.numerics.expressway.tail import TAILS, Tail, TailName, levels
from engines.numerics.semidiscrete.sources import Source
from engines.parameters.declare import Declaration, Parameters, choice, real, whole
from engines.protocols.capabilities import Decoding

LEVELS, HIGHEST, LOWEST = 64, 10.0, 0.01
EVALUATIONS, MEMORISING = 11, 0.25
EDGE = 0.1  # half the width of an edge between cells that are about 0.5 wide
DENOISER = "diffusion-digits"
STAGES: Mapping[str, int] = {"late": 10, "early": 30}  # and how many levels are left then
PATH = VarianceExploding(0.0, HIGHEST)
DECLARED: tuple[Declaration, ...] = (
    choice("stage", "late", tuple(STAGES), title="Jump to", group="Jump",
           help="Digits under hardly any noise, or under so much that the tail has a say."),
    whole("evaluations", EVALUATIONS, 2, 60, title="Evaluations", symbol="N", group="Jump",
          help="Of the network, all of them after the jump."),
    real("smoothing", 0.0, 0.0, 1.0, title="Smoothing", group="Jump",
         help="Share of the noise that is sent in between two digits, as a continuous map "
         "would do."),
    real("threshold", 1.0, 0.0, 1.0, title="Angle threshold", symbol="\\theta", group="Jump",
         help="Noise whose best two facets differ more is drawn anew; 1 keeps all."),
    choice("ending", "Langevin", TAILS, title="Tail", group="Jump",
           help="Annealed Langevin steps with noise, or the probability-flow equation."),
)  # fmt: skip


def digit_stages() -> np.ndarray:
    """The noise levels of the digits, falling, shape (64,)."""
    return stages(LEVELS, HIGHEST, LOWEST)


@cache
def denoiser() -> DigitsFlow:
    """The shipped denoiser on a path of exploding variance, from 10 deviations to none.

    Raises:
        WeightsError: If it is missing or is none.
    """
    model = open_model(card_of(DENOISER))
    if not isinstance(model, DigitsModel):
        raise WeightsError(f"{DENOISER} is no denoiser of digits")
    spread = float(model.card.sizes["spread"])
    return DigitsFlow(model.arrays, spread, "v", PATH, Sampler("DDIM", 11, "lam"))


class LeapDigits(Expressway, Decoding):
    """Noise of 64 numbers jumps to a noisy digit that was learned, and is denoised from there."""

    def decode(self, states: np.ndarray) -> np.ndarray:
        return denoiser().decode(states)


class LeapDigitsModel(Model):
    """Latents and heights of two stages; a denoiser that is shipped apart does the rest."""

    declared = DECLARED

    def __init__(self, card: Card, arrays: Mapping[str, np.ndarray]) -> None:
        super().__init__(card, arrays)
        self.notes = told(card.metrics)
        self._solved: dict[str, Solving] = {}
        for name in STAGES:
            points = arrays[f"{name}.latents"]
            if order_of(points) != card.sizes[f"order_{name}"]:
                raise WeightsError(f"{card.path.name}: latents '{name}' are not in their order")
            self._solved[name] = Solving.known(
                points.astype(np.float64), arrays[f"{name}.heights"].astype(np.float64), Source()
            )

    @staticmethod
    def shapes(sizes: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
        count = sizes["latents"]
        if not isinstance(count, int) or not 2 <= count <= 10_000:
            raise ValueError(f"latents = {count}, allowed 2 to 10000")
        found: dict[str, tuple[int, ...]] = {}
        for name in STAGES:
            if not isinstance(sizes[f"order_{name}"], str):
                raise ValueError(f"order_{name} must be a text")
            if not LOWEST < float(sizes[f"sigma_{name}"]) < HIGHEST:
                raise ValueError(
                    f"sigma_{name} = {sizes[f'sigma_{name}']}, allowed {LOWEST} to {HIGHEST}"
                )
            found |= {f"{name}.latents": (count, PIXELS), f"{name}.heights": (count,)}
        return found

    def flow(self, parameters: Parameters) -> LeapDigits:
        p: Any = parameters
        sigma = float(self.card.sizes[f"sigma_{p.stage}"])
        return jump(self._solved[p.stage], sigma, p.evaluations, p.ending, p.smoothing, p.threshold)


def jump(
    solving: Solving,
    sigma: float,
    evaluations: int = EVALUATIONS,
    ending: TailName = "Langevin",
    smoothing: float = 0.0,
    threshold: float = 1.0,
) -> LeapDigits:
    """The jump to latents of a stage, and a tail of the shipped denoiser from there.

    Args:
        solving: Latents and heights.
        sigma: Noise of the latents.
        evaluations: NFE.
        ending: Kind of tail.
        smoothing: See `Expressway`.
        threshold: See `Expressway`.
    """
    base = denoiser()
    tail = Tail(base.field, levels(evaluations, sigma, LOWEST, ending), ending)
    found = LeapDigits(solving, tail, base.box, None, smoothing, threshold)
    found.edge = EDGE
    return found


def told(metrics: Mapping[str, Any]) -> tuple[str, ...]:
    """What the card's measurement says of samples that are hardly more than what was learned."""
    found = {name: metrics.get(f"nearest_{name}") for name in STAGES}
    known = {name: float(part) for name, part in found.items() if part is not None}
    if not any(part < MEMORISING for part in known.values()):
        return ()
    parts = ", ".join(f"{100.0 * part:.0f} % ({name})" for name, part in known.items())
    return (f"memorising: samples lie {parts} as far from a learned digit as test digits do",)


MODEL = LeapDigitsModel
