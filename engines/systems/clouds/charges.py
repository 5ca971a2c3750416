"""A finite set of points as charges: which of them a noisy point came from, for any D."""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from engines.errors import FlowError
from engines.numerics.diffusion.conversions import Field
from engines.numerics.diffusion.path import Path
from engines.numerics.diffusion.student import checked_hidden, log_density
from engines.numerics.elementary import FASTMATH, exp, log
from engines.running.slices import in_slices
from engines.running.ticket import Ticket

ROWS = 64  # of a slice: a few ms with thousands of charges
_SUMS = set(FASTMATH) | {"reassoc"}
_loop = njit(nogil=True, cache=True, error_model="numpy", fastmath=_SUMS)


# Here nothing is reassociated: a difference of nearly equal numbers is meant.
@njit(nogil=True, cache=True, error_model="numpy", fastmath=set(FASTMATH))  # type: ignore[untyped-decorator]
def _powers(
    x: np.ndarray, points: np.ndarray, hidden: float, sigma: float, out: np.ndarray
) -> None:
    """Logarithms of the weights of all points but for a constant, and their rate -g (x - y)."""
    n, count = points.shape
    scale, power = 1.0 / (sigma * sigma), 0.5 * (n + hidden)
    for j in range(count):
        out[0, j] = 0.0
    for i in range(n):
        here = x[i]
        for j in range(count):
            away = here - points[i, j]
            out[0, j] += away * away
    if hidden > 0.0:
        far = scale / hidden
        for j in range(count):
            grown = out[0, j] * far
            # log1p without its call: exact to rounding by the quotient of two small differences
            total = 1.0 + grown
            step = total - 1.0
            logged = log(total) * (grown / step) if step > 0.0 else grown
            out[1, j] = (n + hidden) * far / total
            out[0, j] = -power * logged
    else:
        for j in range(count):
            out[0, j] = -0.5 * scale * out[0, j]
            out[1, j] = scale


@_loop
def _cleaned(
    states: np.ndarray,
    points: np.ndarray,
    hidden: float,
    sigma: float,
    first: int,
    last: int,
    means: np.ndarray,
    slopes: np.ndarray,
) -> None:
    """Posterior means of rows first to last; and their derivatives, if there is room for them."""
    n, count = points.shape
    logs = np.empty((2, count))
    pull = np.empty(n)
    for k in range(first, last):
        _powers(states[k], points, hidden, sigma, logs)
        highest = -np.inf
        for j in range(count):
            highest = max(highest, logs[0, j])
        total = 0.0
        for j in range(count):
            logs[0, j] = exp(logs[0, j] - highest)
            total += logs[0, j]
        for i in range(n):
            mean = 0.0
            for j in range(count):
                mean += logs[0, j] * points[i, j]
            means[k, i] = mean / total
        if slopes.shape[0] == 0:
            continue
        # d ln w_j / dx = -g_j (x - y_j); the derivative of a mean is a covariance with it
        for m in range(n):
            here = states[k, m]
            lean = 0.0
            for j in range(count):
                lean += logs[0, j] * logs[1, j] * (points[m, j] - here)
            pull[m] = lean / total
        for i in range(n):
            middle = means[k, i]
            for m in range(n):
                here = states[k, m]
                both = 0.0
                for j in range(count):
                    lean = logs[1, j] * (points[m, j] - here) - pull[m]
                    both += logs[0, j] * (points[i, j] - middle) * lean
                slopes[k, i, m] = both / total


@_loop
def _summed(
    states: np.ndarray,
    points: np.ndarray,
    hidden: float,
    sigma: float,
    first: int,
    last: int,
    found: np.ndarray,
) -> None:
    """Logarithms of the sums of all weights, but for a constant, of rows first to last."""
    count = points.shape[1]
    logs = np.empty((2, count))
    for k in range(first, last):
        _powers(states[k], points, hidden, sigma, logs)
        highest = -np.inf
        for j in range(count):
            highest = max(highest, logs[0, j])
        total = 0.0
        for j in range(count):
            total += exp(logs[0, j] - highest)
        found[k] = highest + math.log(total)


