"""Paints lines with a meaning: nullclines, manifolds, ridges, eigenvectors."""

from __future__ import annotations

import numpy as np

from engines.layers.curves import Curves
from widgets.painters.painter import Moment, Painter
from widgets.painters.parts.strokes import Pen, Strokes, pixel_lengths

CASING = 0.6  # alpha of the canvas under a line over a field, or a warm line is lost on a warm one
AXIS = 40.0  # logical pixels an eigenvector is long, whatever the zoom
# role: token, width, dash
STYLES: dict[str, tuple[str, float, tuple[float, float]]] = {
    "nullcline_first": ("text2", 1.25, (1.5, 4.0)),
    "nullcline_second": ("text2", 1.25, (7.0, 4.0)),
    "attract": ("attract", 1.6, (0.0, 0.0)),
    "repel": ("repel", 1.6, (0.0, 0.0)),
    "attract_axis": ("attract", 1.6, (0.0, 0.0)),
    "repel_axis": ("repel", 1.6, (0.0, 0.0)),
    "neutral": ("text2", 1.25, (0.0, 0.0)),
    "reference": ("edge", 1.25, (1.5, 4.0)),
    "repel_ridge": ("repel", 1.25, (3.5, 2.5)),
    "attract_ridge": ("attract", 1.25, (3.5, 2.5)),
    "elliptic": ("text", 1.6, (0.0, 0.0)),
    "interface_outer": ("text", 1.6, (0.0, 0.0)),
    "interface_inner": ("text", 1.25, (7.0, 4.0)),
    "contour": ("text", 1.0, (0.0, 0.0)),
}
FAINT = {"contour": 0.14}  # alpha of lines that belong to the field under them


class CurvesPainter(Painter[Curves]):
    """One buffer and one draw per role."""

    def __init__(self, layer: Curves) -> None:
        super().__init__(layer)
        self.forget()

    def forget(self) -> None:
        self._strokes: dict[str, Strokes] = {}
        self._written: Curves | None = None
        self._measured: tuple[object, ...] | None = None

    def draw(self, moment: Moment) -> None:
        new = self._written is not self.layer
        moved = self._measured != moment.scaling
        self._written, self._measured = self.layer, moment.scaling
        for role in dict.fromkeys(self.layer.roles):
            token, width, dash = STYLES[role]
            axis, dashed = role.endswith("_axis"), dash != (0.0, 0.0)
            if role not in self._strokes:
                self._strokes[role] = self.hold(Strokes())
            strokes = self._strokes[role]
            if new or (moved and (axis or dashed)):
                lines = [
                    line
                    for line, r in zip(self.layer.lines, self.layer.roles, strict=True)
                    if r == role
                ]
                if axis:
                    strokes.write(_axes(lines, moment))
                else:
                    places = _filled(lines)
                    lengths = pixel_lengths(places, moment) if dashed else None
                    strokes.write(places, lengths=lengths)
            pen = Pen((*moment.colour(token)[:3], FAINT.get(role, 1.0)), width, dash)
            matrix = moment.pixel_matrix if axis else None
            if moment.over_field and role not in FAINT:
                casing = Pen((*moment.colour("canvas")[:3], CASING), width + 2.0)
                strokes.draw(casing, moment, matrix)
            strokes.draw(pen, moment, matrix)


def _filled(lines: list[np.ndarray]) -> np.ndarray:
    """Lines of different lengths as one array, shape (n, k, d), filled up with NaN."""
    longest = max(len(line) for line in lines)
    places = np.full((len(lines), longest, max(line.shape[1] for line in lines)), np.nan)
    for row, line in zip(places, lines, strict=True):
        row[: len(line)] = 0.0
        row[: len(line), : line.shape[1]] = line
    return places


def _axes(lines: list[np.ndarray], moment: Moment) -> np.ndarray:
    """Both ends of each eigenvector in device pixels, shape (n, 2, 2), centred on its point."""
    ends = np.array([moment.pixels(line[:2]) for line in lines])
    along = ends[:, 1] - ends[:, 0]
    along /= np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-12)[:, None]
    reach = 0.5 * AXIS * moment.ratio * along
    return np.stack([ends[:, 0] - reach, ends[:, 0] + reach], axis=1)
