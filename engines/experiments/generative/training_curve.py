"""The loss of a training as a chart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from engines.layers.series import Series
from engines.protocols.recipe import Snapshot
from engines.protocols.views import Axis, ViewSpec


def shipped(training: Mapping[str, Any]) -> Series:
    """The curve a card tells of; empty if it tells of none."""
    steps, losses = training.get("curve_steps", []), training.get("curve_losses", [])
    count = min(len(steps), len(losses))
    return curve(np.array(steps[:count], float), np.array(losses[:count], float), "before")


def curve(steps: np.ndarray, losses: np.ndarray, role: str) -> Series:
    """Decimal logarithm of the loss over steps; the logarithm because rounds differ a thousandfold."""
    return Series(steps, np.log10(np.maximum(losses, 1e-12)), role=role, label="loss")


class Curve:
    """The loss while it falls."""

    def __init__(self) -> None:
        self._steps: list[float] = []
        self._losses: list[float] = []

    def with_point(self, snapshot: Snapshot) -> Series:
        """The curve with one more point."""
        self._steps.append(float(snapshot.step))
        self._losses.append(snapshot.loss)
        return curve(np.array(self._steps), np.array(self._losses), "learned")


def view(training: Mapping[str, Any], layers: tuple[str, ...]) -> ViewSpec:
    """The chart for the shipped curve and a live one above it."""
    known = shipped(training)
    last = float(known.x[-1]) if len(known.x) else 1.0
    low, high = (known.y.min(), known.y.max()) if len(known.y) else (-1.0, 1.0)
    room = 0.1 * (high - low) + 0.1
    axes = (
        Axis("step", "", "", 0.0, last),
        Axis("loss, log\N{SUBSCRIPT ONE}\N{SUBSCRIPT ZERO}", "", "", low - room, high + room),
    )
    return ViewSpec(
        id="loss",
        kind="chart",
        title="Training",
        subtitle="loss, shipped and live",
        layers=layers,
        axes=axes,
        equal=False,
    )
