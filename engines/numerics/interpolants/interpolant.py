"""Interpolants between two draws: how much of each, and how much noise, at each moment."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from engines.errors import FlowError, near_miss

SHAPES = ("linear", "trig", "encode-decode", "mirror")
NOISES = ("Brownian", "parabola", "sine", "sigmoid", "none")
STEEP = 10.0  # of the sigmoid bump


class Instant(NamedTuple):
    """What an interpolant is at one time.

    Attributes:
        alpha: Share of x_0.
        beta: Share of x_1.
        dalpha: alpha'.
        dbeta: beta'.
        square: gamma^2.
        half: gamma gamma', finite where gamma' is not.
    """

    alpha: float
    beta: float
    dalpha: float
    dbeta: float
    square: float
    half: float


@dataclass(frozen=True, slots=True)
class Interpolant:
    r"""x_t = alpha(t) x_0 + beta(t) x_1 + gamma(t) z,   z ~ N(0, I),   t from 0 to 1.

    Shapes: linear (1 - t, t); trig sqrt(1 - gamma^2) (cos, sin)(pi t / 2); encode-decode
    cos^2(pi t), of x_0 before t = 1/2 and of x_1 after; mirror (0, 1), which carries x_1 out into
    noise and back. Noises, each times sqrt(A): sqrt(t (1 - t)), t (1 - t), sin^2(pi t), a bump of
    sigmoids, none.

    Attributes:
        shape: Name of the shape.
        noise: Name of the noise.
        amplitude: A.

    Raises:
        FlowError: If a name is unknown, A < 0, or A is too large for the shape.

    Source:
        Albergo, Boffi & Vanden-Eijnden (2023), arXiv:2303.08797, table 8.
    """

    shape: str = "linear"
    noise: str = "Brownian"
    amplitude: float = 1.0

    def __post_init__(self) -> None:
        if self.shape not in SHAPES:
            raise FlowError(f"path = '{self.shape}', {near_miss(self.shape, SHAPES)}")
        if self.noise not in NOISES:
            raise FlowError(f"gamma = '{self.noise}', {near_miss(self.noise, NOISES)}")
        if not self.amplitude >= 0.0:
            raise FlowError(f"A = {self.amplitude:g}, A must be >= 0")
        highest = self.square(0.5)[0]
        if self.shape == "trig" and highest > 1.0 + 1e-12:
            most = self.amplitude / highest
            raise FlowError(f"A = {self.amplitude:g}, A must be <= {most:.3g} for trig")

    def square(self, t: float) -> tuple[float, float]:
        """The square gamma^2 and half its rate, gamma gamma'."""
        a = 0.0 if self.noise == "none" else self.amplitude
        if self.noise == "Brownian":
            return a * t * (1.0 - t), 0.5 * a * (1.0 - 2.0 * t)
        if self.noise == "parabola":
            return a * (t * (1.0 - t)) ** 2, a * t * (1.0 - t) * (1.0 - 2.0 * t)
        if self.noise == "sine":
            bump = math.sin(math.pi * t) ** 2
            return a * bump**2, a * bump * math.pi * math.sin(2.0 * math.pi * t)
        if self.noise == "sigmoid":
            bump, rate = _bump(t)
            return a * bump**2, a * bump * rate
        return 0.0, 0.0

    def at(self, t: float) -> Instant:
        """All of it at one time; t outside 0 to 1 stands for the nearer end."""
        t = min(max(float(t), 0.0), 1.0)
        square, half = self.square(t)
        if self.shape == "linear":
            return Instant(1.0 - t, t, -1.0, 1.0, square, half)
        if self.shape == "mirror":
            return Instant(0.0, 1.0, 0.0, 0.0, square, half)
        if self.shape == "trig":
            turn = 0.5 * math.pi
            rest = math.sqrt(max(1.0 - square, 0.0))
            fall = -half / rest if rest > 0.0 else 0.0
            cos, sin = math.sin(turn * (1.0 - t)), math.sin(turn * t)
            return Instant(
                rest * cos,
                rest * sin,
                fall * cos - turn * rest * sin,
                fall * sin + turn * rest * cos,
                square,
                half,
            )
        share, rate = math.cos(math.pi * t) ** 2, -math.pi * math.sin(2.0 * math.pi * t)
        if t <= 0.5:
            return Instant(share, 0.0, rate, 0.0, square, half)
        return Instant(0.0, share, 0.0, rate, square, half)


def _bump(t: float) -> tuple[float, float]:
    """A smooth hill between 0 at both ends, and its rate."""
    up, down = _sigmoid(STEEP * (t - 0.5) + 1.0), _sigmoid(STEEP * (t - 0.5) - 1.0)
    foot = _sigmoid(1.0 - 0.5 * STEEP) - _sigmoid(-1.0 - 0.5 * STEEP)
    rate = STEEP * (up * (1.0 - up) - down * (1.0 - down))
    return up - down - foot, rate


def _sigmoid(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x))
