"""What is known exactly of sections: turns of a wheel, kept energies, answers to a push."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from engines.evidence.shipped import flow
from engines.instruments.basins.attractors import Endings
from engines.instruments.sections.crossings import Crossings, Plane, crossings, joined
from engines.instruments.sections.forcing import forcing_period
from engines.protocols.check import Claim
from engines.protocols.flow import Flow

Measured = tuple[str, bool, bool]


def _below(error: float, bound: float) -> Measured:
    return f"{error:.1e}", bool(error < bound), False


def _met(flow_: Flow, starts: np.ndarray, plane: Plane, end: float, apart: float) -> Crossings:
    parts = [found for found, _ in crossings(flow_, starts, plane, 0.0, end, apart)]
    return joined(parts, flow_.dimension)


def _turns() -> Measured:
    """The undamped pendulum near its rest and far from it: 4 K(sin(angle / 2))."""
    from scipy.special import ellipk

    free: Any = flow("pendulum", c=0.0)
    careful = free.refined().refined()
    worst = 0.0
    for angle in (0.1, 1.0, 2.5):
        period = 4.0 * float(ellipk(math.sin(angle / 2.0) ** 2))
        start = np.array([[angle, 0.0]])
        found = _met(careful, start, Plane(np.array([1.0, 0.0]), 0.0, 1), 6.2 * period, 0.1)
        worst = max(worst, float(np.abs(np.diff(found.times) - period).max()))
    return _below(worst, 1e-9)


def _energy() -> Measured:
    """Energy and the plane itself, over all crossings of some paths."""
    heiles: Any = flow("henon-heiles")
    careful = heiles.refined().refined()
    starts = heiles.completed(
        np.array([[0.0, 0.1, 0.0, 0.1], [0.0, -0.2, 0.0, 0.0], [0.0, 0.3, 0.0, 0.0]])
    )
    found = _met(careful, starts, Plane(np.eye(4)[0], 0.0, 1), 300.0, 0.1)
    x, y, p, q = found.places.T
    energy = (p * p + q * q + x * x + y * y) / 2.0 + x * x * y - y**3 / 3.0
    off = float(np.abs(energy - heiles.values["E"]).max())
    return f"{off:.1e} at {len(x)} crossings", off < 1e-8 and np.abs(x).max() < 1e-12, False


def _returns() -> Measured:
    """Times between returns of the van der Pol oscillator settle on its period."""
    pol: Any = flow("van-der-pol", mu=1.0)
    settled = pol.refined().refined().advance(np.array([[2.0, 0.0]]), 0.0, 80.0)
    plane = Plane(np.array([0.0, 1.0]), 0.0, -1)
    found = _met(pol.refined().refined(), settled, plane, 60.0, 0.05)
    apart = np.diff(found.times)
    return f"{apart.mean():.10f}", bool(np.abs(apart - 6.66328685932313).max() < 1e-9), False


def _answer() -> Measured:
    """Pushed by g cos(w t), x'' + d x' + x ends in one flash, g / (1 - w^2 + i d w) at phase 0."""
    worst = 0.0
    for omega in (0.6, 1.3):
        pushed: Any = flow("duffing", alpha=1.0, beta=0.0, delta=0.5, gamma=0.8, omega=omega)
        period = forcing_period(pushed)
        if period is None or abs(period - 2.0 * math.pi / omega) > 1e-12:
            return f"period {period}", False, False
        careful = pushed.refined().refined()
        end = careful.advance(np.array([[1.0, 0.0]]), 0.0, 30.0 * period)[0]
        response = 0.8 / (1.0 - omega**2 + 1j * 0.5 * omega)
        exact = np.array([response.real, (1j * omega * response).real])
        worst = max(worst, float(np.abs(end - exact).max()))
    return _below(worst, 1e-9)


def _halves() -> Measured:
    """(x, v) -> (-x, -v) exchanges the two valleys of the double well."""
    valleys: Any = flow("duffing", gamma=0.0, delta=0.25, alpha=-1.0, beta=1.0)
    ends = Endings(valleys, 120.0)
    side = 2.0 * (2.0 * (np.arange(60) + 0.5) / 60.0 - 1.0)
    nodes = np.stack([a.ravel() for a in np.meshgrid(side, side)], axis=1)
    ends.discover(ends.settled(nodes[::97]))
    numbers = ends.ended(nodes)
    wrong = int(np.count_nonzero(numbers + numbers[::-1] != 1))
    share = float(np.mean(numbers == 0))
    return f"{100.0 * share:.2f} %, {wrong} nodes differ", wrong == 0 and share == 0.5, False


def _wings() -> Measured:
    """Below the homoclinic rho both rests of Lorenz share the plane by its symmetry."""
    lorenz: Any = flow("lorenz-1963", rho=12.0)
    ends = Endings(lorenz, 60.0)
    side = 2.0 * (np.arange(30) + 0.5) / 30.0 - 1.0
    x, y = np.meshgrid(25.0 * side, 30.0 * side)
    nodes = np.stack([x.ravel(), y.ravel(), np.full(x.size, 20.0)], axis=1)
    ends.discover(ends.settled(nodes[::41]))
    numbers = ends.ended(nodes)
    wrong = int(np.count_nonzero(numbers + numbers[::-1] != 1))
    return f"{len(ends.attractors)} rests, {wrong} nodes differ", wrong == 0, False


CLAIMS = (
    Claim("pendulum", "time between crossings is 4 K", "law", "error < 1e-9", "DLMF 22.19(i)", _turns),
    Claim(
        "henon-heiles-section",
        "energy on the section x = 0",
        "law",
        "error < 1e-8, on the plane within 1e-12",
        "Hénon & Heiles (1964), Astron. J. 69, 73-79; Hénon (1982), Physica D 5, 412-414",
        _energy,
    ),
    Claim(
        "van-der-pol",
        "time between returns at mu = 1",
        "law",
        "6.6632868593 within 1e-9",
        "Amore (2021), arXiv:2111.12198",
        _returns,
    ),
    Claim(
        "duffing-strobe",
        "the flash of a linear oscillator",
        "law",
        "error < 1e-9",
        "Guckenheimer & Holmes (1983), section 2.2, with no cubic term",
        _answer,
    ),
    Claim(
        "duffing-basins",
        "each valley has half of the plane",
        "law",
        "50 %, no node differs from its mirror image",
        "symmetry (x, v) -> (-x, -v)",
        _halves,
    ),
    Claim(
        "lorenz-branches",
        "basins at rho = 12 mirror each other",
        "law",
        "no node differs",
        "symmetry (x, y) -> (-x, -y)",
        _wings,
    ),
)  # fmt: skip
