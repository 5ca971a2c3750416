"""How well a noisy point tells where it came from: the data separation function."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.interpolate import PchipInterpolator

from engines.errors import FlowError
from engines.running.ticket import Ticket

# On the line to rounding; in the plane to 1e-4 where points are just told apart.
NODES_1D, NODES_2D = 200, 64
SMALLEST = 1e-13  # product weights below are left out
BLOCK = 1 << 20  # numbers held at once


@dataclass(frozen=True)
class Blobs:
    """Data as round Gaussian blobs; single points where the variance is 0.

    Attributes:
        weights: Shape (n,), sum 1.
        means: Shape (n, d).
        variances: Shape (n,), 0 or more, in every direction alike.
    """

    weights: np.ndarray
    means: np.ndarray
    variances: np.ndarray

    @staticmethod
    def of_points(points: np.ndarray) -> Blobs:
        """Each point once, shape (n, d)."""
        n = len(points)
        return Blobs(np.full(n, 1.0 / n), np.asarray(points, dtype=np.float64), np.zeros(n))

    @property
    def dimension(self) -> int:
        """The number of coordinates d."""
        return int(self.means.shape[1])

    def normalised(self) -> tuple[Blobs, np.ndarray, float]:
        """Mean 0 and E|x|^2 = d, by one shift and one scale; with both, x = shift + scale y.

        Raises:
            FlowError: If all data are one point.
        """
        shift = self.weights @ self.means
        centred = self.means - shift
        square = self.weights @ ((centred**2).sum(axis=1) / self.dimension + self.variances)
        scale = float(np.sqrt(square))
        if not scale > 1e-12 * (1.0 + float(np.abs(shift).max())):
            raise FlowError("data have zero variance, allowed are data that differ")
        return Blobs(self.weights, centred / scale, self.variances / scale**2), shift, scale

    def turned(self) -> Blobs:
        """The same points in coordinates of their own span, where there are fewer of them.

        Noise across the span tells nothing of which point it is.
        """
        n, d = self.means.shape
        if n >= d or self.variances.any():
            return self
        _, _, axes = np.linalg.svd(self.means, full_matrices=False)
        return Blobs(self.weights, self.means @ axes.T, self.variances)

    def shares(
        self, seen: np.ndarray, rho: float, products: np.ndarray | None = None
    ) -> np.ndarray:
        """How probable each blob is given rho x + z = `seen`, shape (n, blobs)."""
        spread = rho**2 * self.variances + 1.0
        logs = seen @ self.means.T if products is None else products
        logs = rho * logs - 0.5 * rho**2 * (self.means**2).sum(axis=1)
        if self.variances.any():
            square = (seen**2).sum(axis=1)[:, None]
            logs = (logs - 0.5 * square) / spread - 0.5 * self.dimension * np.log(spread)
        logs += np.log(self.weights)
        logs -= logs.max(axis=1, keepdims=True)
        share = np.exp(logs, out=logs)
        share /= share.sum(axis=1, keepdims=True)
        return np.asarray(share)

    def cleaned(
        self, seen: np.ndarray, rho: float, products: np.ndarray | None = None
    ) -> np.ndarray:
        """E[x | rho x + z = seen], shape (n, d), by the posterior over the blobs.

        Args:
            seen: Noisy points, shape (n, d).
            rho: Signal to noise.
            products: Inner products of `seen` with the means, if they are known.
        """
        share = self.shares(seen, rho, products)
        spread = rho**2 * self.variances + 1.0
        gain = rho * self.variances / spread
        cleaned: np.ndarray = share @ (self.means * (1.0 - gain * rho)[:, None])
        return cleaned + (share @ gain)[:, None] * seen


@dataclass(frozen=True, eq=False)
class Separation:
    """lambda(rho) at angles theta = arctan(rho), and what of it the kinetic energy needs.

        lambda = E|D|^2 / d,   L(theta) = 1 - (1 - lambda(tan theta)) / cos^2 theta

    Attributes:
        angles: Rising, within 0 to pi/2.
        unknown: v = 1 - lambda at each, the mean squared error of the best guess.
        clipped: Share of the angles at which v had to be lowered to cos^2, as for Gaussian data,
            or raised to keep lambda from falling: noise of the draws.
        draws: Draws per angle; 0 if by quadrature.
    """

    angles: np.ndarray
    unknown: np.ndarray
    clipped: float = 0.0
    draws: int = 0

    @cached_property
    def _curve(self) -> PchipInterpolator:
        pulled = 1.0 - self.unknown / np.cos(self.angles) ** 2
        known = np.clip(pulled, 0.0, 1.0)
        inner = (self.angles > 0.0) & (self.angles < 0.5 * np.pi)
        angles = np.concatenate(([0.0], self.angles[inner], [0.5 * np.pi]))
        last = known[inner][-1]
        return PchipInterpolator(angles, np.concatenate(([known[inner][0]], known[inner], [last])))

    def pull(self, angles: np.ndarray) -> np.ndarray:
        """L at the angles, between 0 (Gaussian data) and 1 (told apart)."""
        return np.clip(self._curve(angles), 0.0, 1.0)

    def at(self, rho: np.ndarray) -> np.ndarray:
        """The function lambda at the signal-to-noise ratios."""
        angles = np.arctan(rho)
        return 1.0 - np.cos(angles) ** 2 * (1.0 - self.pull(angles))


def by_quadrature(blobs: Blobs, angles: np.ndarray, ticket: Ticket | None = None) -> Separation:
    """The function lambda by Gauss-Hermite quadrature around every blob, for d = 1 and 2.

    Args:
        blobs: Normalised data.
        angles: Theta at which it is wanted, within 0 to pi/2, both left out.
        ticket: Looked at before every angle.

    Raises:
        FlowError: If d > 2.
        Withdrawn: If the ticket was withdrawn.
    """
    d = blobs.dimension
    if d > 2:
        raise FlowError(f"quadrature in {d} dimensions, allowed are 1 and 2")
    x, w = np.polynomial.hermite_e.hermegauss(NODES_1D if d == 1 else NODES_2D)
    w = w / w.sum()
    places, shares = x[:, None], w
    if d == 2:
        places = np.stack(np.meshgrid(x, x, indexing="ij"), axis=-1).reshape(-1, 2)
        shares = np.outer(w, w).ravel()
        places, shares = places[shares > SMALLEST], shares[shares > SMALLEST]

    found = np.empty(len(angles))
    for j, rho in enumerate(np.tan(angles)):
        if ticket is not None:
            ticket.check()
        spread = np.sqrt(rho**2 * blobs.variances + 1.0)
        known = 0.0
        for weight, mean, wide in zip(blobs.weights, blobs.means, spread, strict=True):
            cleaned = blobs.cleaned(rho * mean + wide * places, rho)
            known += weight * float(shares @ (cleaned**2).sum(axis=1)) / d
        found[j] = 1.0 - known
    return _gathered(angles, found, 0)


def by_draws(
    blobs: Blobs,
    angles: np.ndarray,
    draws: int,
    draw: np.random.Generator,
    ticket: Ticket | None = None,
) -> Separation:
    """The function lambda by Monte Carlo over data and noise, 1 - E|x - D|^2 / d, for any d.

    The same draws serve all angles, so that the curve is smooth; points fewer than dimensions are
    looked at in their span.

    Args:
        blobs: Normalised data.
        angles: Theta at which it is wanted, within 0 to pi/2, both left out.
        draws: Draws per angle.
        draw: Where they come from.
        ticket: Looked at before every block of draws.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    whole, blobs = blobs.dimension, blobs.turned()
    d = blobs.dimension
    which = _evenly(blobs.weights, draws, draw)
    spread = np.sqrt(blobs.variances[which])[:, None]
    clean = blobs.means[which] + spread * draw.standard_normal((draws, d))
    noise = draw.standard_normal((draws, d))
    piece = max(1, BLOCK // max(len(blobs.weights), d))
    total = np.zeros(len(angles))
    for i in range(0, draws, piece):
        x, z = clean[i : i + piece], noise[i : i + piece]
        # What a point has in common with the means is a sum of two tables, made once.
        signal, error = x @ blobs.means.T, z @ blobs.means.T
        for j, rho in enumerate(np.tan(angles)):
            if ticket is not None:
                ticket.check()
            cleaned = blobs.cleaned(rho * x + z, rho, rho * signal + error)
            total[j] += float(((x - cleaned) ** 2).sum())
    return _gathered(angles, total / (draws * whole), draws)


def by_denoiser(
    denoise: Callable[[np.ndarray, float], np.ndarray],
    clean: np.ndarray,
    angles: np.ndarray,
    draw: np.random.Generator,
    ticket: Ticket | None = None,
) -> Separation:
    r"""The function lambda from the errors a trained denoiser makes, v = E|x - D|^2 / d.

    How much better than the best linear guess it is, is measured on the same draws, so that chance
    has no part in what is small:

        v = cos^2 theta + mean(|x - D|^2 - |x - sin theta cos theta (rho x + z)|^2) / d

    An error larger than the least there is makes lambda too small, never too large.

    Args:
        denoise: Noisy points rho x + z, shape (n, d), and rho to clean points.
        clean: Normalised draws of the data, shape (n, d).
        angles: Theta at which it is wanted, within 0 to pi/2, both left out.
        draw: Where the noise comes from.
        ticket: Looked at before every angle.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    noise, found = draw.standard_normal(clean.shape), np.empty(len(angles))
    for j, (theta, rho) in enumerate(zip(angles, np.tan(angles), strict=True)):
        if ticket is not None:
            ticket.check()
        seen = rho * clean + noise
        linear = clean - np.sin(theta) * np.cos(theta) * seen
        gained = (clean - denoise(seen, float(rho))) ** 2 - linear**2
        found[j] = np.cos(theta) ** 2 + float(gained.mean())
    return _gathered(angles, found, len(clean))


def _evenly(weights: np.ndarray, draws: int, draw: np.random.Generator) -> np.ndarray:
    """Indices in proportion to the weights, each as often as it should to within one."""
    places = (np.arange(draws) + draw.random()) / draws
    return np.minimum(np.searchsorted(np.cumsum(weights), places), len(weights) - 1)


def _gathered(angles: np.ndarray, found: np.ndarray, draws: int) -> Separation:
    # Never worse than the best linear guess, never worse with less noise.
    told = np.minimum.accumulate(np.clip(found, 0.0, np.cos(angles) ** 2))
    clipped = float(np.mean(np.abs(told - found) > 1e-9))
    return Separation(np.asarray(angles, dtype=np.float64), told, clipped, draws)


def gauss_angles(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Gauss-Legendre nodes and weights between theta = 0 and pi/2, both of shape (count,)."""
    x, w = np.polynomial.legendre.leggauss(count)
    return 0.25 * np.pi * (x + 1.0), 0.25 * np.pi * w
