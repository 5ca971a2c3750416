"""Paints a vector field as small arrows."""

from __future__ import annotations

import numpy as np

from engines.layers.vector_field import VectorField
from widgets.painters.painter import Moment, Painter
from widgets.painters.parts.strokes import Pen, Strokes

SPACING = 26.0  # logical pixels between arrows, at least
LONGEST = 20.0  # logical pixels of the arrow at the largest speed
BARB = 4.0


class VectorFieldPainter(Painter[VectorField]):
    """Arrows in screen pixels: their direction is that of the motion as seen, their length grows
    with the square root of the speed, so that slow regions still show where they go.
    """

    def __init__(self, layer: VectorField) -> None:
        super().__init__(layer)
        self.forget()

    def forget(self) -> None:
        self._strokes: Strokes | None = None
        self._written: VectorField | None = None
        self._measured: np.ndarray | None = None

    def draw(self, moment: Moment) -> None:
        if self._strokes is None:
            self._strokes = self.hold(Strokes())
        moved = self._measured is None or not np.array_equal(self._measured, moment.matrix)
        if self._written is not self.layer or moved:
            self._strokes.write(arrows(self.layer, moment))
            self._written, self._measured = self.layer, moment.matrix
        self._strokes.draw(Pen(moment.colour("text2", 0.6), 1.0), moment, moment.pixel_matrix)


def arrows(layer: VectorField, moment: Moment) -> np.ndarray:
    """Shaft, barb, barb with gaps between them in device pixels, shape (n, 8, 2)."""
    skip_x, skip_y = _skip(layer.x, 0, moment), _skip(layer.y, 1, moment)
    grid_x, grid_y = np.meshgrid(layer.x[::skip_x], layer.y[::skip_y])
    u, v = layer.u[::skip_y, ::skip_x].ravel(), layer.v[::skip_y, ::skip_x].ravel()
    places = np.stack([grid_x.ravel(), grid_y.ravel()], axis=1)
    speed = np.hypot(u, v)
    known = np.isfinite(speed) & (speed > 0)
    places, u, v, speed = places[known], u[known], v[known], speed[known]
    if len(places) == 0:
        return np.empty((0, 8, 2))
    middle = moment.pixels(places)
    tiny = 1e-3 * max(np.ptp(layer.x), np.ptp(layer.y), 1e-12)
    ahead = moment.pixels(places + np.stack([u, v], axis=1) / speed[:, None] * tiny) - middle
    along = ahead / np.maximum(np.hypot(*ahead.T), 1e-12)[:, None]
    aside = np.stack([-along[:, 1], along[:, 0]], axis=1)
    length = LONGEST * moment.ratio * np.sqrt(speed / speed.max())[:, None]
    barb = np.minimum(BARB * moment.ratio, 0.5 * length)
    tail, tip = middle - 0.5 * length * along, middle + 0.5 * length * along
    left, right = tip - barb * along + 0.6 * barb * aside, tip - barb * along - 0.6 * barb * aside
    gap = np.full_like(tip, np.nan)
    return np.stack([tail, tip, gap, left, tip, gap, right, tip], axis=1)


def _skip(nodes: np.ndarray, axis: int, moment: Moment) -> int:
    """Every how many nodes an arrow stands, so that arrows do not touch."""
    if len(nodes) < 2:
        return 1
    ends = np.zeros((2, 2))
    ends[:, axis] = nodes[0], nodes[1]
    gap = float(np.hypot(*np.diff(moment.pixels(ends), axis=0)[0]))
    return max(1, int(np.ceil(SPACING * moment.ratio / max(gap, 1e-6))))
