"""Paints where states went: launched paths, comparisons, swarms of comets."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from engines.layers.tracks import Tracks
from widgets.painters.painter import OVER_FIELD, ColourRange, Moment, Painter
from widgets.painters.parts.marks import Marks
from widgets.painters.parts.strokes import Pen, Strokes, pixel_lengths
from widgets.theme.maps import robust_limits

FADE = 1.6
FAINT = 0.3  # alpha of what the playhead has not reached
CROWD = 450.0  # coloured tracks of a swarm from which each of them becomes fainter
SOFTWARE_PIECES = 24_000  # straight pieces of a swarm per frame where the processor draws
FEWEST_PIECES = 45  # of one tail; with fewer a turn round a wing is a polygon
THIN_FROM = 500  # tracks of a swarm so many that the processor draws plain lines
ALWAYS = (-1e30, 1e30)
# role: token, alpha, width, dash, head (logical pixels)
STYLES: dict[str, tuple[str, float, float, tuple[float, float]]] = {
    "path": ("text", 1.0, 2.0, (0.0, 0.0)),
    "before": ("text3", 0.5, 1.3, (0.0, 0.0)),
    "swarm": ("text2", 0.55, 1.2, (0.0, 0.0)),
    "learned": ("learned", 1.0, 1.75, (6.0, 4.0)),
    "true": ("text", 1.0, 1.75, (0.0, 0.0)),
    "dye": ("text", 0.9, 1.3, (0.0, 0.0)),  # width: radius of a drop
}


class TracksPainter(Painter[Tracks]):
    """All tracks of a layer in one buffer and one draw; the playhead is only a number."""

    def __init__(self, layer: Tracks) -> None:
        super().__init__(layer)
        self._limits = _limits(layer)
        self._shown: Tracks | None = None
        self.forget()

    def take(self, layer: Tracks) -> None:
        super().take(layer)
        self._limits = _limits(layer)
        self._shown = None

    def forget(self) -> None:
        self._shown = None
        self._strokes: Strokes | None = None
        self._heads: Marks | None = None
        self._dyed: tuple[int, float] | None = None  # layer and time of the dots that are written
        self._written: Tracks | None = None
        self._measured: tuple[object, ...] | None = None

    def draw(self, moment: Moment) -> None:
        if self.layer.positions.size == 0:
            return
        if self.layer.role == "dye":
            self._draw_dye(moment)
            return
        if self._shown is None:
            self._shown = affordable(self.layer) if moment.software else self.layer
        layer = self._shown
        strokes = self._up_to_date(layer, moment)
        pen = self._pen(layer, moment)
        window, pieces = _window(layer, moment.time)
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

    def _pen(self, layer: Tracks, moment: Moment) -> Pen:
        token, alpha, width, dash = STYLES[layer.role]
        swarm = layer.role == "swarm"
        if swarm:
            crowd = (1500.0 if layer.values is None else CROWD) / max(len(layer.positions), 1)
            alpha = min(alpha, max(0.06, alpha * math.sqrt(crowd)))
            alpha *= OVER_FIELD if moment.over_field else 1.0
        return Pen(
            moment.colour(token, alpha),
            width,
            dash,
            limits=self._limits,
            scale=layer.scale,
            fade=FADE if swarm and layer.memory > 0 else 0.0,
            light=swarm and layer.values is None,
        )

    def _up_to_date(self, layer: Tracks, moment: Moment) -> Strokes:
        crowd = layer.role == "swarm" and len(layer.positions) >= THIN_FROM
        thin = crowd and moment.software
        if self._strokes is not None and self._strokes.thin != thin:
            self.drop(self._strokes)
            self._strokes = self._written = None
        if self._strokes is None:
            self._strokes = self.hold(Strokes(thin))
        dashed = STYLES[layer.role][3] != (0.0, 0.0)
        stale = dashed and self._measured != moment.scaling
        if self._written is not layer or stale:
            lengths = pixel_lengths(layer.positions, moment) if dashed else None
            self._strokes.write(layer.positions, layer.times, layer.values, lengths)
            self._written, self._measured = layer, moment.scaling
        return self._strokes

    def _draw_heads(self, time: float, moment: Moment) -> None:
        """A disc where each track is at the playhead."""
        if self._heads is None:
            self._heads = self.hold(Marks())
        at, after = places_at(self.layer, time)
        known = np.isfinite(at).all(axis=1)
        values = None if self.layer.values is None else self.layer.values[known, after]
        self._heads.write(at[known], ("head",) * int(known.sum()), values)
        self._heads.draw(moment, STYLES[self.layer.role][0], self._limits, self.layer.scale)

    def _draw_dye(self, moment: Moment) -> None:
        """A dot where each track is at the moment of the clock."""
        if self._heads is None:
            self._heads = self.hold(Marks())
        times = self.layer.times
        told = (moment.clock, moment.time, self.layer.at, float(times[0]))
        time = float(np.clip(next(t for t in told if t is not None), times[0], times[-1]))
        if self._dyed != (id(self.layer), time):
            at, _ = places_at(self.layer, time)
            at = at[np.isfinite(at).all(axis=1)]
            self._heads.write(at, ("cloud",) * len(at))
            self._dyed = (id(self.layer), time)
        token, alpha, radius, _ = STYLES["dye"]
        self._heads.draw(moment, token, cloud=(radius, alpha))


def places_at(layer: Tracks, time: float) -> tuple[np.ndarray, int]:
    """Where each track is at a time between two samples, shape (n, d), and the later sample."""
    times, positions = layer.times, layer.positions
    if len(times) < 2:
        return positions[:, 0], 0
    after = int(np.clip(np.searchsorted(times, time), 1, len(times) - 1))
    span = times[after] - times[after - 1]
    part = (time - times[after - 1]) / span if span > 0 else 1.0
    before = positions[:, after - 1]
    return before + part * (positions[:, after] - before), after


def _window(
    layer: Tracks, time: float | None
) -> tuple[tuple[float, float], tuple[int, int] | None]:
    """Times that are shown, and the pieces between the samples that hold them."""
    times, memory = layer.times, layer.memory
    if len(times) < 2 or times[-1] < times[0]:
        return ALWAYS, None
    if memory == 0 and (time is None or not times[0] <= time < times[-1]):
        return ALWAYS, None
    head = float(times[-1]) if time is None else float(np.clip(time, times[0], times[-1]))
    whole = float(times[-1] - times[0]) - memory
    if time is not None and layer.role == "swarm" and memory > 0 and whole > 0:
        # a swarm goes round and round, each round with its whole tail behind it
        begin = float(times[0]) + memory
        head = begin + (time - begin) % whole
    tail = head - memory if memory > 0 else float(times[0])
    low = int(np.searchsorted(times, tail, "right")) - 1
    high = int(np.searchsorted(times, head, "left"))
    return (tail, head), (low, high)


def affordable(layer: Tracks) -> Tracks:
    """Those tracks of a swarm, and those of their samples, that a processor draws in time.

    Tails keep their length: first samples are left out, down to `FEWEST_PIECES` per tail, then
    whole tracks.
    """
    number, samples = layer.positions.shape[:2]
    whole = abs(float(layer.times[-1] - layer.times[0]))
    seen = min(1.0, layer.memory / whole) if layer.memory > 0 and whole > 0 else 1.0
    tail = max(1.0, seen * (samples - 1))
    if layer.role != "swarm" or number * tail <= SOFTWARE_PIECES:
        return layer
    coarser = max(1, min(int(tail / FEWEST_PIECES), math.ceil(number * tail / SOFTWARE_PIECES)))
    fewer = math.ceil(number * tail / coarser / SOFTWARE_PIECES)
    part = (slice(None, None, fewer), slice(None, None, coarser))
    values = None if layer.values is None else layer.values[part]
    positions = layer.positions[part].copy()
    known = np.isfinite(layer.positions[part[0]]).all(axis=2)
    # a break between two samples that are kept stays a break
    positions[~np.logical_and.reduceat(known, np.arange(0, samples, coarser), axis=1)] = np.nan
    return replace(layer, positions=positions, times=layer.times[part[1]], values=values)


def _limits(layer: Tracks) -> tuple[float, float] | None:
    return None if layer.values is None else robust_limits(layer.values, layer.scale)
