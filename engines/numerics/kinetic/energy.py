"""The kinetic energy of a schedule, from one curve of the data."""

from __future__ import annotations

from functools import cache

import numpy as np

from engines.numerics.diffusion.path import Path
from engines.numerics.kinetic.separation import Separation

NODES = 400
FIRST = 1e-5  # of t is left out at the data, where the energy of a path may grow without bound


def integrand(path: Path, separation: Separation, times: np.ndarray) -> np.ndarray:
    r"""Kinetic energy per dimension at each time.

        e(t) = a'^2 + s'^2 - (a' - a s'/s)^2 (1 - lambda(a/s))

    The last term is what the conditional velocity has and the mean velocity has not.

    Args:
        path: The schedule.
        separation: lambda of the data.
        times: Within 0 to 1, the end left out.

    Returns:
        e, shape as times.

    Source:
        Shaul et al. (2023), arXiv:2306.06626; by orthogonality of the conditional expectation.
    """
    a, s, da, ds = path.a(times), path.s(times), path.da(times), path.ds(times)
    with np.errstate(divide="ignore", invalid="ignore"):
        angle = np.arctan2(a, s)
    radius = np.hypot(a, s)
    rise = (a * da + s * ds) / radius
    turn = (da * s - a * ds) / radius**2
    # The same in polar form, which divides by nothing small.
    return np.asarray(rise**2 + radius**2 * separation.pull(angle) * turn**2)


def kinetic_energy(path: Path, separation: Separation, last: float = FIRST) -> float:
    """E = int_0^(1 - last) e(t) dt, per dimension.

    Both ends may be steep: nodes are those of Gauss and Legendre in ln t before the middle and in
    ln(1 - t) after it, a term that is left out being smaller than `last` of the end.

    Args:
        path: The schedule.
        separation: lambda of the data.
        last: What is left out before t = 1. A variance-preserving path costs more without bound
            for single points as this goes to 0.
    """
    total = 0.0
    x, w = _nodes()
    for mirrored, first in ((False, 1e-12), (True, last)):
        low, high = np.log(first), np.log(0.5)
        gaps = np.exp(low + 0.5 * (x + 1.0) * (high - low))
        times = 1.0 - gaps if mirrored else gaps
        values = integrand(path, separation, times)
        total += float((0.5 * (high - low) * w * gaps * values).sum())
    return total


@cache
def _nodes() -> tuple[np.ndarray, np.ndarray]:
    """Found once: an energy is asked for sixty times a second while a knot is dragged."""
    x, w = np.polynomial.legendre.leggauss(NODES)
    return x, w
