"""Paints where states went: launched paths, comparisons, swarms of comets."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from engines.layers.tracks import Tracks
from widgets.painters.painter import ColourRange, Moment, Painter
from widgets.painters.parts.marks import Marks
from widgets.painters.parts.strokes import Pen, Strokes, pixel_lengths
from widgets.theme.maps import robust_limits

FADE = 1.6
FAINT = 0.3  # alpha of what the playhead has not reached
CROWD = 450.0  # coloured tracks of a swarm from which each of them becomes fainter
THIN_FROM = 500  # tracks of a swarm so many that the processor draws plain lines
ALWAYS = (-1e30, 1e30)
# role: token, alpha, width, dash, head (logical pixels)
STYLES: dict[str, tuple[str, float, float, tuple[float, float]]] = {
    "path": ("text", 1.0, 2.0, (0.0, 0.0)),
    "before": ("text3", 0.5, 1.3, (0.0, 0.0)),
    "swarm": ("text2", 0.55, 1.2, (0.0, 0.0)),
    "learned": ("learned", 1.0, 1.75, (6.0, 4.0)),
    "true": ("text", 1.0, 1.75, (0.0, 0.0)),
}


class TracksPainter(Painter[Tracks]):
    """All tracks of a layer in one buffer and one draw; the playhead is only a number."""

    def __init__(self, layer: Tracks) -> None:
        super().__init__(layer)
        self._limits = _limits(layer)
        self.forget()

    def take(self, layer: Tracks) -> None:
        super().take(layer)
        self._limits = _limits(layer)

    def forget(self) -> None:
        self._strokes: Strokes | None = None
        self._heads: Marks | None = None
        self._written: Tracks | None = None
        self._measured: np.ndarray | None = None

    def draw(self, moment: Moment) -> None:
        layer = self.layer
        if layer.positions.size == 0:
            return
        strokes = self._up_to_date(moment)
        pen = self._pen(moment)
        window, pieces = self._window(moment.time)
        if layer.role == "path":
            token_alpha = (*moment.colour("canvas")[:3], 0.55)
            casing = Pen(token_alpha, 4.0, window=window if layer.memory else ALWAYS)
            strokes.draw(casing, moment, pieces=pieces if layer.memory else None)
        if layer.memory == 0 and window != ALWAYS:
            red, green, blue, alpha = pen.colour
            rest = replace(pen, colour=(red, green, blue, alpha * FAINT))
            strokes.draw(rest, moment)
        strokes.draw(replace(pen, window=window), moment, pieces=pieces)
        if window != ALWAYS and layer.role in ("path", "learned", "true"):
            self._draw_heads(window[1], moment)

    def colour_range(self) -> ColourRange | None:
        if self._limits is None or self.layer.scale == "kinds":
            return None
        return ColourRange(*self._limits, self.layer.scale, self.layer.unit)

    def _pen(self, moment: Moment) -> Pen:
        layer = self.layer
        token, alpha, width, dash = STYLES[layer.role]
        swarm = layer.role == "swarm"
        if swarm:
            crowd = (1500.0 if layer.values is None else CROWD) / max(len(layer.positions), 1)
            alpha = min(alpha, max(0.06, alpha * math.sqrt(crowd)))
        return Pen(
            moment.colour(token, alpha),
            width,
            dash,
            limits=self._limits,
            scale=layer.scale,
            fade=FADE if swarm and layer.memory > 0 else 0.0,
            light=swarm and layer.values is None,
        )

    def _window(self, time: float | None) -> tuple[tuple[float, float], tuple[int, int] | None]:
        """Times that are shown, and the pieces between the samples that hold them."""
        times, memory = self.layer.times, self.layer.memory
        if len(times) < 2 or times[-1] < times[0]:
            return ALWAYS, None
        if memory == 0 and (time is None or not times[0] <= time < times[-1]):
            return ALWAYS, None
        head = float(times[-1]) if time is None else float(np.clip(time, times[0], times[-1]))
        whole = float(times[-1] - times[0]) - memory
        if time is not None and self.layer.role == "swarm" and memory > 0 and whole > 0:
            # a swarm goes round and round, each round with its whole tail behind it
            begin = float(times[0]) + memory
            head = begin + (time - begin) % whole
        tail = head - memory if memory > 0 else float(times[0])
        low = int(np.searchsorted(times, tail, "right")) - 1
        high = int(np.searchsorted(times, head, "left"))
        return (tail, head), (low, high)

    def _up_to_date(self, moment: Moment) -> Strokes:
        crowd = self.layer.role == "swarm" and len(self.layer.positions) >= THIN_FROM
        thin = crowd and moment.software
        if self._strokes is not None and self._strokes.thin != thin:
            self.drop(self._strokes)
            self._strokes = self._written = None
        if self._strokes is None:
            self._strokes = self.hold(Strokes(thin))
        dashed = STYLES[self.layer.role][3] != (0.0, 0.0)
        stale = dashed and (
            self._measured is None or not np.array_equal(self._measured, moment.matrix)
        )
        if self._written is not self.layer or stale:
            layer = self.layer
            lengths = pixel_lengths(layer.positions, moment) if dashed else None
            self._strokes.write(layer.positions, layer.times, layer.values, lengths)
            self._written, self._measured = layer, moment.matrix
        return self._strokes

    def _draw_heads(self, time: float, moment: Moment) -> None:
        """A disc where each track is at the playhead."""
        if self._heads is None:
            self._heads = self.hold(Marks())
        times, positions = self.layer.times, self.layer.positions
        after = int(np.clip(np.searchsorted(times, time), 1, len(times) - 1))
        span = times[after] - times[after - 1]
        part = (time - times[after - 1]) / span if span > 0 else 1.0
        at = positions[:, after - 1] + part * (positions[:, after] - positions[:, after - 1])
        known = np.isfinite(at).all(axis=1)
        values = None if self.layer.values is None else self.layer.values[known, after]
        self._heads.write(at[known], ("head",) * int(known.sum()), values)
        self._heads.draw(moment, STYLES[self.layer.role][0], self._limits, self.layer.scale)


def _limits(layer: Tracks) -> tuple[float, float] | None:
    return None if layer.values is None else robust_limits(layer.values, layer.scale)
