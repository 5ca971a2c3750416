"""The least kinetic energy by search: the schedule as a free curve, with nothing known of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import least_squares

from engines.numerics.kinetic.polar import PolarPath
from engines.numerics.kinetic.separation import Separation
from engines.running.ticket import Ticket

STEPS = 96
GAUSS = (0.5 - np.sqrt(0.15), 0.5, 0.5 + np.sqrt(0.15))


@dataclass(frozen=True, eq=False)
class Tabulated(PolarPath):
    """A schedule given by r and theta at times, straight between them in (ln r, theta).

    Attributes:
        times: Rising from 0 to 1.
        radii: r at each, positive.
        angles: theta at each, rising from 0 to pi/2.
    """

    times: np.ndarray
    radii: np.ndarray
    angles: np.ndarray
    name: str = "drawn"

    def polar(self, t: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        i = np.clip(np.searchsorted(self.times, t, side="right") - 1, 0, len(self.times) - 2)
        step = self.times[i + 1] - self.times[i]
        share = (t - self.times[i]) / step
        logs = np.log(self.radii)
        growth = (logs[i + 1] - logs[i]) / step
        turn = (self.angles[i + 1] - self.angles[i]) / step
        r = np.exp(logs[i] + share * (logs[i + 1] - logs[i]))
        return r, self.angles[i] + share * (self.angles[i + 1] - self.angles[i]), r * growth, turn


def least_energy(
    separation: Separation, steps: int = STEPS, ticket: Ticket | None = None
) -> tuple[Tabulated, float]:
    r"""The schedule of least kinetic energy, found by least squares from a quarter circle.

    The unknowns are ln r and theta on a grid of t that is finer towards its ends; the energy of
    the broken line is a sum of squares,

        E = sum_i [ (r_{i+1} - r_i)^2 + r_i r_{i+1} L_i (theta_{i+1} - theta_i)^2 ] / (t_{i+1} - t_i)

    with sqrt L averaged over the step. Nothing of the closed solution goes in, so that the two
    prove each other.

    Args:
        separation: lambda of the data.
        steps: Number of steps of the broken line.
        ticket: Looked at in every evaluation.

    Returns:
        Schedule and its energy.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    n = steps
    even = np.linspace(0.0, 1.0, n + 1)
    # theta may rise like the cube root of t, and of 1 - t.
    times = even**3 * (10.0 - 15.0 * even + 6.0 * even**2)
    weight = 1.0 / np.sqrt(np.diff(times))
    bend = np.linspace(0.0, 0.5 * np.pi, 4097)
    pull = np.sqrt(separation.pull(bend))
    slope = np.gradient(pull, bend)
    step = np.arange(n)

    def unpacked(free: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        logs = np.concatenate(([0.0], free[: n - 1], [0.0]))
        return np.exp(logs), np.concatenate(([0.0], free[n - 1 :], [0.5 * np.pi]))

    def parts(free: np.ndarray) -> tuple[np.ndarray, ...]:
        if ticket is not None:
            ticket.check()
        r, theta = unpacked(free)
        turn = np.diff(theta)
        held, early, late = np.zeros(n), np.zeros(n), np.zeros(n)
        for share, part in zip(GAUSS, (5.0 / 18.0, 8.0 / 18.0, 5.0 / 18.0), strict=True):
            place = theta[:-1] + share * turn
            held += part * np.interp(place, bend, pull)
            tilt = part * np.interp(place, bend, slope)
            early, late = early + (1.0 - share) * tilt, late + share * tilt
        return r, turn, weight * np.sqrt(r[1:] * r[:-1]), held, early, late

    def residuals(free: np.ndarray) -> np.ndarray:
        r, turn, scale, held, _, _ = parts(free)
        return np.concatenate((weight * np.diff(r), scale * held * turn))

    def slopes(free: np.ndarray) -> np.ndarray:
        r, turn, scale, held, early, late = parts(free)
        by_log, by_angle = np.zeros((2 * n, n + 1)), np.zeros((2 * n, n + 1))
        by_log[step, step + 1], by_log[step, step] = weight * r[1:], -weight * r[:-1]
        by_log[n + step, step + 1] = by_log[n + step, step] = 0.5 * scale * held * turn
        by_angle[n + step, step + 1] = scale * (late * turn + held)
        by_angle[n + step, step] = scale * (early * turn - held)
        return np.concatenate((by_log[:, 1:-1], by_angle[:, 1:-1]), axis=1)

    start = np.concatenate((np.zeros(n - 1), 0.5 * np.pi * even[1:-1]))
    high = np.concatenate((np.full(n - 1, 3.0), np.full(n - 1, 0.5 * np.pi)))
    low = np.concatenate((np.full(n - 1, -3.0), np.zeros(n - 1)))
    found = least_squares(
        residuals, start, slopes, bounds=(low, high), xtol=1e-12, ftol=1e-13, gtol=1e-12
    )
    radii, angles = unpacked(found.x)
    return Tabulated(times, radii, angles), 2.0 * float(found.cost)