class Charges:
    r"""Points y_i of equal weight, seen through noise of scale sigma with D hidden dimensions.

        w_i(x) ~ (|x - y_i|^2 + D sigma^2)^{-(N+D)/2},   for D = inf  exp(-|x - y_i|^2 / 2 sigma^2)
        E[y | x] = sum_i w_i y_i / sum_i w_i

    Attributes:
        points: y_i, shape (n, N).
        hidden: D, inf for Gaussian noise.

    Raises:
        FlowError: If there are no points, one is not finite, or D is not allowed.

    Source:
        Xu et al. (2023), arXiv:2302.04265; Karras et al. (2022), arXiv:2206.00364, app. B.3.
    """

    def __init__(self, points: np.ndarray, hidden: float = math.inf) -> None:
        self.points = np.array(points, dtype=np.float64)
        if self.points.ndim != 2 or len(self.points) == 0:
            raise FlowError("no points, at least one is needed")
        lost = ~np.isfinite(self.points).all(axis=1)
        if lost.any():
            raise FlowError(f"point {int(lost.argmax()) + 1} is not finite, allowed are numbers")
        self.hidden = checked_hidden(float(hidden), self.dimension)
        self._columns = np.ascontiguousarray(self.points.T)
        self._code = 0.0 if math.isinf(self.hidden) else self.hidden

    @property
    def dimension(self) -> int:
        """Number N of coordinates."""
        return int(self.points.shape[1])

    def denoised(
        self, states: np.ndarray, sigma: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        """E[y | x], shape (n, N), of states of shape (n, N)."""
        return self._worked(states, sigma, False, ticket)[0]

    def derived(
        self, states: np.ndarray, sigma: float, ticket: Ticket | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """E[y | x], shape (n, N), and its derivative by x, shape (n, N, N)."""
        return self._worked(states, sigma, True, ticket)

    def log_density(
        self, states: np.ndarray, sigma: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        """The logarithm of the density of noisy points, the mean of those about each, shape (n,)."""
        rows = np.ascontiguousarray(states, dtype=np.float64)
        found = np.empty(len(rows))

        def work(first: int, last: int) -> None:
            _summed(rows, self._columns, self._code, float(sigma), first, last, found)

        in_slices(work, len(rows), ROWS, ticket)
        one = log_density(np.zeros((1, self.dimension)), self.hidden, sigma)[0]
        return np.asarray(found + one - math.log(len(self.points)))

    def _worked(
        self, states: np.ndarray, sigma: float, slopes: bool, ticket: Ticket | None
    ) -> tuple[np.ndarray, np.ndarray]:
        rows = np.ascontiguousarray(states, dtype=np.float64)
        n, d = rows.shape
        means = np.empty((n, d))
        leaning = np.empty((n if slopes else 0, d, d))
        # a state on top of a charge without noise is that charge
        scale = max(float(sigma), 1e-150)
        # Not in slices on all cores: whoever carries states has done that already.
        for first in range(0, n, ROWS):
            if ticket is not None:
                ticket.check()
            last = min(first + ROWS, n)
            _cleaned(rows, self._columns, self._code, scale, first, last, means, leaning)
        return means, leaning

    def field(self, path: Path) -> Field:
        """The denoiser on a path: what remains of x / a at the noise s / a.

        It memorises: followed to the end, it ends at one of the points.
        """

        def cleaned(x: np.ndarray, t: float) -> np.ndarray:
            m = path.at(t)
            if m.a == 0.0:
                return np.broadcast_to(self.points.mean(axis=0), x.shape).copy()
            return self.denoised(x / m.a, m.s / m.a)

        return Field(path, "x", cleaned)


def field_lines(
    charges: Charges, states: np.ndarray, heights: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    r"""The electric field at (x, r) by direct summation, up to a common factor.

        E_x = sum_i (x - y_i) / d_i^{N+D},   E_r = sum_i r / d_i^{N+D},   d_i^2 = |x - y_i|^2 + r^2

    The largest term is scaled to 1, so that no power under- or overflows.

    Args:
        charges: The points, with a finite D.
        states: x, shape (n, N).
        heights: r = |z|, shape (n,), positive.

    Returns:
        E_x, shape (n, N), and E_r, shape (n,).

    Source:
        Xu et al. (2023), arXiv:2302.04265, eq. (3).
    """
    away = states[:, None, :] - charges.points[None]
    square = (away**2).sum(axis=2) + heights[:, None] ** 2
    logs = -0.5 * (charges.dimension + charges.hidden) * np.log(square)
    weight = np.exp(logs - logs.max(axis=1, keepdims=True))
    return (weight[:, :, None] * away).sum(axis=1), weight.sum(axis=1) * heights
