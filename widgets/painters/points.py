"""Paints marked places: fixed points, clouds, the start of a path, the handle of the hand."""

from __future__ import annotations

import numpy as np

from engines.layers.points import Points
from widgets.painters.painter import ColourRange, Moment, Painter
from widgets.painters.parts.marks import DOT, Marks
from widgets.theme.maps import robust_limits

CELL = 2.0  # side of the squares in which dots are counted, logical pixels
CALM = 2.0  # dots on each other up to which nothing is held back
FARTHEST = 1e30  # the driver's numbers end at 1e38; a path that blew up may have got there
MOST_COUNTED = 100_000


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
        self._crowd: tuple[tuple[object, ...], float] | None = None
        self._written: Points | None = None

    def draw(self, moment: Moment) -> None:
        layer = self.layer
        if self._marks is None:
            self._marks = self.hold(Marks())
        if self._written is not layer:
            known = (np.abs(layer.positions) < FARTHEST).all(axis=1)
            kinds = kinds_of(layer)
            if not known.all():
                kinds = tuple(k for k, shown in zip(kinds, known, strict=True) if shown)
            values = None if layer.values is None else layer.values[known]
            self._marks.write(layer.positions[known], kinds, values)
            self._written = layer
            self._crowd = None
        cloud = DOT
        if layer.mark == "cloud":
            if self._crowd is None or self._crowd[0] != moment.scaling:
                self._crowd = (moment.scaling, crowding(layer.positions, moment))
            cloud = dot_of(self._crowd[1])
        self._marks.draw(moment, limits=self._limits, scale=layer.scale, cloud=cloud)

    def colour_range(self) -> ColourRange | None:
        return None if self._limits is None else ColourRange(*self._limits, self.layer.scale, "")


def crowding(positions: np.ndarray, moment: Moment) -> float:
    """How many dots lie on each other, on average, where dots lie at all; at least 1."""
    every = len(positions) // MOST_COUNTED + 1
    seen = moment.pixels(positions[::every]) / (CELL * moment.ratio)
    columns, rows = (int(np.ceil(side / (CELL * moment.ratio))) for side in moment.size)
    with np.errstate(invalid="ignore"):
        inside = ((seen >= 0) & (seen < (columns, rows))).all(axis=1)
    cells = seen[inside].astype(int)
    if not len(cells):
        return 1.0
    counts = np.bincount(cells[:, 1] * columns + cells[:, 0])
    return max(1.0, every * len(cells) / np.count_nonzero(counts))


def dot_of(crowd: float) -> tuple[float, float]:
    """Radius, logical pixels, and alpha of a dot: the more lie on each other, the less each."""
    share = min(1.0, CALM / crowd)
    return max(0.6, DOT[0] * share**0.25), max(0.12, DOT[1] * share**0.5)


def kinds_of(layer: Points) -> tuple[str, ...]:
    """The mark of each point."""
    return (layer.mark,) * len(layer.positions) if isinstance(layer.mark, str) else layer.mark


def handles_of(layer: Points) -> np.ndarray:
    """Positions a hand may drag, shape (n, d)."""
    return layer.positions[[kind == "handle" for kind in kinds_of(layer)]]


def _limits(layer: Points) -> tuple[float, float] | None:
    return None if layer.values is None else robust_limits(layer.values, layer.scale)
