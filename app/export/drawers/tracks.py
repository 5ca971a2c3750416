"""Trajectories: launched paths with a casing, swarms as thin fading lines."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba

from app.export.drawers.points import draw_points
from app.export.paper.panel import Panel
from app.export.paper.style import PIXEL
from engines.layers.points import Points
from engines.layers.tracks import Tracks
from widgets.theme.maps import kind_colours, line_colours

PIECES = 14  # pieces of one colour into which a fading or coloured track is cut
MOST_VECTORS = 60_000  # more pieces become one raster, which every reader can still open
JUMP = 0.6  # share of an axis that no track crosses between two samples
FADE = 1.6  # exponent of age in the opacity of a tail
_GOLDEN = 0.6180339887498949  # multiples of it fall evenly into the unit interval


def draw_tracks(panel: Panel, name: str, layer: Tracks, height: float) -> list[Artist]:
    """Draw what the playhead has passed; of dye where it is now."""
    if layer.role == "dye":
        return draw_points(panel, name, Points(dye_places(layer, panel.playhead), "cloud"), height)
    if layer.role == "swarm" and layer.memory > 0 and _span(layer) >= 2 * layer.memory:
        layer = passing(layer, panel.playhead or 0.0)
        return _pieces(panel, name, layer, panel.place(layer.positions), slice(None), height)
    shown = visible(layer, panel.playhead)
    if shown.stop - shown.start < 2:
        return []
    places = panel.place(layer.positions[:, shown])
    theme = panel.style.theme
    apart = layer.scale == "kinds" and layer.values is not None
    if layer.role == "swarm" or (layer.values is not None and not apart):
        return _pieces(panel, name, layer, places, shown, height)
    leaps = jumps(panel, layer.positions[:, shown])
    lines = unbroken(places, leaps)
    pen = panel.style.path * (0.5 if panel.view.kind == "space" else 1.0)
    looks = {
        "path": (theme.text, pen, "solid", 1.0),
        "true": (theme.text, pen, "solid", 1.0),
        "learned": (theme.learned, pen, (0, (4.0, 2.7)), 1.0),
        "before": (theme.text3, 1.3 * PIXEL, "solid", 0.5),
    }
    colour: str | list[str]
    colour, width, dashes, alpha = looks[layer.role]
    if apart and layer.values is not None:
        palette = kind_colours(theme.name)
        colour = []
        for i in range(len(places)):
            kind = palette[min(int(layer.values[i, 0]), len(palette) - 1)]
            colour += [kind] * len(unbroken(places[i : i + 1], leaps[i : i + 1]))
    drawn: list[Artist] = []
    if layer.role == "path" and len(lines) <= 60 and panel.view.kind == "plane":
        casing = LineCollection(
            lines, colors=theme.canvas, linewidths=width + 3 * PIXEL, alpha=0.75, zorder=height
        )
        drawn.append(casing)
    drawn.append(
        LineCollection(
            lines, colors=colour, linewidths=width, linestyles=dashes, alpha=alpha, zorder=height
        )
    )
    for artist in drawn:
        artist.set_capstyle("round")  # type: ignore[attr-defined]
        panel.axes.add_collection(artist, autolim=False)  # type: ignore[arg-type]
    return drawn


def dye_places(layer: Tracks, playhead: float | None) -> np.ndarray:
    """Where dye is at the playhead, or at the moment its layer states: shape (n, 2)."""
    times = layer.times
    told = playhead if layer.at is None else layer.at
    time = float(np.clip(times[0] if told is None else told, times[0], times[-1]))
    after = int(np.clip(np.searchsorted(times, time), 1, len(times) - 1))
    part = (time - times[after - 1]) / max(times[after] - times[after - 1], 1e-300)
    before = layer.positions[:, after - 1]
    places = before + part * (layer.positions[:, after] - before)
    return np.asarray(places[np.isfinite(places).all(axis=1)])


def jumps(panel: Panel, positions: np.ndarray) -> np.ndarray:
    """Where a track leaves a box at one side and enters at the other, shape (n, k - 1)."""
    axes = panel.view.axes[: positions.shape[-1]]
    sides = np.array([axis.high - axis.low for axis in axes])
    steps = np.abs(np.diff(positions[..., : len(axes)], axis=1))
    return np.asarray((steps > JUMP * sides).any(axis=-1))


def unbroken(places: np.ndarray, leaps: np.ndarray) -> list[np.ndarray]:
    """The pieces of tracks between jumps and lost samples, each of at least two places."""
    lines: list[np.ndarray] = []
    for line, leap in zip(places, leaps, strict=True):
        known = np.isfinite(line).all(axis=1)
        cuts = np.flatnonzero(leap | (known[1:] != known[:-1])) + 1
        parts = zip(np.split(line, cuts), np.split(known, cuts), strict=True)
        lines += [part for part, there in parts if len(part) > 1 and there[0]]
    return lines


def visible(layer: Tracks, playhead: float | None) -> slice:
    """The samples that are drawn: up to the playhead, no further back than the memory.

    Tracks that run backwards in time grow with the playhead too.
    """
    age = np.abs(layer.times - layer.times[0]) if len(layer.times) else layer.times
    low = min(layer.times[0], layer.times[-1]) if len(layer.times) else 0.0
    reached = age[-1] if playhead is None and len(age) else 0.0
    if playhead is not None and len(age):
        forward = layer.times[-1] >= layer.times[0]
        reached = playhead - low if forward else playhead - layer.times[0]
    last = int(np.searchsorted(age, reached + 1e-9, side="right"))
    first = 0
    if layer.memory > 0 and (playhead is not None or len(layer.positions) > 50):
        first = int(np.searchsorted(age, reached - layer.memory, side="left"))
    return slice(max(first, 0), max(last, 0))


def _span(layer: Tracks) -> float:
    return float(abs(layer.times[-1] - layer.times[0])) if len(layer.times) else 0.0


def passing(layer: Tracks, playhead: float) -> Tracks:
    """A swarm that never ends: each track's tail runs through its samples, then begins again.

    The tracks are out of step with one another, so that no beginning is seen.

    Args:
        layer: Tracks that last at least two memories.
        playhead: Any time.
    """
    n, k, _ = layer.positions.shape
    step = _span(layer) / (k - 1)
    tail = min(max(1, round(layer.memory / step)), k - 2)
    phase = (np.arange(n) * _GOLDEN) % 1.0 * (k - 1 - tail)
    first = (playhead / step + phase) % (k - 1 - tail)
    whole = np.floor(first).astype(int)
    part = first - whole
    at = whole[:, None] + np.arange(tail + 1)
    own = np.arange(n)[:, None]
    after = np.minimum(at + 1, k - 1)
    weight = part[:, None]

    def between(samples: np.ndarray) -> np.ndarray:
        share = weight[..., None] if samples.ndim == 3 else weight
        return samples[own, at] * (1.0 - share) + samples[own, after] * share

    values = None if layer.values is None else between(layer.values)
    times = np.linspace(0.0, layer.memory, tail + 1)
    return replace(layer, positions=between(layer.positions), times=times, values=values)


def _pieces(
    panel: Panel, name: str, layer: Tracks, places: np.ndarray, shown: slice, height: float
) -> list[Artist]:
    """Each track cut into pieces of one colour and one opacity."""
    k = places.shape[1]
    edges = np.unique(np.linspace(0, k - 1, min(PIECES, k - 1) + 1).round().astype(int))
    leaps = jumps(panel, layer.positions[:, shown])
    scaling = panel.scaling(name, layer)
    theme = panel.style.theme
    base = to_rgba(theme.text, 0.3) if panel.over_field else to_rgba(theme.edge, 0.75)
    fading = layer.memory > 0
    segments: list[np.ndarray] = []
    colours: list[np.ndarray] = []
    for first, last in pairwise(edges.tolist()):
        piece = places[:, first : last + 1]
        kept = np.isfinite(piece).all(axis=(1, 2)) & ~leaps[:, first:last].any(axis=1)
        segments += list(piece[kept])
        tint = np.tile(base, (int(kept.sum()), 1))
        if scaling is not None and layer.values is not None:
            middle = layer.values[:, shown][:, (first + last) // 2][kept]
            limits = (scaling.low, scaling.high)
            tint = line_colours(middle, limits, scaling.scale, panel.style.theme.name)
        if fading:
            tint = tint.copy()
            tint[:, 3] *= ((first + last) / 2 / max(k - 1, 1)) ** FADE
        colours.append(tint)
    many = layer.positions.shape[0]
    thick = panel.style.thin if many > 40 else panel.style.path
    alpha = None if fading else min(1.0, max(0.35, 60.0 / max(many, 1)))
    collection = LineCollection(
        segments,
        colors=np.concatenate(colours) if colours else "none",
        linewidths=thick,
        zorder=height,
        alpha=alpha if scaling is None else None,
    )
    collection.set_capstyle("butt" if fading else "round")
    collection.set_rasterized(len(segments) > MOST_VECTORS)
    panel.axes.add_collection(collection, autolim=False)
    return [collection]
