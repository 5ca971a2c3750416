"""LAVD and FTLE against exact values, and seen from a frame that turns and moves."""

from __future__ import annotations

import math

import numpy as np

from engines.evidence.shipped import system
from engines.instruments.transport.ftle import ftle
from engines.instruments.vortices.along_paths import lavd, mean_spin
from engines.instruments.vortices.spin import domain_of
from engines.protocols.capabilities import Box
from engines.protocols.check import Claim
from engines.systems.ode import OdeFlow
from engines.systems.system_file import system_from_text

_TURN = 0.3  # rad per unit of time
_SHIFT = (0.05, -0.02)  # units of length per unit of time
_FROM, _HORIZON = 0.0, 8.0

# The double gyre in coordinates X that turn and move: x = Q(t) X + b(t), Q the rotation by r t.
_TURNED = """
title = "Double gyre, seen from a frame that turns and moves"
step = 0.1
duration = 30.0
[rates]
X = "cs*(u - bx) + sn*(v - by) + r*Y"
Y = "-sn*(u - bx) + cs*(v - by) - r*X"
[where]
cs = "cos(r*t)"
sn = "sin(r*t)"
x = "cs*X - sn*Y + bx*t"
y = "sn*X + cs*Y + by*t"
u = "-pi*A*sin(pi*f)*cos(pi*y)"
v = "pi*A*cos(pi*f)*sin(pi*y)*g"
f = "a*x^2 + (1 - 2*a)*x"
g = "2*a*x + 1 - 2*a"
a = "epsilon*sin(omega*t)"
[states]
X = { low = -4.0, high = 4.0 }
Y = { low = -4.0, high = 4.0 }
[parameters]
A = { value = 0.1, low = 0.0, high = 0.3 }
epsilon = { value = 0.25, low = 0.0, high = 0.5 }
omega = { value = 0.6283185307179586, low = 0.0, high = 3.0 }
r = { value = 0.0, low = -3.0, high = 3.0 }
bx = { value = 0.0, low = -3.0, high = 3.0 }
by = { value = 0.0, low = -3.0, high = 3.0 }
"""


def _flow(id: str, **values: float) -> OdeFlow:
    shipped = system(id)
    return OdeFlow(shipped, shipped.defaults() | values).refined()


def _moving() -> OdeFlow:
    turned = system_from_text(_TURNED, "turned-gyre")
    frame = {"r": _TURN, "bx": _SHIFT[0], "by": _SHIFT[1]}
    return OdeFlow(turned, turned.defaults() | frame).refined()


def _seen(places: np.ndarray, time: float) -> np.ndarray:
    """Coordinates in the frame that moves, of places at rest: X = Q(t)^T (x - b t)."""
    cosine, sine = math.cos(_TURN * time), math.sin(_TURN * time)
    off = places - np.multiply(_SHIFT, time)
    return off @ np.array([[cosine, -sine], [sine, cosine]])


def _nodes(box: Box, count: int = 12) -> np.ndarray:
    sides = [
        np.linspace(low, high, count + 2)[1:-1] for low, high in zip(box.low, box.high, strict=True)
    ]
    return np.stack([a.ravel() for a in np.meshgrid(*sides)], axis=1)


def _ftle_in_both_frames() -> tuple[str, bool, bool]:
    rest, moving = _flow("double-gyre").refined(), _moving().refined()
    off = 0.0
    for place in _nodes(rest.box, 5):
        values = [
            ftle(flow, np.array([x]), np.array([y]), start=_FROM, horizon=_HORIZON)[0, 0]
            for flow, (x, y) in ((rest, place), (moving, _seen(place[None], _FROM)[0]))
        ]
        off = max(off, abs(values[1] - values[0]))
    return f"{off:.1e} 1/s", bool(off <= 1e-6), False


def _lavd_in_both_frames() -> tuple[str, bool, bool]:
    rest, moving = _flow("double-gyre"), _moving()
    nodes = _nodes(rest.box)
    stays, moves = domain_of(rest.box), domain_of(rest.box, placed=_seen)
    at_rest = lavd(rest, nodes, stays, start=_FROM, horizon=_HORIZON)
    seen = lavd(moving, _seen(nodes, _FROM), moves, start=_FROM, horizon=_HORIZON)
    # the same with a domain that does not move along: what the claim would not hold for
    wrong = lavd(moving, _seen(nodes, _FROM), stays, start=_FROM, horizon=_HORIZON)
    off = float(np.abs(seen - at_rest).max() / at_rest.max())
    apart = float(np.abs(wrong - at_rest).max() / at_rest.max())
    said = f"{off:.1e} of the largest; with a domain at rest {apart:.1e}"
    return said, off <= 1e-6 < apart, False


def _decaying_spin() -> tuple[str, bool, bool]:
    nu, span = 0.1, 6.0
    flow = _flow("taylor-green", nu=nu)
    nodes = _nodes(flow.box)
    found = mean_spin(flow, nodes, start=0.0, horizon=span)
    first = -2.0 * np.sin(nodes[:, 0]) * np.sin(nodes[:, 1])
    wanted = first * (1.0 - math.exp(-2.0 * nu * span)) / (2.0 * nu * span)
    off = float((np.abs(found - wanted) / np.abs(wanted)).max())
    return f"{off:.1e}", off <= 1e-4, False


def _steady_lavd() -> tuple[str, bool, bool]:
    span = 6.0
    flow = _flow("taylor-green", nu=0.0)
    nodes = _nodes(flow.box)
    found = lavd(flow, nodes, domain_of(flow.box), start=0.0, horizon=span)
    wanted = span * 2.0 * np.abs(np.sin(nodes[:, 0]) * np.sin(nodes[:, 1]))
    off = float((np.abs(found - wanted) / wanted).max())
    return f"{off:.1e}", off <= 1e-4, False


CLAIMS: tuple[Claim, ...] = (
    Claim("momentum-barriers", "vorticity averaged along paths: w0 (1 - e^(-2 nu T)) / (2 nu T)",
          "law", "relative error at most 1e-4", "exact", _decaying_spin),
    Claim("momentum-barriers", "LAVD of steady Taylor-Green cells: T |w0|",
          "law", "relative error at most 1e-4", "exact", _steady_lavd),
    Claim("vortex-cores", "FTLE of the double gyre from a frame that turns by 0.3 rad/s and moves",
          "law", "equal within 1e-6 1/s", "objectivity, exact", _ftle_in_both_frames),
    Claim("vortex-cores", "LAVD of the double gyre from that frame, the domain moving along",
          "law", "equal within 1e-6 of the largest, unlike with a domain at rest",
          "objectivity, exact", _lavd_in_both_frames),
)  # fmt: skip
