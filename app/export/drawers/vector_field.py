"""A planar field of arrows as short pieces of its streamlines, evenly spread."""

from __future__ import annotations

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import LineCollection

from app.export.paper.panel import Panel
from engines.layers.vector_field import VectorField
from engines.running.randomness import stream

SPACING = 13.0  # points between seeds
LENGTH = 17.0  # points of path behind and before a seed
STEPS = 12
HEAD = 2.4  # points


def draw_vector_field(panel: Panel, name: str, layer: VectorField, height: float) -> list[Artist]:
    """Streamlets with a small head: they show direction without claiming a length."""
    if min(layer.u.shape) < 2:
        return []
    lines = streamlets(layer, panel.limits, panel.point)
    colour = panel.style.theme.edge
    paths = LineCollection(
        lines, colors=colour, linewidths=panel.style.thin, alpha=0.7, zorder=height
    )
    heads = LineCollection(
        [_head(line, panel.point) for line in lines],
        colors=colour,
        linewidths=panel.style.thin,
        alpha=0.9,
        zorder=height,
    )
    for collection in (paths, heads):
        panel.axes.add_collection(collection, autolim=False)
    return [paths, heads]


def streamlets(
    layer: VectorField,
    limits: tuple[float, float, float, float],
    point: tuple[float, float],
) -> list[np.ndarray]:
    """Pieces of streamlines through a jittered grid of seeds, all of the same length on paper.

    Args:
        layer: The field.
        limits: Left, right, bottom, top.
        point: Size of one typographic point in world units.

    Returns:
        Polylines in world units, each running with the flow.
    """
    left, right, bottom, top = limits
    unit = np.array(point)
    across = max(2, int((right - left) / point[0] / SPACING))
    along = max(2, int((top - bottom) / point[1] / SPACING))
    x, y = np.meshgrid((np.arange(across) + 0.5) / across, (np.arange(along) + 0.5) / along)
    jitter = stream(0, "streamlets").uniform(-0.35, 0.35, (2, along, across))
    places = np.stack(
        [
            left + (x + jitter[0] / across) * (right - left),
            bottom + (y + jitter[1] / along) * (top - bottom),
        ],
        axis=-1,
    ).reshape(-1, 2)
    step = LENGTH / STEPS
    halves = [_followed(layer, places, unit, sign * step) for sign in (-1.0, 1.0)]
    whole = np.concatenate([halves[0][::-1], places[None], halves[1]])
    return [line[np.isfinite(line).all(axis=1)] for line in whole.transpose(1, 0, 2)]


def _followed(layer: VectorField, places: np.ndarray, unit: np.ndarray, step: float) -> np.ndarray:
    """Midpoint steps of equal length on paper, shape (STEPS, n, 2); NaN once a path stands still."""
    path = []
    now = places
    for _ in range(STEPS):
        middle = now + 0.5 * step * unit * _direction(layer, now, unit)
        now = now + step * unit * _direction(layer, middle, unit)
        path.append(now)
    return np.stack(path)


def _direction(layer: VectorField, places: np.ndarray, unit: np.ndarray) -> np.ndarray:
    """Unit vectors on paper."""
    velocity = np.stack([_sampled(layer, layer.u, places), _sampled(layer, layer.v, places)], -1)
    velocity = velocity / unit
    speed = np.linalg.norm(velocity, axis=-1, keepdims=True)
    return velocity / np.where(speed > 0, speed, np.nan)


def _sampled(layer: VectorField, values: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Bilinear interpolation; NaN outside the grid."""
    x, y = layer.x, layer.y
    i = np.clip(np.searchsorted(x, places[:, 0]) - 1, 0, len(x) - 2)
    j = np.clip(np.searchsorted(y, places[:, 1]) - 1, 0, len(y) - 2)
    a = (places[:, 0] - x[i]) / (x[i + 1] - x[i])
    b = (places[:, 1] - y[j]) / (y[j + 1] - y[j])
    inside = (a >= 0) & (a <= 1) & (b >= 0) & (b <= 1)
    below = values[j, i] * (1 - a) + values[j, i + 1] * a
    above = values[j + 1, i] * (1 - a) + values[j + 1, i + 1] * a
    return np.where(inside, below * (1 - b) + above * b, np.nan)


def _head(line: np.ndarray, point: tuple[float, float]) -> np.ndarray:
    """Two short strokes at the end of a polyline, shape (3, 2)."""
    if len(line) < 2:
        return np.full((3, 2), np.nan)
    unit = np.array(point)
    along = (line[-1] - line[-2]) / unit
    along = along / max(float(np.linalg.norm(along)), 1e-300)
    side = np.array([-along[1], along[0]])
    back = [line[-1] + HEAD * unit * (-along + s * 0.55 * side) for s in (1.0, -1.0)]
    return np.array([back[0], line[-1], back[1]])
