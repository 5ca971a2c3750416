"""A recipe that trains several arms one after the other and writes them into one file."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ClassVar

import numpy as np

from engines.errors import WeightsError
from engines.learned.latent.potentials.landscape import Landscapes
from engines.learned.latent.potentials.measures import measured
from engines.learned.latent.potentials.space import PotentialSpace
from engines.learned.latent.sprites_vae import CODES, SpritesVaeModel, decoded
from engines.learned.latent.straight import CodeSpace
from engines.learned.weights import card_of, open_model
from engines.protocols.flow import Flow
from engines.protocols.recipe import Recipe, Snapshot
from engines.running.ticket import Ticket
from engines.training.checkpoint import Entry, save
from engines.training.loop import Curve
from engines.training.potentials.fitting import Arrays, Fitting
from engines.training.potentials.settings import Settings

GENERATOR = "sprites-vae"
SHOWN = 154  # sprite that the flow starts from while one watches


@dataclass(frozen=True, slots=True)
class Arm:
    """One training.

    Attributes:
        settings: What is trained.
        later: What is added to the seed of the recipe.
    """

    settings: Settings
    later: int = 0


class ArmsRecipe(Recipe):
    """Every arm in turn, each from a seed of its own.

    Attributes:
        arms: Name in the file to what is trained; the first one is seen first.
        steps: Optimiser steps of each arm.
        title: Words for the card.
    """

    arms: ClassVar[Mapping[str, Arm]]
    steps: int
    title: str

    def fit(self, seed: int, steps: int | None, ticket: Ticket) -> Iterator[Snapshot]:
        each = self.steps if steps is None else steps
        generator = open_model(card_of(GENERATOR))
        if not isinstance(generator, SpritesVaeModel):
            raise WeightsError(f"{GENERATOR} is no autoencoder of sprites")
        total = each * len(self.arms)
        self._arrays: Arrays = {}
        self._metrics: dict[str, Entry] = {}
        self._training: dict[str, Entry] = {"seed": seed, "steps": each}
        for number, (name, arm) in enumerate(self.arms.items()):
            begun = time.process_time()
            fitting = Fitting(arm.settings, generator.arrays, CODES, seed + arm.later)
            flow = partial(self._flow, generator, arm.settings)
            what, first = f"Training, {name}", number * each
            curve = Curve()
            yield from curve.kept(fitting.snapshots(each, ticket, flow, what, first, total))
            self._arrays |= {f"{name}.{key}": value for key, value in fitting.result.items()}
            self._training[f"{_key(name)}_seconds"] = time.process_time() - begun
            self._training |= {f"{_key(name)}_{k}": v for k, v in curve.table().items()}
            if not arm.settings.straight:
                self._measure(name, arm.settings)
        self._training["generator_sha256"] = generator.card.sha256

    def _measure(self, name: str, settings: Settings) -> None:
        found = measured(self._arrays, f"{name}.", settings.equation, bounded=settings.bounded)
        self._metrics[f"{_key(name)}_residual"] = found.residual
        self._metrics[f"{_key(name)}_least_step"] = float(found.steps.min())
        self._metrics[f"{_key(name)}_most_stalled"] = float(found.stalled.max())

    def save(self, weights: Path, card: Path) -> None:
        first = next(iter(self.arms.values())).settings
        bent = [name for name, arm in self.arms.items() if not arm.settings.straight]
        save(
            weights,
            card,
            self._arrays,
            {
                "title": self.title,
                "class": "latent.latent_potential_flows",
                "source": "Song, Keller, Sebe & Welling (2023), ICML",
                "data": f"codes from the prior of {GENERATOR}, decoded by it",
            },
            {
                "sizes": {
                    "codes": CODES,
                    "width": first.width,
                    "count": first.count,
                    "bounded": first.bounded,
                    "potentials": bent,
                    "directions": [name for name in self.arms if name not in bent],
                },
                "training": self._training,
                "metrics": self._metrics,
            },
        )

    @staticmethod
    def _flow(generator: SpritesVaeModel, settings: Settings, now: Arrays) -> Flow:
        decoder, start = partial(decoded, generator.arrays), generator.codes[SHOWN]
        names = tuple(f"u_{k + 1}" for k in range(settings.count))
        if settings.straight:
            return CodeSpace(decoder, now["directions"].astype(np.float64), names, 0, start)
        landscapes = Landscapes(now, bounded=settings.bounded)
        return PotentialSpace(
            decoder, landscapes, names, 0, start, equation=settings.equation, scheme="Euler"
        )


def _key(name: str) -> str:
    return name.replace("-", "_")
