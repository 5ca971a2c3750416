"""Barrier fields and their active FTLE against exact values."""

from __future__ import annotations

import numpy as np

from engines.evidence.shipped import system
from engines.instruments.barriers.active import active_ftle
from engines.instruments.barriers.along_paths import diffusive_force, mean_force
from engines.instruments.barriers.gridded import barrier_field, barrier_of_spin
from engines.instruments.vortices.along_paths import mean_spin
from engines.protocols.check import Claim
from engines.systems.ode import OdeFlow
from engines.systems.system_file import system_from_text

_RATE = 0.7
_CUBIC = """
title = "Cubic"
step = 0.05
[rates]
x = "-k*x^3/6"
y = "k*x^2*y/2"
[states]
x = { low = -1.0, high = 1.0 }
y = { low = -1.0, high = 1.0 }
[parameters]
k = { value = 0.7, low = 0.0, high = 2.0 }
"""
_SIDE = np.linspace(-1.0, 1.0, 41)


def _cubic() -> OdeFlow:
    cubic = system_from_text(_CUBIC, "cubic")
    return OdeFlow(cubic, {"k": _RATE})


def _force() -> tuple[str, bool, bool]:
    gx, gy = np.meshgrid(_SIDE, _SIDE)
    nodes = np.stack([gx.ravel(), gy.ravel()], axis=1)
    flow = _cubic()
    exact = nodes * [-_RATE, _RATE]
    symbolic = float(np.abs(diffusive_force(flow, nodes, 0.0) - exact).max())
    velocity = flow.velocity(nodes, 0.0)
    u, v = (velocity[:, i].reshape(gx.shape) for i in range(2))
    gridded = np.stack([b.ravel() for b in barrier_field(_SIDE, _SIDE, u, v)], axis=1)
    off = float(np.abs(gridded - exact).max())
    return f"{symbolic:.1e} by derivatives, {off:.1e} on a grid", max(symbolic, off) <= 1e-4, False


def _exponent() -> tuple[str, bool, bool]:
    gx, gy = np.meshgrid(_SIDE, _SIDE)
    nodes = np.stack([gx.ravel(), gy.ravel()], axis=1)
    bx, by = (b.reshape(gx.shape) for b in diffusive_force(_cubic(), nodes, 0.0).T)
    found = active_ftle(_SIDE, _SIDE, bx, by, speed="none")
    off = float(np.abs(found - _RATE).max())
    return f"{off:.1e}", off <= 1e-4, False


def _both_forms() -> tuple[str, bool, bool]:
    """The pull-back with det D and D^-1 against the vorticity averaged along paths."""
    shipped = system("double-gyre")
    flow = OdeFlow(shipped, shipped.defaults()).refined()
    x, y = np.linspace(0.3, 1.7, 141), np.linspace(0.2, 0.8, 61)
    nodes = np.stack([a.ravel() for a in np.meshgrid(x, y)], axis=1)
    spin = mean_spin(flow, nodes, start=0.0, horizon=2.0)
    bx, by = barrier_of_spin(x, y, spin.reshape(61, 141), smoothing=0.0)
    pulled = mean_force(flow, nodes, start=0.0, horizon=2.0, intervals=60)
    apart = np.hypot(bx.ravel() - pulled[:, 0], by.ravel() - pulled[:, 1])
    off = float(apart.max() / np.hypot(*pulled.T).max())
    return f"{off:.1e} of the largest", off <= 1e-4, False


CLAIMS: tuple[Claim, ...] = (
    Claim("momentum-barriers", "force of v = (-k x^3/6, k x^2 y/2): b = (-k x, k y)", "law",
          "within 1e-4", "exact", _force),
    Claim("momentum-barriers", "its active FTLE, at the speed of the force: k", "law",
          "within 1e-4", "exact", _exponent),
    Claim("momentum-barriers", "double gyre, pull-back along paths against averaged vorticity",
          "law", "equal within 1e-4 of the largest", "theory, without divergence", _both_forms),
)  # fmt: skip
