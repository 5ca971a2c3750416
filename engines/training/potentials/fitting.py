"""Trains one set of potentials or directions."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from engines.learned.latent.potentials.layout import Layout
from engines.learned.latent.potentials.pictures import pushed
from engines.protocols.flow import Flow
from engines.protocols.recipe import Snapshot
from engines.running.randomness import stream
from engines.running.ticket import Ticket
from engines.training.loop import arrays, descent, initial
from engines.training.potentials import classifier
from engines.training.potentials.losses import alike, asked, short, told_apart
from engines.training.potentials.paths import directions, flowing, straight
from engines.training.potentials.settings import Settings

NUDGE = 0.05
FLOOR = -8.0
SHOWN = 3  # of how many pairs the change is taken for one
Arrays = dict[str, np.ndarray]


def beginning(settings: Settings, codes: int, seed: int) -> dict[str, Any]:
    """First tensors of potentials or directions; each way draws from streams of its own."""
    import torch

    if settings.straight:
        drawn = stream(seed, "initial directions").standard_normal((settings.count, codes))
        return {"directions": torch.tensor(drawn.astype(np.float32), requires_grad=True)}
    one = Layout(codes, settings.width, settings.count, settings.bounded).one()
    each = [
        initial({f"{k}.{name}": shape for name, shape in one.items()}, seed)
        for k in range(settings.count)
    ]
    tensors = {}
    for name in one:
        stacked = torch.stack([each[k][f"{k}.{name}"].detach() for k in range(settings.count)])
        if name == "speed":
            stacked = torch.ones_like(stacked)
        if name == "log_amplitude":
            stacked = torch.full_like(stacked, math.log(2.0))
        tensors[name] = stacked.requires_grad_(name != "log_amplitude")
    return tensors


class Fitting:
    """One arm: `snapshots` trains it, `result` holds its arrays afterwards.

    Args:
        settings: What is trained.
        decoder: Arrays of the autoencoder, `decoder.*` among them.
        codes: Number of coordinates of a code.
        seed: Seed of first weights and batches.
    """

    def __init__(
        self, settings: Settings, decoder: Mapping[str, np.ndarray], codes: int, seed: int
    ) -> None:
        import torch

        self.settings, self._codes, self._seed = settings, codes, seed
        self._decoder = {
            name: torch.from_numpy(array.copy())
            for name, array in decoder.items()
            if name.startswith("decoder.")
        }
        self._ways = beginning(settings, codes, seed)
        self._judge = (
            initial(classifier.shapes(settings.count), seed) if settings.classified else {}
        )
        self._draw = stream(seed, "paths")
        self.parts: dict[str, float] = {}

    @property
    def result(self) -> Arrays:
        """Arrays as they are now, names as `Layout.shapes` has them, or unit "directions"."""
        if self.settings.straight:
            return {"directions": arrays({"d": directions(self._ways["directions"])})["d"]}
        return arrays(self._ways)

    def loss(self, step: int, steps: int) -> Any:
        """Loss of a fresh batch at `step` of `steps`."""
        import torch

        s, draw = self.settings, self._draw
        drawn = draw.standard_normal((s.each, self._codes)).astype(np.float32)
        start = torch.from_numpy(drawn).expand(s.count, -1, -1)
        paths = (straight if s.straight else flowing)(self._ways, start, s)
        look = asked(paths, s, draw)
        some = slice(step % SHOWN, None, SHOWN)
        whole = [look.base, look.other] if s.classified or s.alike_weight else []
        seen = torch.cat([*whole, look.here[some]])
        pictures, rates = pushed(self._decoder, seen, look.move[some])
        base, other = pictures[: s.each], pictures[s.each : s.each + len(look.other)]
        changed = rates.square().mean()
        ramp = min(1.0, max(0.0, (step / steps - 0.1) / 0.3))
        total = ramp * (s.equation_weight * paths.residual + s.rest_weight * paths.rest)
        total = total - s.change_weight * changed + s.stall_weight * short(paths.places, s.least)
        if s.classified:
            told = told_apart(self._judge, base, other, look.mirrored, s)
            total = total + told
            self.parts["told"] = float(told.detach())
        if s.alike_weight:
            likeness = alike(base, other)
            total = total + s.alike_weight * likeness
            self.parts["alike"] = float(likeness.detach())
        if not s.straight:
            self._hold(paths.places)
        self.parts |= {
            "changed": float(changed.detach()),
            "residual": float(paths.residual.detach()),
        }
        return total

    def _hold(self, places: Any) -> None:
        """Nudge the amplitudes towards the pace asked for; they end at the cap."""
        import torch

        with torch.no_grad():
            step = places.diff(dim=0).norm(dim=-1).mean(dim=(0, 2))
            self.parts["pace"] = float(step.mean())
            amplitude = self._ways["log_amplitude"]
            amplitude += NUDGE * (math.log(self.settings.pace) - torch.log(step + 1e-6))
            amplitude.clamp_(FLOOR, self.settings.cap)

    def snapshots(
        self,
        steps: int,
        ticket: Ticket,
        flow: Callable[[Arrays], Flow | None],
        what: str,
        first: int,
        total: int,
    ) -> Iterator[Snapshot]:
        """Train for `steps` steps; `first` of `total` have been done by other arms."""
        learned = {k: v for k, v in (self._ways | self._judge).items() if v.requires_grad}

        def rate(step: int) -> float:
            late = max(0.0, (step / steps - 0.6) / 0.4)
            return float(self.settings.rate * 0.05**late)

        yield from descent(
            learned,
            lambda step: self.loss(step, steps),
            rate,
            steps,
            ticket,
            flow=lambda: flow(self.result),
            what=what,
            first=first,
            total=total,
        )
