"""Flows whose curves are known by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engines.protocols.capabilities import Bounded, Box, Tangent
from engines.protocols.flow import Flow
from engines.systems.system_file import read_system

ROOT = Path(__file__).parents[4]


@pytest.fixture(scope="session")
def shipped():
    """`shipped("double-gyre", A=0.2)` is the flow of that system."""

    def flow(id, **values):
        (path,) = (ROOT / "presets" / "systems").rglob(f"{id}.toml")
        system = read_system(path)
        return system.flow_at(system.defaults() | values)

    return flow


class Swirl(Flow, Tangent, Bounded):
    """Every circle turns at its own rate exp(-r^2): u_theta = r exp(-r^2), solved exactly."""

    dimension, states, steady = 2, ("x", "y"), True
    time_unit = "s"
    box = Box(
        (-2.0, -2.0), (2.0, 2.0), (False, False), ("x", "y"), ("x", "y"), ("", ""), (1.0, 0.0)
    )

    def velocity(self, states, time):
        x, y = states.T
        rate = np.exp(-(x**2) - y**2)
        return np.stack([-y * rate, x * rate], axis=1)

    def advance(self, states, start, stop, ticket=None):
        return self.advance_tangent(states, start, stop, ticket)[0]

    def record(self, states, times, ticket=None):
        return np.stack([self.advance(states, times[0], t) for t in times], axis=1)

    def advance_tangent(self, states, start, stop, ticket=None):
        if ticket is not None:
            ticket.check()
        x, y = np.asarray(states, float).T
        turned = (stop - start) * np.exp(-(x**2) - y**2)
        c, s = np.cos(turned), np.sin(turned)
        turn = np.moveaxis(np.array([[c, -s], [s, c]]), 2, 0)
        sideways = np.moveaxis(np.array([[-s, -c], [c, -s]]), 2, 0) @ np.stack([x, y], 1)[..., None]
        slope = -2.0 * turned[:, None, None] * np.stack([x, y], 1)[:, None, :]
        return (turn @ np.stack([x, y], 1)[..., None])[..., 0], turn + sideways * slope


@pytest.fixture(scope="session")
def swirl():
    return Swirl()
