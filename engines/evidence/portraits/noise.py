"""What noise does, against exact moments and the mean time over a hill."""

from __future__ import annotations

import math

import numpy as np
from scipy.integrate import quad

from engines.evidence.shipped import system
from engines.protocols.check import Claim
from engines.systems.stochastic.flow import StochasticFlow
from engines.systems.stochastic.steps import RUNGE_KUTTA
from engines.systems.system_file import system_from_text

Measured = tuple[str, bool, bool]

GROWTH = """
title = "Geometric Brownian motion"
kind = "sde"
step = 0.02
[rates]
x = "k*x"
[noise]
x = "s*x"
[states]
x = { low = 0.0, high = 9.0, start = 1.0 }
[parameters]
k = { value = 1.0, low = 0.0, high = 2.0 }
s = { value = 0.5, low = 0.0, high = 2.0 }
"""
WELL = """
title = "Double well without inertia"
kind = "sde"
step = 0.02
[rates]
x = "x - x^3"
[noise]
x = "s"
[states]
x = { low = -2.0, high = 2.0, start = -1.0 }
[parameters]
s = { value = 0.6, low = 0.1, high = 1.0 }
"""
SURE = 4.0  # standard errors
LATE = 0.5826  # of s sqrt(h): how much further a path seen at steps of h has to go to be seen


def _ensemble(text: str, scheme: str = RUNGE_KUTTA, level: int = 0) -> StochasticFlow:
    made = system_from_text(text, "noise")
    return StochasticFlow(made, made.defaults(), level, scheme, independent=True)


def _order(scheme: str) -> float:
    """Strong order on geometric Brownian motion, whose end the path itself tells."""
    start = np.ones((3000, 1))
    # RK4 along a path drawn straight in pieces of 0.02/2^6 misses the exact end by 1e-6
    exact = _ensemble(GROWTH, level=6).advance(start, 0.0, 1.0)
    off = [
        float(
            np.sqrt(np.mean((_ensemble(GROWTH, scheme, n).advance(start, 0.0, 1.0) - exact) ** 2))
        )
        for n in range(1, 5)
    ]
    return -float(np.polyfit(np.arange(4), np.log2(off), 1)[0])


def _orders() -> Measured:
    euler, milstein = _order("euler_maruyama"), _order("milstein")
    good = abs(euler - 0.5) < 0.1 and abs(milstein - 1.0) < 0.1
    return f"{euler:.2f} and {milstein:.2f}", good, False


def _moments() -> Measured:
    count, time = 20_000, 1.0
    end = _ensemble(GROWTH, level=2).advance(np.ones((count, 1)), 0.0, time)[:, 0]
    logs = np.log(end)
    mean, spread = 1.0 - 0.125, 0.5
    off = abs(float(logs.mean()) - mean) / (spread / math.sqrt(count))
    wide = abs(float(logs.var()) / spread**2 - 1.0) / math.sqrt(2.0 / count)
    return f"{off:.1f} and {wide:.1f} standard errors", max(off, wide) < SURE, False


def mean_passage(start: float, end: float, noise: float) -> float:
    """Mean time of dx = (x - x^3) dt + noise dW from `start` to `end` > start:

        2/noise^2 int_start^end dy e^(2 U(y)/noise^2) int_-inf^y dz e^(-2 U(z)/noise^2).

    Source:
        Gardiner (2009), Stochastic Methods, 4th ed., Springer, section 5.5.
    """

    def hill(x: float) -> float:
        return 2.0 * (0.25 * x**4 - 0.5 * x * x) / noise**2

    def inner(y: float) -> float:
        return quad(lambda z: math.exp(hill(y) - hill(z)), -4.0, y)[0]  # type: ignore[no-any-return]

    return float(2.0 / noise**2 * quad(inner, start, end)[0])


def passages(count: int, noise: float) -> np.ndarray:
    """When each of many paths from -1 first stands beyond 1, to a step; NaN if it never does."""
    flow = _ensemble(WELL).at({"s": noise})
    x, found = np.full((count, 1), -1.0), np.full(count, np.nan)
    h = flow.step
    for piece in range(400):
        times = piece + h * np.arange(round(1.0 / h) + 1)
        path = flow.record(x, times)[:, 1:, 0]
        x = path[:, -1:]
        there = path >= 1.0
        first = there.any(axis=1) & np.isnan(found)
        found[first] = times[1:][there[first].argmax(axis=1)]
        if not np.isnan(found).any():
            break
    return found


def _hopping() -> Measured:
    noise, count = 0.7, 3000
    found = passages(count, noise)
    exact = mean_passage(-1.0, 1.0 + LATE * noise * math.sqrt(0.02), noise)
    mean, error = float(np.nanmean(found)), float(np.nanstd(found)) / math.sqrt(count)
    good = not np.isnan(found).any() and abs(mean - exact) < SURE * error
    return f"{mean:.2f} ± {error:.2f}, exactly {exact:.2f}", bool(good), False


def _temperature() -> Measured:
    shipped = system("shaken-double-well")
    values = {**shipped.defaults(), "sigma": 0.5}
    flow = StochasticFlow(shipped, values, independent=True)
    heat = 0.5**2 / (2.0 * values["gamma"])

    def weight(x: float) -> float:
        return math.exp((0.5 * x * x - 0.25 * x**4) / heat)

    wide = quad(lambda x: x * x * weight(x), -4, 4)[0] / quad(weight, -4, 4)[0]
    count = 8000
    sides = np.where(np.arange(count) % 2, 1.0, -1.0)
    end = flow.advance(np.stack([sides, np.zeros(count)], axis=1), 0.0, 60.0)
    square = end**2
    errors = square.std(axis=0) / math.sqrt(count)
    off = (np.abs(square.mean(axis=0) - [wide, heat]) / errors).max()
    return f"{off:.1f} standard errors", bool(off < SURE), False


CLAIMS: tuple[Claim, ...] = (
    Claim("hopping", "strong orders of Euler-Maruyama and Milstein, geometric Brownian motion",
          "law", "1/2 and 1 within 0.1", "Kloeden & Platen (1992), 10.2 and 10.3", _orders,
          seconds=3.0),
    Claim("hopping", "mean and variance of the logarithm of geometric Brownian motion", "law",
          "(k - s^2/2) t and s^2 t within 4 standard errors", "exact", _moments, seconds=2.0),
    Claim("hopping", "mean time over the hill of a double well, no inertia, noise 0.7", "law",
          "the double integral within 4 standard errors", "Kramers (1940), Physica 7, 284-304; "
          "Gardiner (2009), 5.5", _hopping, seconds=4.0),
    Claim("hopping", "shaken double well: <x^2> and <v^2> at rest", "law",
          "those of exp(-U/T), T = sigma^2/(2 gamma), within 4 standard errors",
          "Gibbs; Kramers (1940)", _temperature, seconds=3.0),
)  # fmt: skip
