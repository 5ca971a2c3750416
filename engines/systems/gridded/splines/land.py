"""Coasts: which cells are too near to land, and what splines are led through on land."""

from __future__ import annotations

import numpy as np

LAYERS = 4  # of land into which the field is continued; a spline feels a node by 0.27 per cell


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


def continued(values: np.ndarray, land: np.ndarray, around: tuple[bool, bool]) -> np.ndarray:
    """`values` with those on land replaced by a smooth continuation from the sea.

    Each of the first layers of land takes the mean of straight lines through two known neighbours,
    or of one known neighbour; everything behind takes the mean of the field. Nothing that is drawn
    lies there, but a spline through a jump would ring far into the sea.

    Args:
        values: Shape (ny, nx, c).
        land: Shape (ny, nx).
        around: Whether y and x are periodic.
    """
    filled = np.where(land[..., None], 0.0, values)
    known = ~land
    if known.all() or not known.any():
        return filled
    mean = filled[known].mean(axis=0)
    for _ in range(LAYERS):
        total = np.zeros_like(filled)
        count = np.zeros(known.shape)
        for axis in range(2):
            for step in (1, -1):
                one, is_one = (_moved(a, step, axis, around[axis]) for a in (filled, known))
                two, is_two = (_moved(a, 2 * step, axis, around[axis]) for a in (filled, known))
                straight = np.where((is_one & is_two)[..., None], 2.0 * one - two, one)
                # a line through two nodes says more than one node
                weight = np.where(is_one, np.where(is_two, 1.0, 1e-3), 0.0)
                total += weight[..., None] * straight
                count += weight
        new = ~known & (count > 0.0)
        filled[new] = total[new] / count[new][:, None]
        known = known | new
    filled[~known] = mean
    return filled


def _moved(array: np.ndarray, step: int, axis: int, around: bool) -> np.ndarray:
    """`array` shifted by `step`; what comes in from outside is unknown, or 0."""
    moved = np.roll(array, step, axis)
    if not around:
        edge = [slice(None)] * array.ndim
        edge[axis] = slice(0, step) if step > 0 else slice(step, None)
        moved[tuple(edge)] = 0
    return moved
