"""The edge between a fluid at rest and what has been stirred into it, and the distance from it."""

from __future__ import annotations

import numpy as np
from scipy import ndimage
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

PADDED = 64  # cells copied beyond either end of a periodic row, beyond which nothing is near


def ambient(still: np.ndarray, *, periodic: bool) -> np.ndarray:
    """The part of `still` that is connected with the first or the last row.

    Clear fluid that has been swallowed is not part of it.

    Args:
        still: Whether a cell holds clear fluid, shape (ny, nx).
        periodic: Whether a row goes on at its other end.

    Returns:
        Mask, shape (ny, nx). Cells are connected across their sides.
    """
    numbers, count = ndimage.label(still)
    names = np.arange(count + 1)
    if periodic:
        left, right = numbers[:, 0], numbers[:, -1]
        both = (left > 0) & (right > 0)
        links = coo_array((np.ones(both.sum()), (left[both], right[both])), (count + 1, count + 1))
        _, names = connected_components(links, directed=False)
    border = np.concatenate([numbers[0], numbers[-1]])
    outside = np.unique(names[border[border > 0]])
    found: np.ndarray = np.isin(names[numbers], outside) & still
    return found


def signed_distance(inside: np.ndarray, *, periodic: bool) -> np.ndarray:
    """Distance from the edge of `inside`, positive in it, in cells.

    The edge lies halfway between the centres of cells, so the nearest ones have +-0.5.

    Args:
        inside: Mask, shape (ny, nx).
        periodic: Whether a row goes on at its other end.

    Returns:
        Shape (ny, nx); +-inf if there is no edge.
    """
    pad = min(PADDED, inside.shape[1]) if periodic else 0
    wide = np.pad(inside, ((0, 0), (pad, pad)), mode="wrap")
    if inside.all() or not inside.any():
        return np.where(inside, np.inf, -np.inf)
    to_edge = ndimage.distance_transform_edt(wide) - ndimage.distance_transform_edt(~wide)
    distance = to_edge - 0.5 * np.sign(to_edge)
    return distance[:, pad : pad + inside.shape[1]]


def inward(distance: np.ndarray, *, periodic: bool, width: float = 1.5) -> np.ndarray:
    """Unit vectors along the slope of a distance, smoothed over `width` cells: shape (2, ny, nx).

    Zero where the distance has no slope.
    """
    modes = ["nearest", "wrap" if periodic else "nearest"]
    smooth = ndimage.gaussian_filter(distance, width, mode=modes)
    slope = np.stack(
        [
            0.5 * (np.roll(smooth, -1, axis) - np.roll(smooth, 1, axis))
            if axis == 1 and periodic
            else np.gradient(smooth, axis=axis)
            for axis in (1, 0)
        ]
    )
    length = np.hypot(*slope)
    return np.divide(slope, length, out=np.zeros_like(slope), where=length > 0.0)
