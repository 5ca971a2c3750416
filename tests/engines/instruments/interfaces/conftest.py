from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from engines.protocols.capabilities import Bounded, Box, Differentiable, Dyed, Tangent
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

N = 48
NODES = 2.0 * math.pi / N * np.arange(N)


class Stripe(Flow, Bounded, Tangent, Differentiable, Dyed):
    """u = 0.5 + sin y: a parallel stream with a stripe of dye around y = pi, and a dark core."""

    dimension, states, steady = 2, ("x", "y"), True
    time_unit, duration = "", 4.0
    box = Box(
        (0.0, 0.0), (2.0 * math.pi, 2.0 * math.pi), (True, True), ("x", "y"), ("x", "y"),
        ("", ""), (1.0, 1.0),
    )  # fmt: skip

    def velocity(self, states: np.ndarray, time: float) -> np.ndarray:
        return np.stack([0.5 + np.sin(states[:, 1]), np.zeros(len(states))], axis=1)

    def jacobian(self, states: np.ndarray, time: float) -> np.ndarray:
        found = np.zeros((len(states), 2, 2))
        found[:, 0, 1] = np.cos(states[:, 1])
        return found

    def advance(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        return states + (stop - start) * self.velocity(states, start)

    def record(
        self, states: np.ndarray, times: np.ndarray, ticket: Ticket | None = None
    ) -> np.ndarray:
        gone = (times - times[0])[None, :, None]
        return states[:, None, :] + gone * self.velocity(states, 0.0)[:, None, :]

    def advance_tangent(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        d = np.eye(2) + (stop - start) * self.jacobian(states, start)
        return self.advance(states, start, stop), d

    def concentration(self, time: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        off = np.abs(NODES - math.pi)[:, None]
        core = 0.5 * (off < 0.5) + 0.2 * (off < 1.0) + 0.1 * np.exp(-((off / 1.2) ** 2))
        return NODES, NODES, core * np.ones((1, N))


@pytest.fixture
def stripe() -> Flow:
    return Stripe()


@pytest.fixture
def asked() -> Callable[..., object]:
    """Values of an instrument's own declarations, some of them changed."""
    from engines.parameters.declare import parameters_model

    def ask(instrument: type, flow: Flow, **values: object) -> object:
        return parameters_model("test", instrument.declared(flow))(**values)  # type: ignore[attr-defined]

    return ask
