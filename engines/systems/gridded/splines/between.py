"""Fields between two frames: which frames count, and how much."""

from __future__ import annotations

import numpy as np

WAYS = ("cubic", "linear")


def interval(times: np.ndarray, low: float, high: float) -> int:
    """Index k of the frames k and k + 1 between which [low, high] lies."""
    middle = 0.5 * (low + high)
    return int(np.clip(np.searchsorted(times, middle, "right") - 1, 0, max(len(times) - 2, 0)))


def neighbours(times: np.ndarray, k: int, way: str) -> tuple[int, int, int, int]:
    """Frames that count between k and k + 1; one that is missing is stood in for, with weight 0."""
    last = len(times) - 1
    if last == 0:
        return (0, 0, 0, 0)
    if way == "linear":
        return (k, k, k + 1, k + 1)
    return (max(k - 1, 0), k, k + 1, min(k + 2, last))


def weights(times: np.ndarray, k: int, moment: float, way: str) -> np.ndarray:
    """Weights of the four `neighbours` at `moment`, shape (4,).

    Cubic: the Hermite polynomial through both frames whose slopes are those of the parabolas
    through three frames each; at the ends of the series the parabola is one-sided, with two
    frames a straight line. It is differentiable everywhere, and of third order.
    """
    found = np.zeros(4)
    if len(times) == 1:
        found[1] = 1.0
        return found
    h = times[k + 1] - times[k]
    s = (moment - times[k]) / h
    if way == "linear":
        found[1:3] = 1.0 - s, s
        return found
    before = times[k] - times[k - 1] if k > 0 else 0.0
    after = times[k + 2] - times[k + 1] if k + 2 < len(times) else 0.0
    begin, end = _slopes(before, h, after)
    found[1] = (1.0 + 2.0 * s) * (1.0 - s) ** 2
    found[2] = s * s * (3.0 - 2.0 * s)
    return found + h * (s * (1.0 - s) ** 2 * begin - s * s * (1.0 - s) * end)


def _slopes(before: float, h: float, after: float) -> tuple[np.ndarray, np.ndarray]:
    """Weights of four frames in the slopes at the second and at the third; gaps of 0 are absent."""
    line = np.array([0.0, -1.0 / h, 1.0 / h, 0.0])
    begin = end = line
    if before > 0.0:
        # second difference: by how much the slopes of both gaps differ, per distance
        bend = (line - np.array([-1.0, 1.0, 0.0, 0.0]) / before) / (before + h)
        begin, end = line - h * bend, line + h * bend
    if after > 0.0:
        bend = (np.array([0.0, 0.0, -1.0, 1.0]) / after - line) / (h + after)
        end = line + h * bend
        if before == 0.0:
            begin = line - h * bend
    return begin, end
