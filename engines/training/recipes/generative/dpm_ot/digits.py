"""Solves the transport of noise to noisy digits, at a late and an early stage."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from engines.learned.generative.diffusion_digits import PIXELS
from engines.learned.generative.digits.leap import STAGES, digit_stages, jump
from engines.numerics.expressway.latents import latents, order_of, stage
from engines.numerics.expressway.solving import Solving
from engines.numerics.semidiscrete.power_cells import PowerCells
from engines.numerics.semidiscrete.sources import Source
from engines.protocols.recipe import Recipe, Snapshot
from engines.running.randomness import stream
from engines.running.ticket import Ticket
from engines.systems.samples.digits import grey, split
from engines.training.checkpoint import Entry, save
from engines.training.loop import Curve

ITERATIONS, DRAWS, RATE = 600, 15_000, 0.2
COUNTED = 300_000  # draws by which masses are measured in the end: 200 for each cell
MEASURED = 600  # samples whose nearest digit is looked for


def states_of(indices: np.ndarray) -> np.ndarray:
    """Digits as states: pixels from -1 to 1 less the mean of those to learn from, shape (n, 64)."""
    train = grey(split(0)[0]).reshape(-1, PIXELS).astype(np.float64)
    return grey(indices).reshape(-1, PIXELS).astype(np.float64) - train.mean(axis=0)


def nearness(states: np.ndarray, known: np.ndarray) -> float:
    """Median distance of states, shape (n, d), from the nearest of those known, shape (m, d)."""
    square = (states**2).sum(axis=1)[:, None] + (known**2).sum(axis=1) - 2.0 * states @ known.T
    return float(np.median(np.sqrt(np.maximum(square.min(axis=1), 0.0))))


class LeapDigitsRecipe(Recipe):
    """Adam on the heights of 1,500 latents; what the card says of masses is of fresh draws."""

    def fit(self, seed: int, steps: int | None, ticket: Ticket) -> Iterator[Snapshot]:
        begun, count = time.monotonic(), ITERATIONS if steps is None else max(steps // 2, 1)
        self._arrays: dict[str, np.ndarray] = {}
        self._sizes: dict[str, Entry] = {}
        self._metrics: dict[str, Entry] = {}
        curve = Curve()
        data = states_of(split(0)[0])
        self._sizes["latents"] = len(data)
        for number, (name, back) in enumerate(STAGES.items()):
            sigma = stage(back, digit_stages())
            drawn = latents(data, sigma, stream(seed, f"latents {name}")).astype(np.float32)
            solving = Solving(
                drawn.astype(np.float64), Source(), seed=seed,
                iterations=count, draws=DRAWS, rate=RATE,
            )  # fmt: skip
            yield from curve.kept(self._solved(solving, number * count, ticket))
            heights = solving.cells.heights.astype(np.float32)
            self._measure(name, solving, heights, ticket)
            self._arrays |= {f"{name}.latents": drawn, f"{name}.heights": heights}
            self._sizes |= {f"sigma_{name}": float(sigma), f"order_{name}": order_of(drawn)}
        for name in STAGES:
            self._metrics[f"nearest_{name}"] = self._nearest(name, data)
        self._training: dict[str, Entry] = {
            "seed": seed,
            "steps": len(STAGES) * count,
            "batch": DRAWS,
            "seconds": time.monotonic() - begun,
            **curve.table(),
        }

    def _solved(self, solving: Solving, first: int, ticket: Ticket) -> Iterator[Snapshot]:
        """A snapshot after every gradient, which takes about 150 ms."""
        total = len(STAGES) * (ITERATIONS if solving.limit is None else solving.limit)
        while not solving.done:
            solving.step(ticket)
            known = solving.residuals
            loss = float(np.mean(known[-20:]))
            yield Snapshot(first + len(known), total, loss, None, "Optimal transport")

    def _measure(self, name: str, solving: Solving, heights: np.ndarray, ticket: Ticket) -> None:
        solving.cells = PowerCells(solving.points, heights.astype(np.float64))
        masses = solving.masses(COUNTED, ticket=ticket)
        gap = 0.5 * float(np.abs(masses - solving.weights).sum())
        chance = 0.5 * float(np.sqrt(2.0 / np.pi * len(masses) / COUNTED))
        self._metrics |= {
            f"variation_{name}": gap,
            f"of_chance_{name}": chance,
            f"empty_{name}": int((masses == 0.0).sum()),
        }

    def _nearest(self, name: str, data: np.ndarray) -> float:
        """How far samples are from the nearest digit learned, as a part of what test digits are."""
        sigma = stage(STAGES[name], digit_stages())
        flow = jump(
            Solving.known(
                self._arrays[f"{name}.latents"].astype(np.float64),
                self._arrays[f"{name}.heights"].astype(np.float64),
                Source(),
            ),
            sigma,
        )
        noise = flow.noise(MEASURED, stream(0, "measured"))
        made = flow.sampled(noise, np.array([0.0, 1.0]))[:, -1]
        return nearness(made, data) / nearness(states_of(split(0)[1]), data)

    def save(self, weights: Path, card: Path) -> None:
        save(
            weights,
            card,
            self._arrays,
            {
                "title": "DPM-OT, digits",
                "class": "generative.digits.leap",
                "source": "Li, Li, Wang, Lei, Luo & Gu (2023), ICCV, DPM-OT",
                "data": "1,500 handwritten digits of 8 by 8 pixels under noise",
            },
            {"sizes": self._sizes, "training": self._training, "metrics": self._metrics},
        )


RECIPE = LeapDigitsRecipe
