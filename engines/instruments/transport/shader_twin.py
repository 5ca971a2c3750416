"""What a graphics card would find, worked out on the processor at a few places."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from engines.instruments.transport.deformation import Seeds
from engines.instruments.transport.ftle_shader import MOST_STEPS
from engines.numerics.integrate import advanced
from engines.numerics.stretching import log_stretch
from engines.running.ticket import Ticket


class Differentiated(Protocol):
    """A flow that knows its velocity and the derivative of it."""

    def velocity(self, states: np.ndarray, time: float) -> np.ndarray: ...

    def jacobian(self, states: np.ndarray, time: float) -> np.ndarray: ...


def shader_twin(
    flow: Differentiated, seeds: Seeds, step: float, ticket: Ticket | None
) -> np.ndarray:
    """The FTLE by the shader's own method: its number of RK4 steps, states kept in float32.

    Slopes are evaluated in float64 and rounded, so that the elementary functions of a particular
    card, which are good to about 1e-7, are left out.

    Args:
        flow: What moves the seeds.
        seeds: A few nodes.
        step: Longest step, as in the shader.
        ticket: Looked at before each step.

    Returns:
        Shape (ny, nx).
    """
    states = seeds.states().astype(np.float32)
    n, d = states.shape
    count = float(np.clip(np.ceil(abs(seeds.horizon) / step), 1.0, MOST_STEPS))

    def slopes(both: np.ndarray, time: float) -> np.ndarray:
        places = both[:, :d].astype(np.float64)
        turned = flow.jacobian(places, time) @ both[:, d:].reshape(n, d, 2).astype(np.float64)
        rates = np.concatenate([flow.velocity(places, time), turned.reshape(n, 2 * d)], axis=1)
        return rates.astype(np.float32)

    unit = np.tile(np.eye(d, 2, dtype=np.float32).ravel(), (n, 1))
    both = advanced(
        slopes,
        np.concatenate([states, unit], axis=1),
        seeds.start,
        seeds.stop,
        step=abs(seeds.horizon) / count,
        ticket=ticket,
    )
    stretched = log_stretch(both[:, d:].reshape(len(seeds.y), len(seeds.x), d, 2))
    return stretched / abs(seeds.horizon)
