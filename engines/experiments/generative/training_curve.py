"""The loss of a training as a chart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from engines.layers.series import Series
from engines.protocols.recipe import Snapshot
from engines.protocols.views import Axis, ViewSpec

NOTHING_YET = "loss; T trains a network"


def shipped(training: Mapping[str, Any]) -> Series:
    """The curve a card tells of; empty if it tells of none."""
    steps, losses = training.get("curve_steps", []), training.get("curve_losses", [])
    count = min(len(steps), len(losses))
    return curve(
        np.array(steps[:count], float), np.array(losses[:count], float), "before", "before"
    )


def curve(steps: np.ndarray, losses: np.ndarray, role: str, label: str = "now") -> Series:
    """Decimal logarithm of the loss over steps; the logarithm because rounds differ a thousandfold."""
    return Series(steps, np.log10(np.maximum(losses, 1e-12)), role=role, label=label)


class Curve:
    """The loss while it falls."""

    def __init__(self) -> None:
        self._steps: list[float] = []
        self._losses: list[float] = []

    def with_point(self, snapshot: Snapshot) -> Series:
        """The curve with one more point."""
        if not self._steps or snapshot.step > self._steps[-1]:
            self._steps.append(float(snapshot.step))
            self._losses.append(snapshot.loss)
        return curve(np.array(self._steps), np.array(self._losses), "learned")


def view(training: Mapping[str, Any], layers: tuple[str, ...]) -> ViewSpec:
    """The chart for the shipped curve and a live one above it."""
    known = shipped(training)
    step, loss = Axis("step"), Axis("loss, log\N{SUBSCRIPT ONE}\N{SUBSCRIPT ZERO}")
    if len(known.x):
        room = 0.1 * (known.y.max() - known.y.min()) + 0.1
        step = replace(step, low=0.0, high=float(known.x[-1]))
        loss = replace(loss, low=known.y.min() - room, high=known.y.max() + room)
    return ViewSpec(
        id="loss",
        kind="chart",
        title="Training",
        subtitle="loss, before and live" if len(known.x) else NOTHING_YET,
        layers=layers,
        axes=(step, loss),
        equal=False,
    )
