"""Coasts: which cells are too near to land, and what splines are led through on land."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

LAYERS = 8  # of land into which the field is continued; a spline feels a node by 0.27 per cell


def cells_near(land: np.ndarray, reach: int, around: tuple[bool, bool]) -> np.ndarray:
    """Cells with land among the nodes of their splines, shape (ny - 1, nx - 1).

    Args:
        land: Whether a node is land, shape (ny, nx), with the closing node on periodic axes.
        reach: Nodes on each side of a cell that count: 2 for cubic splines, 1 for linear ones.
        around: Whether y and x are periodic.
    """
    near = land
    for axis in range(2):
        wide = np.moveaxis(near, axis, 0)
        n = len(wide) - 1
        cells = np.zeros((n, *wide.shape[1:]), dtype=bool)
        for offset in range(1 - reach, reach + 1):
            at = np.arange(n) + offset
            cells |= wide[at % n if around[axis] else np.clip(at, 0, n)]
        near = np.moveaxis(cells, 0, axis)
    return near


class Coast:
    """Continues fields from the sea into the land, for a coast that is the same for many of them.

    Each of the first layers of land takes the mean of straight lines through two known neighbours,
    or of one known neighbour; everything behind takes the mean of the field. Nothing that is drawn
    lies there, but a spline through a jump would ring far into the sea.

    Args:
        land: Shape (ny, nx).
        around: Whether y and x are periodic.
    """

    def __init__(self, land: np.ndarray, around: tuple[bool, bool]) -> None:
        self.land = land
        known = ~land
        self._behind = np.zeros_like(land)
        self._layers: list[_Layer] = []
        if known.all() or not known.any():
            return
        places = np.arange(land.size).reshape(land.shape)
        for _ in range(LAYERS):
            moved = [
                [_moved(a, steps * sign, axis, around[axis]) for a in (known, places)]
                for axis in range(2) for sign in (1, -1) for steps in (1, 2)
            ]  # fmt: skip
            near, far = moved[0::2], moved[1::2]
            new = ~known & np.logical_or.reduce([one for one, _ in near])
            if not new.any():
                break
            lines = np.stack([a & b for (a, _), (b, _) in zip(near, far, strict=True)])[:, new]
            singles = np.stack([a for a, _ in near])[:, new]
            # a line through two nodes says more than one node
            weights = np.where(singles, np.where(lines, 1.0, 1e-3), 0.0)
            self._layers.append(
                _Layer(
                    places[new],
                    np.stack([p for _, p in near])[:, new],
                    np.stack([p for _, p in far])[:, new],
                    weights / weights.sum(axis=0),
                    lines,
                )
            )
            known = known | new
        self._behind = ~known

    def continued(self, values: np.ndarray) -> np.ndarray:
        """`values`, shape (ny, nx, c), with those on land replaced."""
        filled = np.where(self.land[..., None], 0.0, values)
        flat = filled.reshape(-1, values.shape[-1])
        for layer in self._layers:
            one = flat[layer.near]
            two = flat[layer.far]
            straight = np.where(layer.lines[..., None], 2.0 * one - two, one)
            flat[layer.nodes] = (layer.weights[..., None] * straight).sum(axis=0)
        if self._behind.any():
            filled[self._behind] = filled[~self.land].mean(axis=0)
        return filled


@dataclass(frozen=True, slots=True, eq=False)
class _Layer:
    """Nodes that are continued together, and their neighbours in four directions, as places in a
    flat array, shape (4, k).
    """

    nodes: np.ndarray
    near: np.ndarray
    far: np.ndarray
    weights: np.ndarray
    lines: np.ndarray


def _moved(array: np.ndarray, step: int, axis: int, around: bool) -> np.ndarray:
    """`array` shifted by `step`; what comes in from outside is unknown, or 0."""
    moved = np.roll(array, step, axis)
    if not around:
        edge = [slice(None)] * array.ndim
        edge[axis] = slice(0, step) if step > 0 else slice(step, None)
        moved[tuple(edge)] = 0
    return moved
