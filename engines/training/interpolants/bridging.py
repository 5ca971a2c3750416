"""Trains the networks of a bridge between two clouds."""

from __future__ import annotations

import time
from abc import abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from engines.learned.generative.bridges import kind_of
from engines.learned.generative.interpolants.flow import LearnedBridge, shapes, square, stem
from engines.learned.generative.interpolants.losses import (
    Batch,
    batch,
    drift_loss,
    even_times,
    noise_loss,
    score_loss,
)
from engines.numerics.interpolants.coupling import COUPLINGS, paired
from engines.numerics.interpolants.interpolant import Interpolant
from engines.protocols.recipe import Recipe, Snapshot
from engines.running.randomness import stream
from engines.running.ticket import Ticket
from engines.training.checkpoint import Entry, save
from engines.training.diffusion.averaging import Average
from engines.training.loop import Curve, cosine, descent, initial

SOURCE = "Albergo, Boffi & Vanden-Eijnden (2023), arXiv:2303.08797"
KNOWN = 4096  # ends that are kept beside the networks


class BridgeRecipe(Recipe):
    """Drift and, where it does not follow from that, noise of a bridge. A child names the clouds.

    Attributes:
        title: Title of the card.
        data: What it says of the data.
        interpolant: How the clouds are mixed.
        one_sided: Whether the first cloud is plain noise.
        couplings: How draws are joined, one training each.
        pictures: Whether states are pictures.
        hidden: Sizes of the hidden layers.
        bend: Those of the network that bends the ways; empty where they are as mixed.
        kinds: Whether networks are told of what kind both ends are.
        scored: Whether a network learns the score itself, beside that of the noise.
        steps: Steps of each training.
        batch: Pairs of a step.
        rate: Learning rate at the beginning.
    """

    title: ClassVar[str]
    data: ClassVar[str]
    interpolant: ClassVar[Interpolant] = Interpolant("linear", "Brownian", 1.0)
    one_sided: ClassVar[bool] = False
    couplings: ClassVar[tuple[str, ...]] = COUPLINGS[:1]
    pictures: ClassVar[bool] = False
    hidden: ClassVar[tuple[int, ...]] = (128, 128, 128)
    bend: ClassVar[tuple[int, ...]] = ()
    kinds: ClassVar[bool] = False
    scored: ClassVar[bool] = False
    steps: ClassVar[int] = 4000
    batch: ClassVar[int] = 1000
    rate: ClassVar[float] = 2e-3

    @abstractmethod
    def drawn(self, count: int, draw: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Independent draws of both clouds, each of shape (count, d)."""

    def known(self, seed: int) -> dict[str, np.ndarray]:
        """What is kept beside the networks: ends, and whatever pictures need."""
        first, last = self.drawn(KNOWN, stream(seed, "known ends"))
        ends = {"targets": last} if self.one_sided else {"sources": first, "targets": last}
        return {name: points.astype(np.float32) for name, points in ends.items()}

    def fit(self, seed: int, steps: int | None, ticket: Ticket) -> Iterator[Snapshot]:
        begun, rounds = time.monotonic(), len(self.couplings)
        count = max((self.steps * rounds if steps is None else steps) // rounds, 1)
        kept = self.known(seed)
        first, last = self.drawn(KNOWN, stream(seed, "size"))
        size = np.concatenate([first, last])
        self._spread = float(np.sqrt((size**2).mean()))
        self._reach = 1.25 * float(np.quantile(np.abs(size), 0.999))
        d, curve = size.shape[1], Curve()
        for number, coupling in enumerate(self.couplings):
            tensors = initial(self.parts(d, coupling), seed)
            average, draw = Average(tensors), stream(seed, "batches")

            def loss(
                step: int,
                tensors: dict[str, Any] = tensors,
                average: Average = average,
                draw: np.random.Generator = draw,
                coupling: str = coupling,
            ) -> Any:
                average.follow()
                ends, told = self.joined(self.batch, draw, coupling)
                noise = draw.standard_normal(ends[0].shape)
                some = batch(self.interpolant, *ends, noise, even_times(self.batch, draw))
                some = some._replace(told=told)
                return self.loss(step, tensors, ends, some, coupling) / d

            def flow(
                average: Average = average,
                coupling: str = coupling,
                done: dict[str, np.ndarray] = kept,
            ) -> LearnedBridge:
                return self.flow({**done, **average.arrays()}, coupling)

            joined = "" if rounds == 1 else f", {coupling}"
            yield from curve.kept(
                descent(
                    tensors,
                    loss,
                    cosine(self.rate, count),
                    count,
                    ticket,
                    flow=flow,
                    what=f"Training{joined}",
                    first=number * count,
                    total=rounds * count,
                )
            )
            average.follow()
            kept = {**kept, **average.arrays()}
        self._arrays = kept
        self._training: dict[str, Entry] = {
            "seed": seed,
            "steps": [count] * rounds,
            "batch": self.batch,
            "seconds": time.monotonic() - begun,
            **curve.table(),
        }

    def joined(
        self, count: int, draw: np.random.Generator, coupling: str
    ) -> tuple[tuple[np.ndarray, np.ndarray], np.ndarray | None]:
        """Pairs of ends, each of shape (count, d), and what networks are told of them."""
        return paired(*self.drawn(count, draw), coupling), None

    def parts(self, d: int, coupling: str) -> dict[str, tuple[int, ...]]:
        """Name to shape of the arrays of one training."""
        return shapes(d, self.hidden, self.one_sided, coupling, self.scored)

    def loss(
        self,
        step: int,
        tensors: dict[str, Any],
        ends: tuple[np.ndarray, np.ndarray],
        some: Batch,
        coupling: str,
    ) -> Any:
        """The loss of one step over draws at their times, summed over coordinates."""
        total = drift_loss(tensors, some, self._spread, stem(coupling))
        if not self.one_sided:
            total = total + noise_loss(tensors, some, self._spread, stem(coupling))
        if self.scored:
            # It falls without a bound that is known: followed down, and left out of what is told.
            own = score_loss(tensors, some, self._spread, stem(coupling))
            total = total + own - own.detach()
        return total

    def flow(self, arrays: dict[str, np.ndarray], coupling: str) -> LearnedBridge:
        """The bridge of the networks of one coupling."""
        box = square(self._reach, arrays["targets"].shape[1])
        kind = kind_of(self.pictures, self.one_sided, bool(self.bend), self.kinds)
        return kind(arrays, self._spread, self.interpolant, None, box, coupling)

    def measured(self) -> dict[str, float]:
        """What the card says of the trained networks."""
        return {}

    def save(self, weights: Path, card: Path) -> None:
        over = self.interpolant
        save(
            weights,
            card,
            self._arrays,
            {
                "title": self.title,
                "class": "generative.bridges",
                "source": SOURCE,
                "data": self.data,
            },
            {
                "sizes": {
                    "dimension": int(self._arrays["targets"].shape[1]),
                    "hidden": list(self.hidden),
                    "couplings": list(self.couplings),
                    "sources": len(self._arrays.get("sources", ())),
                    "targets": len(self._arrays["targets"]),
                    "pictures": self.pictures,
                    "shape": over.shape,
                    "gamma": over.noise,
                    "amplitude": over.amplitude,
                    "spread": self._spread,
                    "reach": self._reach,
                    **({"bend": list(self.bend)} if self.bend else {}),
                    **({"kinds": True} if self.kinds else {}),
                    **({"scored": True} if self.scored else {}),
                },
                "training": self._training,
                "metrics": self.measured(),
            },
        )

    def trained(self, coupling: str = COUPLINGS[0]) -> LearnedBridge:
        """The bridge after training."""
        return self.flow(self._arrays, coupling)
