"""A random network that echoes its input; only its output is fitted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import scipy.sparse

from engines.instruments.forecast.forecaster import AWAY, ridge
from engines.running.randomness import stream
from engines.running.ticket import Ticket

UNITS = 300
LEAK = 0.3  # share of a state that is new
LEAKS = (0.1, 0.3, 0.6, 1.0)  # those among which a rehearsal chooses
RADIUS = 0.9  # largest modulus of an eigenvalue of the network
DENSITY = 0.05  # share of connections that are there
WASHOUT = 100  # samples until the network has forgotten how it began
PENALTY = 1e-7
OFTEN = 64  # samples between two looks at the ticket


@dataclass(frozen=True, slots=True)
class EchoState:
    """A driven network r with fixed random weights, and a fitted sum of its units:

        r_(n+1) = (1 - l) r_n + l tanh(W r_n + w x_n + b),   x_(n+1) = c . (1, x_n, r_(n+1))

    Source:
        Jaeger & Haas (2004), Science 304, 78-80.

    Attributes:
        inner: W, shape (units, units), sparse.
        inward: w, shape (units,).
        bias: b, shape (units,).
        outward: c, shape (2 + units,).
        state: r when the series ends.
        last: The last value of the series.
        limit: Beyond this a forecast has run away.
        leak: l, how fast the network moves.
    """

    inner: Any
    inward: np.ndarray
    bias: np.ndarray
    outward: np.ndarray
    state: np.ndarray
    last: float
    limit: float
    leak: float = LEAK

    @classmethod
    def fit(
        cls,
        series: np.ndarray,
        period: int,
        ticket: Ticket | None = None,
        units: int = UNITS,
        seed: int = 0,
        leak: float = LEAK,
    ) -> EchoState:
        """Drive the network with `series` and fit the sum by a ridge; see `Fit`.

        Args:
            series: Shape (k,).
            period: Not used.
            ticket: Looked at often.
            units: Size of the network.
            seed: Of its weights.
            leak: Share of a state that is new.
        """
        inner, inward, bias = network(units, seed)
        state = np.zeros(units)
        echoes = np.empty((len(series) - 1, units))
        for n, value in enumerate(series[:-1].tolist()):
            if ticket is not None and n % OFTEN == 0:
                ticket.check()
            state = echoed(state, value, inner, inward, bias, leak)
            echoes[n] = state
        washout = min(WASHOUT, len(echoes) // 4)
        rows = np.column_stack([np.ones(len(echoes)), series[:-1], echoes])[washout:]
        outward = ridge(rows, series[1 + washout :], PENALTY)
        limit = AWAY * float(np.abs(series).max())
        return cls(inner, inward, bias, outward, state, float(series[-1]), limit, leak)

    def forecast(self, steps: int) -> np.ndarray:
        path = np.full(steps, np.nan)
        state, value = self.state, self.last
        for k in range(steps):
            state = echoed(state, value, self.inner, self.inward, self.bias, self.leak)
            value = float(self.outward[0] + self.outward[1] * value + self.outward[2:] @ state)
            if not abs(value) <= self.limit:
                break
            path[k] = value
        return path


def echoed(
    state: np.ndarray, value: float, inner: Any, inward: np.ndarray, bias: np.ndarray, leak: float
) -> np.ndarray:
    """The network one sample later."""
    new = np.tanh(inner @ state + inward * value + bias)
    return np.asarray((1.0 - leak) * state + leak * new)


@cache
def network(units: int, seed: int) -> tuple[Any, np.ndarray, np.ndarray]:
    """Fixed random weights: within the network, into it, and its biases."""
    draw = stream(seed, "echo state")
    inner = draw.normal(size=(units, units)) * (draw.random((units, units)) < DENSITY)
    inner *= RADIUS / np.abs(np.linalg.eigvals(inner)).max()
    return (
        scipy.sparse.csr_array(inner),
        draw.uniform(-0.5, 0.5, units),
        draw.uniform(-0.2, 0.2, units),
    )
