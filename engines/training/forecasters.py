"""Trains a network for each of many curves, all of them at once."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.instruments.forecast.forecaster import AWAY
from engines.instruments.forecast.scores import smape
from engines.learned.portraits.gru import Gru
from engines.learned.portraits.nbeats import NBeats
from engines.learned.portraits.network import Network
from engines.running.randomness import stream
from engines.running.ticket import Ticket
from engines.training.loop import cosine, descent

REHEARSALS = 8  # moments of a training from which one is chosen
STEEPEST = 1.0  # length of a gradient, of one array of one network


@dataclass(frozen=True, slots=True)
class Schedule:
    """How a network is trained.

    Attributes:
        network: Makes it for so many samples a period.
        steps: Of the optimiser.
        batch: Stretches of each curve in a step.
        rate: Of learning at first; it falls to 0 along half a cosine.
    """

    network: Callable[[int], Network]
    steps: int
    batch: int
    rate: float


# Rates and windows were chosen by errors on practice curves, which are never raced on; that trainings
# are short was asked for by two shared cores, and longer ones err less.
SCHEDULES = {
    "gru": Schedule(Gru.at, 800, 4, 1e-2),
    "nbeats": Schedule(NBeats.at, 800, 32, 2e-3),
}


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What trained networks said.

    Attributes:
        forecasts: Shape (curves, ahead); NaN from where one ran away.
        settings: Which moment of the training was chosen for each curve, from 0, shape (curves,).
        practised: Errors on the practice curves at that moment, sMAPE, shape (curves,).
    """

    forecasts: np.ndarray
    settings: np.ndarray
    practised: np.ndarray


def told(
    schedule: Schedule,
    ids: Sequence[str],
    seen: np.ndarray,
    practice: np.ndarray,
    ahead: int,
    period: int,
    seed: int = 0,
    steps: int | None = None,
    report: Callable[[float], None] = lambda share: None,
    ticket: Ticket | None = None,
) -> Told:
    """Train a network on each curve, and let it go on where the curve ends.

    How long each one is trained is chosen by its forecast of the end of another curve of the same
    system. A network's first weights and batches depend on its own id alone, and its gradient too.

    Args:
        schedule: Which kind, and how.
        ids: A name for each curve.
        seen: What is trained on, mean 0 and variance 1, shape (curves, k).
        practice: Other curves of the same systems in the same units, shape (curves, n); the last
            `ahead` are forecast from those before.
        ahead: How many values are told.
        period: Samples a period.
        seed: Of weights and batches.
        steps: Of the optimiser; those of the schedule if left out.
        report: Hears which share is done.
        ticket: To withdraw it.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    import torch

    network, steps = schedule.network(period), schedule.steps if steps is None else steps
    tensors = leaves(network.shapes(len(ids)), ids, seed)
    curves = torch.from_numpy(seen.astype(np.float32))
    others = torch.from_numpy(practice[:, :-ahead].astype(np.float32))
    size = torch.from_numpy(np.diff(seen, axis=1).std(axis=1).astype(np.float32))[:, None, None]
    begins = _begins(ids, seed, (steps, schedule.batch), seen.shape[1] - network.window() + 1)
    within = torch.arange(network.window())
    moments = {round(steps * (k + 1) / REHEARSALS) for k in range(REHEARSALS)}
    forecasts: list[np.ndarray] = []
    errors: list[list[float]] = []

    def rehearse() -> None:
        with torch.no_grad():
            said = network.forecast(tensors, others, ahead, size).numpy()
            forecasts.append(network.forecast(tensors, curves, ahead, size).numpy())
        ends = zip(practice[:, -ahead:], said, strict=True)
        errors.append([float(smape(true, kept(one))[-1]) for true, one in ends])

    def loss(step: int) -> Any:
        if step in moments:
            rehearse()
        places = (begins[:, step, :, None] + within).reshape(len(ids), -1)
        stretches = torch.gather(curves, 1, places).reshape(len(ids), schedule.batch, -1)
        return network.loss(tensors, stretches, size).sum()

    rate = cosine(schedule.rate, steps)
    done = descent(
        tensors, loss, rate, steps, ticket or Ticket(), flow=lambda: None, what="Forecasters"
    )
    for snapshot in done:
        report(snapshot.step / steps)
    rehearse()
    chosen = np.argmin(errors, axis=0)
    every = np.arange(len(ids))
    best = np.array(forecasts, float)[chosen, every]
    return Told(np.stack([kept(one) for one in best]), chosen, np.array(errors)[chosen, every])


def kept(said: np.ndarray) -> np.ndarray:
    """A forecast until it runs away, NaN from there."""
    gone = np.logical_or.accumulate(~(np.abs(said) <= AWAY), axis=-1)
    return np.where(gone, np.nan, said)


def leaves(shapes: dict[str, tuple[int, ...]], ids: Sequence[str], seed: int) -> dict[str, Any]:
    """Tensors drawn evenly from +-1/sqrt(inner), a stream of their own per curve and array.

    The gradient of one array is cut to a length, so that one that goes astray does not jump; what
    is no number moves nothing.
    """
    import torch

    tensors, bound = {}, 1.0
    for name, (_, inner, outer) in shapes.items():
        if name.endswith("weight") and inner > 1:  # a lone value counts with the state beside it
            bound = 1.0 / math.sqrt(inner)
        drawn = [stream(seed, f"{id} {name}").uniform(-bound, bound, (inner, outer)) for id in ids]
        tensors[name] = torch.tensor(np.stack(drawn).astype(np.float32), requires_grad=True)
        tensors[name].register_hook(_cut)
    return tensors


def _cut(gradient: Any) -> Any:
    import torch

    gradient = torch.nan_to_num(gradient, 0.0, 0.0, 0.0)
    length = gradient.square().sum((1, 2), keepdim=True).sqrt()
    return gradient * (STEEPEST / (length + 1e-12)).clamp(max=1.0)


def _begins(ids: Sequence[str], seed: int, size: tuple[int, int], many: int) -> Any:
    """Where stretches begin, shape (curves, steps, batch)."""
    import torch

    drawn = [stream(seed, f"{id} stretches").integers(0, many, size) for id in ids]
    return torch.from_numpy(np.stack(drawn))
