"""Paints marked places: fixed points, clouds, the start of a path, the handle of the hand."""

from __future__ import annotations

import numpy as np

from engines.layers.points import Points
from widgets.painters.painter import ColourRange, Moment, Painter
from widgets.painters.parts.marks import Marks
from widgets.theme.maps import robust_limits


class PointsPainter(Painter[Points]):
    """A stable point is a disc, an unstable one a ring, a saddle half of each, a centre neither."""

    def __init__(self, layer: Points) -> None:
        super().__init__(layer)
        self._limits = _limits(layer)
        self.forget()

    def take(self, layer: Points) -> None:
        super().take(layer)
        self._limits = _limits(layer)

    def forget(self) -> None:
        self._marks: Marks | None = None
        self._written: Points | None = None

    def draw(self, moment: Moment) -> None:
        layer = self.layer
        if self._marks is None:
            self._marks = self.hold(Marks())
        if self._written is not layer:
            known = np.isfinite(layer.positions).all(axis=1)
            kinds = tuple(k for k, shown in zip(kinds_of(layer), known, strict=True) if shown)
            values = None if layer.values is None else layer.values[known]
            self._marks.write(layer.positions[known], kinds, values)
            self._written = layer
        self._marks.draw(moment, limits=self._limits, scale=layer.scale)

    def colour_range(self) -> ColourRange | None:
        return None if self._limits is None else ColourRange(*self._limits, self.layer.scale, "")


def kinds_of(layer: Points) -> tuple[str, ...]:
    """The mark of each point."""
    return (layer.mark,) * len(layer.positions) if isinstance(layer.mark, str) else layer.mark


def handles_of(layer: Points) -> np.ndarray:
    """Positions a hand may drag, shape (n, d)."""
    return layer.positions[[kind == "handle" for kind in kinds_of(layer)]]


def _limits(layer: Points) -> tuple[float, float] | None:
    return None if layer.values is None else robust_limits(layer.values, layer.scale)
