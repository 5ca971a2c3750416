"""What a graphics card would find, worked out on the processor at a few places."""

from __future__ import annotations

import numpy as np

from engines.instruments.transport.deformation import Seeds, released
from engines.instruments.transport.ftle_shader import MOST_STEPS
from engines.numerics.integrate import advanced
from engines.numerics.stretching import log_stretch
from engines.protocols.capabilities import Differentiable
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket


def shader_twin(flow: Flow, seeds: Seeds, step: float, ticket: Ticket | None) -> np.ndarray:
    """The FTLE by the shader's own method: its number of RK4 steps, states kept in float32.

    Slopes are evaluated in float64 and rounded, so that the elementary functions of a particular
    card, which are good to about 1e-7, are left out.

    Args:
        flow: What moves the seeds, or unit vectors if they lie on a sphere; it knows the
            derivative of its velocity.
        seeds: A few nodes.
        step: Longest step, as in the shader.
        ticket: Looked at before each step.

    Returns:
        Shape (ny, nx).
    """
    release = released(flow, seeds)
    mover = release.mover
    if not isinstance(mover, Differentiable):
        raise TypeError("shader_twin needs a flow that knows its derivative")
    derivative = mover.jacobian
    states = release.states.astype(np.float32)
    n, d = states.shape
    count = float(np.clip(np.ceil(abs(seeds.horizon) / step), 1.0, MOST_STEPS))

    def slopes(both: np.ndarray, time: float) -> np.ndarray:
        places = both[:, :d].astype(np.float64)
        turned = derivative(places, time) @ both[:, d:].reshape(n, d, 2).astype(np.float64)
        rates = np.concatenate([mover.velocity(places, time), turned.reshape(n, 2 * d)], axis=1)
        return rates.astype(np.float32)

    unit = release.directions.astype(np.float32).reshape(n, 2 * d)
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
