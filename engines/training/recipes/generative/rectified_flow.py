"""Trains the rectified flow from a normal cloud to eight Gaussians, then straightens it once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from engines.instruments.distance.optimal_pairs import mean_cost
from engines.instruments.distance.straightness import straightness
from engines.learned.generative.rectified_flow import (
    ROUNDS,
    SIZES,
    RectifiedFlow,
    loss,
    shapes,
    stem,
)
from engines.protocols.recipe import Recipe, Snapshot
from engines.running.randomness import stream
from engines.running.ticket import Ticket
from engines.systems.samples.mixtures import MODES, RADIUS, SPREAD, sampled
from engines.training.checkpoint import Entry, save
from engines.training.loop import Curve, arrays, cosine, descent, initial

STEPS = (4000, 3000)
RATES = (2e-3, 1e-3)
BATCH = 1024
PAIRS = 20_000
CLOUD = 1500
Draw = Callable[[], tuple[np.ndarray, np.ndarray]]


def measured(flow: Callable[[int, int], RectifiedFlow], seed: int = 0) -> dict[str, float]:
    """Straightness and exact transport distance to fresh data, per round and number of Euler steps.

    Args:
        flow: Makes the flow of a round with a number of Euler steps.
        seed: Seed of noise and data.

    Returns:
        "floor", the distance W2 between two draws of `CLOUD` points of the data; for each round k,
        "straightness_k", "w2_1_k" with one Euler step and "w2_100_k" with a hundred.
    """
    draw = stream(seed, "measured")
    data, other = sampled(CLOUD, draw), sampled(CLOUD, draw)
    noise = draw.standard_normal((CLOUD, 2))
    found = {"floor": float(np.sqrt(mean_cost(data, other)))}
    for k in range(1, ROUNDS + 1):
        found[f"straightness_{k}"] = straightness(flow(k, 100), noise, np.linspace(0.0, 1.0, 101))
        for steps in (1, 100):
            made = flow(k, steps).advance(noise, 0.0, 1.0)
            found[f"w2_{steps}_{k}"] = float(np.sqrt(mean_cost(made, data)))
    return found


class RectifiedFlowRecipe(Recipe):
    """Round 1 on random pairs of noise and data; round 2 on the pairs that round 1 makes."""

    def fit(self, seed: int, steps: int | None, ticket: Ticket) -> Iterator[Snapshot]:
        begun = time.monotonic()
        total = sum(STEPS) if steps is None else steps
        counts = (total - total * STEPS[1] // sum(STEPS), total * STEPS[1] // sum(STEPS))
        every = initial(shapes(), seed)
        first = 0
        curve = Curve()
        for k, count in enumerate(counts, start=1):
            draw = stream(seed, f"round {k}")
            tensors = {name: array for name, array in every.items() if name.startswith(stem(k))}
            if k == 1:
                pairs = _random(draw)
            else:
                # The next round starts from the last one and sees nothing but its pairs.
                for name, tensor in tensors.items():
                    tensor.data.copy_(every[name.replace(stem(k), stem(k - 1), 1)].data)
                pairs = _stored(RectifiedFlow(arrays(every), k - 1), draw, ticket)
            yield from curve.kept(
                descent(
                    tensors,
                    _batches(tensors, pairs, draw, k),
                    cosine(RATES[k - 1], max(count, 1)),
                    count,
                    ticket,
                    flow=lambda k=k: RectifiedFlow(arrays(every), k),  # type: ignore[misc]
                    what="Training" if k == 1 else f"Training, reflow {k - 1}",
                    first=first,
                    total=total,
                )
            )
            first += count
        self._arrays = arrays(every)
        self._training: dict[str, Entry] = {
            "seed": seed,
            "steps": list(counts),
            "batch": BATCH,
            "pairs": PAIRS,
            "seconds": time.monotonic() - begun,
            **curve.table(),
        }

    def save(self, weights: Path, card: Path) -> None:
        found = measured(lambda k, steps: RectifiedFlow(self._arrays, k, "Euler", steps))
        save(
            weights,
            card,
            self._arrays,
            {
                "title": "Rectified flow, eight Gaussians",
                "class": "generative.rectified_flow",
                "source": "Liu, Gong & Liu (2022), arXiv:2209.03003",
                "data": f"{MODES} Gaussians, radius {RADIUS:g}, standard deviation {SPREAD:g}",
            },
            {
                "sizes": {"hidden": list(SIZES[1:-1]), "rounds": ROUNDS},
                "training": self._training,
                "metrics": found,
            },
        )


def _random(draw: np.random.Generator) -> Draw:
    # As many points from each cloud, in random order beside random noise: the same mean gradient
    # with less noise in it.
    return lambda: (draw.standard_normal((BATCH, 2)), sampled(BATCH, draw, even=True))


def _stored(flow: RectifiedFlow, draw: np.random.Generator, ticket: Ticket) -> Draw:
    noise = draw.standard_normal((PAIRS, 2))
    data = flow.advance(noise, 0.0, 1.0, ticket)

    def some() -> tuple[np.ndarray, np.ndarray]:
        rows = draw.integers(0, PAIRS, BATCH)
        return noise[rows], data[rows]

    return some


def _batches(
    tensors: dict[str, Any], pairs: Draw, draw: np.random.Generator, k: int
) -> Callable[[int], Any]:
    import torch

    def batch_loss(step: int) -> Any:
        noise, data = (torch.from_numpy(part.astype(np.float32)) for part in pairs())
        # One moment in each of BATCH equal parts of 0 to 1, shared out at random.
        moment = (draw.permutation(BATCH) + draw.random(BATCH)) / BATCH
        tensor = torch.from_numpy(moment.astype(np.float32)[:, None])
        return loss(tensors, noise, data, tensor, k)

    return batch_loss


RECIPE = RectifiedFlowRecipe
