"""A training of one or several networks: each descends along its loss, an average beside it."""

from __future__ import annotations

import time
from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import numpy as np

from engines.learned.nets.mlp import torch_value
from engines.protocols.flow import Flow
from engines.protocols.recipe import Recipe, Snapshot
from engines.running.ticket import Ticket
from engines.training.checkpoint import Entry, save
from engines.training.diffusion.averaging import Average
from engines.training.loop import Curve, cosine, descent

Arrays = Mapping[str, np.ndarray]


class Task(NamedTuple):
    """What a network is shown and should answer.

    Attributes:
        seen: Its inputs, shape (n, k).
        wanted: Its outputs, shape (n, d).
        weights: Of the squared errors, shape (n,); None for 1.
    """

    seen: np.ndarray
    wanted: np.ndarray
    weights: np.ndarray | None = None


def matching_loss(tensors: Mapping[str, Any], task: Task, stem: str = "") -> Any:
    """Mean of w |F(seen) - wanted|^2 for a network of `mlp`, whatever the task stands for.

    Args:
        tensors: Name to torch tensor.
        task: Any number of inputs and outputs.
        stem: Prefix of the names.
    """
    raw = torch_value(tensors, as_float(task.seen), stem)
    each = ((raw - as_float(task.wanted)) ** 2).sum(dim=1)
    return (each if task.weights is None else each * as_float(task.weights)).mean()


def as_float(array: np.ndarray) -> Any:
    """A float32 torch tensor with the same numbers."""
    import torch

    return torch.from_numpy(np.ascontiguousarray(array, dtype=np.float32))


@dataclass(frozen=True, slots=True)
class Lesson:
    """What one network learns by.

    Attributes:
        tensors: Name to leaf tensor, changed in place.
        loss: The loss of the next batch, a scalar tensor.
        flow: All arrays that are known to the flow they make.
        what: Words for the task strip.
    """

    tensors: dict[str, Any]
    loss: Callable[[], Any]
    flow: Callable[[Arrays], Flow]
    what: str


class LessonsRecipe(Recipe):
    """A child gives the lessons, and what its card says.

    Attributes:
        title: Title of the card.
        place: Room and module of the model, e.g. "generative.diffusion".
        source: Where the method comes from.
        steps: Steps of each lesson.
        batch: States in a batch, for the card.
        rate: Learning rate at the beginning; it falls to zero along half a cosine.
        networks: How many lessons there are.
        arrays: What is known so far; a child may fill in what is not learned.
        training: What the card will tell of the training.
    """

    title: ClassVar[str]
    place: ClassVar[str]
    source: ClassVar[str]
    steps: ClassVar[int]
    batch: ClassVar[int]
    rate: ClassVar[float]
    networks: ClassVar[int] = 1

    @abstractmethod
    def lessons(self, seed: int) -> Iterator[Lesson]:
        """As many as there are networks; each is asked for when the one before is over."""

    @abstractmethod
    def data(self) -> str:
        """Words for what it was trained on."""

    @abstractmethod
    def sizes(self) -> Mapping[str, Entry]:
        """Numbers that fix the architecture; asked after the training."""

    @abstractmethod
    def metrics(self) -> Mapping[str, Entry]:
        """What is measured after the training."""

    def counts(self, steps: int | None) -> tuple[int, ...]:
        """Steps of each lesson; `steps` in all if that is asked for, shared out evenly."""
        n = self.networks
        total = n * self.steps if steps is None else steps
        return (max(total // n, min(total, 1)),) * n

    def rate_of(self, number: int) -> float:
        """Learning rate at the beginning of a lesson, counted from 0."""
        return self.rate

    def told(self) -> Mapping[str, Entry]:
        """What the card says of the training besides seed, steps, batch, seconds and curve."""
        return {}

    def titled(self) -> str:
        """Title of the card of what was learned."""
        return self.title

    def fit(self, seed: int, steps: int | None, ticket: Ticket) -> Iterator[Snapshot]:
        begun, counts = time.monotonic(), self.counts(steps)
        self.arrays: dict[str, np.ndarray] = {}
        curve = Curve()
        for number, lesson in enumerate(self.lessons(seed)):
            yield from curve.kept(self._learned(lesson, number, counts, ticket))
        self.training: dict[str, Entry] = {
            "seed": seed,
            "steps": counts[0] if len(counts) == 1 else list(counts),
            "batch": self.batch,
            **self.told(),
            "seconds": time.monotonic() - begun,
            **curve.table(),
        }

    def _learned(
        self, lesson: Lesson, number: int, counts: tuple[int, ...], ticket: Ticket
    ) -> Iterator[Snapshot]:
        average, count = Average(lesson.tensors), counts[number]

        def loss(step: int) -> Any:
            average.follow()
            return lesson.loss()

        yield from descent(
            lesson.tensors,
            loss,
            cosine(self.rate_of(number), max(count, 1)),
            count,
            ticket,
            flow=lambda: lesson.flow({**self.arrays, **average.arrays()}),
            what=lesson.what,
            first=sum(counts[:number]),
            total=sum(counts),
        )
        average.follow()
        self.arrays |= average.arrays()

    def save(self, weights: Path, card: Path) -> None:
        save(
            weights,
            card,
            self.arrays,
            {
                "title": self.titled(),
                "class": self.place,
                "source": self.source,
                "data": self.data(),
            },
            {"sizes": self.sizes(), "training": self.training, "metrics": self.metrics()},
        )
