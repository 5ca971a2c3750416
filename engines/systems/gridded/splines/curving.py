"""How a field of splines curves: its Laplacian."""

from __future__ import annotations

import numpy as np

from engines.systems.gridded.splines.axes import Axis


def laplacian(
    states: np.ndarray, field: np.ndarray, shares: np.ndarray, bad: np.ndarray, x: Axis, y: Axis,
    periods: tuple[float, float],
) -> np.ndarray:  # fmt: skip
    """Sum of the second derivatives of every component, shape (n, c); NaN where there is no field.

    Args:
        states: Places, shape (n, 2).
        field: Coefficients of some frames, shape (frames, rows, columns x components).
        shares: Weight of each frame, shape (frames,).
        bad: Cells too near to land.
        x: Axis across.
        y: Axis up.
        periods: Length after which x and y repeat, or 0.
    """
    i, across, bent_x, inside_x = _around(states[:, 0], x, periods[0])
    j, up, bent_y, inside_y = _around(states[:, 1], y, periods[1])
    components = field.shape[2] // x.count
    rows = (y.first[j][:, None] + np.arange(4))[:, :, None]
    columns = (x.first[i][:, None] + np.arange(4))[:, None, :]
    found = np.zeros((len(states), components))
    for share, frame in zip(shares, field, strict=True):
        if share:
            near = frame.reshape(y.count, x.count, components)[rows, columns]
            found += share * (
                np.einsum("nj,ni,njic->nc", up, bent_x, near)
                + np.einsum("nj,ni,njic->nc", bent_y, across, near)
            )
    found[~(inside_x & inside_y) | (bad[j, i] > 0)] = np.nan
    return found


def _around(
    places: np.ndarray, axis: Axis, period: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Cell, the four splines there and their second derivatives, and whether it is on the axis."""
    low, high = axis.nodes[0], axis.nodes[-1]
    if period:
        places = low + np.mod(places - low, period)
    inside = (places >= low) & (places <= high)
    cell = np.clip(np.searchsorted(axis.nodes, places, "right") - 1, 0, len(axis.nodes) - 2)
    width = axis.nodes[cell + 1] - axis.nodes[cell]
    p = np.where(inside, (places - axis.nodes[cell]) / width, 0.0)
    tables = axis.tables[cell]
    values = np.einsum("nsk,nk->ns", tables, p[:, None] ** np.arange(4))
    bent = (2.0 * tables[..., 2] + 6.0 * p[:, None] * tables[..., 3]) / width[:, None] ** 2
    return cell, values, bent, inside
