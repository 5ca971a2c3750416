"""The optimiser loop every recipe shares."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from engines.protocols.flow import Flow
from engines.protocols.recipe import Snapshot
from engines.running.randomness import stream
from engines.running.ticket import Ticket

SPEAK = 0.1
COPY = 0.1


def initial(shapes: dict[str, tuple[int, ...]], seed: int) -> dict[str, Any]:
    """Leaf tensors drawn evenly from +-1/sqrt(fan in), a stream of their own per array.

    The fan in of a bias is that of the weight with the same stem, which stands before it.
    """
    import torch

    tensors, fan = {}, 1
    for name, shape in shapes.items():
        if name.endswith("weight"):
            fan = math.prod(shape[1:])
        drawn = stream(seed, f"initial {name}").uniform(-1.0, 1.0, shape) / math.sqrt(fan)
        tensors[name] = torch.tensor(drawn.astype(np.float32), requires_grad=True)
    return tensors


def arrays(tensors: dict[str, Any]) -> dict[str, np.ndarray]:
    """A copy of `tensors` that training cannot touch any more."""
    return {name: tensor.detach().numpy().copy() for name, tensor in tensors.items()}


def cosine(rate: float, steps: int) -> Callable[[int], float]:
    """A rate that falls from `rate` to zero along half a cosine."""
    return lambda step: 0.5 * rate * (1.0 + math.cos(math.pi * step / steps))


def descent(
    tensors: dict[str, Any],
    loss: Callable[[int], Any],
    rate: Callable[[int], float],
    steps: int,
    ticket: Ticket,
    *,
    flow: Callable[[], Flow | None],
    what: str,
    first: int = 0,
    total: int | None = None,
) -> Iterator[Snapshot]:
    """Adam on `tensors`, yielding a snapshot after the first step and about every 100 ms.

    Args:
        tensors: Leaf tensors, changed in place.
        loss: Step number to a scalar tensor.
        rate: Step number to the learning rate.
        steps: Number of steps.
        ticket: Looked at before every step.
        flow: Makes a copy of the flow as it is now; asked every 100 ms and at the end.
        what: Words for the task strip.
        first: Steps done by earlier stages of the same recipe.
        total: Steps of all stages; `steps` if left out.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    import torch

    # One thread: sums come out in the same order on every machine, and the window keeps a core.
    torch.set_num_threads(1)
    total = steps if total is None else total
    optimiser = torch.optim.Adam(list(tensors.values()), lr=rate(0))
    smooth, spoke, copied = float("nan"), time.monotonic(), 0.0
    for step in range(steps):
        ticket.check()
        optimiser.param_groups[0]["lr"] = rate(step)
        optimiser.zero_grad(set_to_none=True)
        value = loss(step)
        value.backward()
        optimiser.step()
        now = float(value.detach())
        smooth = now if step == 0 else smooth + (now - smooth) / min(step + 1, 50)
        clock, last = time.monotonic(), step + 1 == steps
        if clock - spoke >= SPEAK or last or step == 0:
            fresh = clock - copied >= COPY or last
            yield Snapshot(first + step + 1, total, smooth, flow() if fresh else None, what)
            spoke = time.monotonic()
            copied = spoke if fresh else copied


class Curve:
    """The loss along a training, thinned for a card."""

    MOST = 60

    def __init__(self) -> None:
        self._steps: list[int] = []
        self._losses: list[float] = []

    def kept(self, snapshots: Iterator[Snapshot]) -> Iterator[Snapshot]:
        """`snapshots`, remembering what each says of the loss."""
        for snapshot in snapshots:
            self._steps.append(snapshot.step)
            self._losses.append(snapshot.loss)
            yield snapshot

    def table(self) -> dict[str, list]:
        """At most 60 steps and their losses; the last is always among them."""
        count = len(self._steps)
        rows = np.unique(np.linspace(0, count - 1, min(count, self.MOST)).round().astype(int))
        return {
            "curve_steps": [self._steps[row] for row in rows],
            "curve_losses": [self._losses[row] for row in rows],
        }
