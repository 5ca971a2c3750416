"""Ways between two places of a plane: straight, on an arc, or as a hand has drawn them."""

from __future__ import annotations

import numpy as np


def line(begin: np.ndarray, end: np.ndarray, count: int) -> np.ndarray:
    """`count` places at equal distances on the straight line, shape (count, 2)."""
    share = np.linspace(0.0, 1.0, count)[:, None]
    found: np.ndarray = (1.0 - share) * begin + share * end
    return found


def arc(begin: np.ndarray, end: np.ndarray, count: int) -> np.ndarray:
    """Places whose angle and whose distance from the origin go evenly, the short way round.

        r(s) = (1 - s) r_0 + s r_1,   angle(s) = angle_0 + s (angle_1 - angle_0)

    Noise of many coordinates is found near one distance from the origin only; an arc stays
    there, a straight line cuts across the inside. From the origin itself the two are one.

    Args:
        begin: Shape (2,).
        end: Shape (2,).
        count: Number of places.

    Returns:
        Shape (count, 2).

    Source:
        Shoemake (1985), SIGGRAPH 19(3), 245-254, for vectors of equal length.
    """
    radii = np.hypot(*begin), np.hypot(*end)
    if min(radii) == 0.0:
        return line(begin, end, count)
    first, last = np.arctan2(begin[1], begin[0]), np.arctan2(end[1], end[0])
    turn = (last - first + np.pi) % (2.0 * np.pi) - np.pi
    share = np.linspace(0.0, 1.0, count)
    radius, angle = (1.0 - share) * radii[0] + share * radii[1], first + share * turn
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def along(path: np.ndarray, count: int) -> np.ndarray:
    """Places at equal lengths along a path, shape (k, 2), from its first place to its last.

    Returns:
        Shape (count, 2).
    """
    steps = np.linalg.norm(np.diff(path, axis=0), axis=1)
    done = np.append(0.0, np.cumsum(steps))
    wanted = np.linspace(0.0, done[-1], count)
    return np.stack([np.interp(wanted, done, path[:, i]) for i in (0, 1)], axis=1)
