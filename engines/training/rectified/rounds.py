"""Rounds of one velocity: on pairs that are drawn, on the pairs it made, and for a single step."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from engines.learned.generative.rectified.stages import path_of, stem
from engines.learned.generative.rectified.velocity_flow import VelocityFlow
from engines.numerics.diffusion.path import Linear, Path
from engines.protocols.recipe import Snapshot
from engines.running.randomness import stream
from engines.running.ticket import Ticket
from engines.systems.pairs.pairs import Pairs
from engines.training.diffusion.lessons import Arrays, Lesson, LessonsRecipe, as_float
from engines.training.loop import initial

EDGE = 1e-3  # of time before t = 1, where the noise of a curve may fall without bounds
Draw = Callable[[], Pairs]
Answer = Callable[[Any, np.ndarray], Any]  # torch places and times to velocities


@dataclass(frozen=True, slots=True)
class Stage:
    """One training of a velocity.

    Attributes:
        name: Name of the stage.
        steps: Steps of the optimiser.
        rate: Learning rate at the beginning.
        after: Stage whose weights it begins with and whose flow makes its pairs; "" for pairs that
            are drawn.
        at_start: Whether only t = 0 is seen, so that one step does.
    """

    name: str
    steps: int
    rate: float
    after: str = ""
    at_start: bool = False


def moments(count: int, draw: np.random.Generator, early: float = 1.0) -> np.ndarray:
    """Random times, one in each of `count` equal parts of 0 to 1, to the power `early`."""
    return np.asarray(((draw.permutation(count) + draw.random(count)) / count) ** early)


def pair_loss(
    answer: Answer,
    pairs: Pairs,
    time: np.ndarray,
    path: Path | None = None,
    weighed: Callable[[Any, Any], Any] | None = None,
) -> Any:
    """Mean squared error of the velocity on the curves that join pairs.

        loss = mean | v(x_t, t) - (a' x_1 + s' x_0) |^2,   x_t = a x_1 + s x_0

    Args:
        answer: The velocity.
        pairs: x_0 and x_1.
        time: t, shape (n,).
        path: a and s; t and 1 - t if None.
        weighed: Places and errors to what is squared instead of the errors.

    Source:
        Liu, Gong & Liu (2022), arXiv:2209.03003, eqs. (1) and (6).
    """
    path = Linear() if path is None else path
    a, s, da, ds = (f(time)[:, None] for f in (path.a, path.s, path.da, path.ds))
    between = as_float(a * pairs.last + s * pairs.first)
    error = answer(between, time) - as_float(da * pairs.last + ds * pairs.first)
    if weighed is not None:
        error = weighed(between, error)
    return (error**2).sum(dim=1).mean()


class RoundsRecipe(LessonsRecipe):
    """A child gives the network, the clouds and the stages.

    Attributes:
        stages: What is trained, in this order.
        pairs: How many pairs a flow makes for the next round.
        early: Power of an even time: above 1 the beginning is seen more often.
    """

    stages: ClassVar[tuple[Stage, ...]]
    pairs: ClassVar[int] = 20_000
    early: ClassVar[float] = 1.0

    @abstractmethod
    def shapes(self, stages: tuple[str, ...]) -> dict[str, tuple[int, ...]]:
        """Name to shape of every array of the networks of some stages."""

    @abstractmethod
    def answer(self, tensors: Mapping[str, Any], stage: str) -> Answer:
        """The velocity of a stage while it learns."""

    @abstractmethod
    def made(self, arrays: Arrays, stage: str) -> VelocityFlow:
        """The flow of a stage, by the steps that pairs are made with."""

    @abstractmethod
    def drawn(self, stage: Stage, draw: np.random.Generator) -> Draw:
        """Batches of pairs of the two clouds."""

    @abstractmethod
    def first(self, count: int, draw: np.random.Generator) -> np.ndarray:
        """Points of the cloud at t = 0."""

    def prepared(self, seed: int) -> None:
        """What is needed before the first stage; arrays that are not learned go to `arrays`."""

    def weighed(self, stage: Stage) -> Callable[[Any, Any], Any] | None:
        """What is squared instead of the errors, if anything."""
        return None

    @property
    def networks(self) -> int:  # type: ignore[override]
        """As many as there are stages."""
        return len(self.stages)

    def counts(self, steps: int | None) -> tuple[int, ...]:
        whole = [stage.steps for stage in self.stages]
        if steps is None:
            return tuple(whole)
        shares = [steps * count // sum(whole) for count in whole]
        return (steps - sum(shares[1:]), *shares[1:])

    def rate_of(self, number: int) -> float:
        return self.stages[number].rate

    def told(self) -> Mapping[str, Any]:
        return {"pairs": self.pairs}

    def fit(self, seed: int, steps: int | None, ticket: Ticket) -> Iterator[Snapshot]:
        self._ticket = ticket
        yield from super().fit(seed, steps, ticket)

    def lessons(self, seed: int) -> Iterator[Lesson]:
        import torch

        self.prepared(seed)
        for stage in self.stages:
            draw = stream(seed, f"round {stage.name}")
            tensors = initial(self.shapes((stage.name,)), seed)
            pairs = self.drawn(stage, draw)
            if stage.after:
                # The next round begins as the last one and sees nothing but its pairs.
                for name, tensor in tensors.items():
                    before = name.replace(stem(stage.name), stem(stage.after), 1)
                    tensor.data.copy_(torch.from_numpy(self.arrays[before]))
                pairs = self._stored(stage, draw)
            yield Lesson(
                tensors,
                self._loss(stage, self.answer(tensors, stage.name), pairs, draw),
                lambda arrays, stage=stage: self.made(arrays, stage.name),  # type: ignore[misc]
                _words(stage),
            )

    def _loss(
        self, stage: Stage, answer: Answer, pairs: Draw, draw: np.random.Generator
    ) -> Callable[[], Any]:
        path, weighed = path_of(stage.name), self.weighed(stage)

        def loss() -> Any:
            some = pairs()
            time = moments(self.batch, draw, self.early)
            if stage.at_start:
                time = np.zeros(self.batch)
            elif not isinstance(path, Linear):
                time = time * (1.0 - EDGE)
            return pair_loss(answer, some, time, path, weighed)

        return loss

    def _stored(self, stage: Stage, draw: np.random.Generator) -> Draw:
        """Batches of pairs that come from one solution each of the flow before."""
        begin = self.first(self.pairs, draw)
        end = self.made(self.arrays, stage.after).advance(begin, 0.0, 1.0, self._ticket)
        kept = Pairs(begin, end)
        return lambda: kept.some(draw.integers(0, len(kept), self.batch))


def _words(stage: Stage) -> str:
    if stage.name == "1":
        return "Training"
    if stage.name.isdigit():
        return f"Training, reflow {int(stage.name) - 1}"
    return f"Training, {stage.name}"
