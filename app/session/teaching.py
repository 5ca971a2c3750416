"""A training that is watched: it can be held, and what it has learned is taken up when it is over."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from app.catalogue import Opened
from engines.layers.frame import Frame
from engines.parameters.declare import Parameters
from engines.protocols.experiment import Learning
from engines.protocols.recipe import Recipe, Snapshot
from engines.running.ticket import Ticket

KEEPING = 0.99  # of a training, while what it has learned is measured and written
NAP = 0.03  # s between two looks at a training that is held


class Pausing(Recipe):
    """Another recipe; while it is held its last snapshot is told again and again, so that a hand
    can still look around.

    Args:
        recipe: What trains.
        held: Whether it is held.
    """

    def __init__(self, recipe: Recipe, held: threading.Event) -> None:
        self._recipe, self._held = recipe, held

    def fit(self, seed: int, steps: int | None, ticket: Ticket) -> Iterator[Snapshot]:
        for snapshot in self._recipe.fit(seed, steps, ticket):
            yield snapshot
            while self._held.is_set() and snapshot.step < snapshot.steps:
                ticket.check()
                time.sleep(NAP)
                yield replace(snapshot, flow=None, what=f"Held, {_lowered(snapshot.what)}")

    def save(self, weights: Path, card: Path) -> None:
        self._recipe.save(weights, card)


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]


@dataclass(frozen=True, slots=True)
class Teaching:
    """One training of what is open.

    Attributes:
        experiment: What is open.
        recipe: Makes the recipe.
        learned: What is open when it is over; None to go on as before.
        held: Whether it rests.
    """

    experiment: Learning
    recipe: Callable[[], Recipe]
    learned: Callable[[Recipe], Opened] | None
    held: threading.Event

    def frames(
        self, parameters: Parameters, ticket: Ticket, now: Callable[[], Parameters]
    ) -> Iterator[Frame | Opened]:
        """Frames while the loss falls, and what was learned behind the last; see
        `Learning.training_frames`.
        """
        taught = Pausing(self.experiment.about(self.recipe(), parameters), self.held)
        last = None
        for last in self.experiment.training_frames(taught, parameters, ticket, now):
            yield last
        if self.learned is not None and last is not None:
            yield replace(last, progress=KEEPING, task="Measuring what was learned")
            yield self.learned(taught)
