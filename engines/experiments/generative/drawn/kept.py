"""A training whose result is remembered after it is over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from engines.protocols.flow import Flow
from engines.protocols.recipe import Recipe, Snapshot
from engines.running.ticket import Ticket


class Kept(Recipe):
    """Another recipe; the flow it ends with is told.

    Args:
        recipe: What trains.
        told: Called with the flow when the training is over, and not if it was stopped.
    """

    def __init__(self, recipe: Recipe, told: Callable[[Flow], None]) -> None:
        self._recipe, self._told = recipe, told

    def fit(self, seed: int, steps: int | None, ticket: Ticket) -> Iterator[Snapshot]:
        for snapshot in self._recipe.fit(seed, steps, ticket):
            if snapshot.step >= snapshot.steps and snapshot.flow is not None:
                self._told(snapshot.flow)
            yield snapshot

    def save(self, weights: Path, card: Path) -> None:
        self._recipe.save(weights, card)
