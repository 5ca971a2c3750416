"""How fast flows shrink volumes, and what their measured exponents must obey for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from engines.evidence.portraits.catalogue import catalogued
from engines.evidence.shipped import flow, system
from engines.instruments.portrait.scales import seeds
from engines.protocols.check import Claim
from engines.systems.system import System

Measured = tuple[str, bool, bool]


def _shrinking(id: str, rate: float, duration: float) -> Measured:
    """Relative error of det dF = exp(rate t) over the box, integrated with error control."""
    usual: Any = flow(id)
    carried = usual.refined()
    states = seeds(system(id).box, 64, 0, "evidence")
    _, gradients = carried.advance_tangent(states, 0.0, duration)
    volume = np.linalg.det(gradients[np.all(np.isfinite(gradients), axis=(1, 2))])
    if not len(volume):
        return "no state stayed", False, False
    error = float(np.abs(volume / np.exp(rate * duration) - 1.0).max())
    return f"{error:.1e}", error < 1e-5, False


def _value(id: str, name: str) -> float:
    return system(id).defaults()[name]


def _lorenz_shrinks() -> Measured:
    rate = -(_value("lorenz-1963", "sigma") + 1.0 + _value("lorenz-1963", "beta"))
    return _shrinking("lorenz-1963", rate, 0.3)


def _thomas_shrinks() -> Measured:
    return _shrinking("thomas", -3.0 * _value("thomas", "b"), 2.0)


def _duffing_shrinks() -> Measured:
    return _shrinking("duffing", -_value("duffing", "delta"), 2.0)


def _abc_keeps() -> Measured:
    return _shrinking("abc-flow", 0.0, 2.0)


def _abc_turns() -> Measured:
    fluid: Any = flow("abc-flow")
    states = seeds(system("abc-flow").box, 200, 0, "evidence")
    g = fluid.jacobian(states, 0.0)
    curl = np.stack(
        [g[:, 2, 1] - g[:, 1, 2], g[:, 0, 2] - g[:, 2, 0], g[:, 1, 0] - g[:, 0, 1]], axis=1
    )
    error = float(np.abs(curl - fluid.velocity(states, 0.0)).max())
    return f"{error:.1e}", error < 1e-12, False


LEAST, SHARE = 1e-3, 0.01


def adds_up(system: System) -> bool:
    """Whether the exponents add up to the mean divergence within a hundredth or 0.001."""
    found = system.catalogued.computed
    if found.mean_divergence is None:
        return True
    gap = abs(sum(found.lyapunov_spectrum) - found.mean_divergence)
    written = 1e-5 * max(map(abs, found.lyapunov_spectrum))  # six figures are kept
    return gap <= max(LEAST, SHARE * abs(found.mean_divergence)) + written


def is_neutral(system: System) -> bool:
    """Whether an exponent of a flow without a clock is zero within a hundredth of the largest,
    0.001 or three standard errors.
    """
    if system.kind != "ode" or not system.equations.steady:
        return True
    found = system.catalogued.computed
    sizes = np.abs(found.lyapunov_spectrum)
    i = int(sizes.argmin())
    bound = max(LEAST, SHARE * float(sizes.max()), 3.0 * found.lyapunov_error[i])
    return bool(sizes[i] <= bound)


def fits(system: System) -> bool:
    """Whether the Kaplan-Yorke dimension is not larger than the space."""
    found = system.catalogued.computed.kaplan_yorke
    return system.kind == "dde" or found is None or found <= system.equations.dimension + 1e-9


def _all(holds: Callable[[System], bool]) -> Callable[[], Measured]:
    def measure() -> Measured:
        measured = [s for s in catalogued() if s.catalogued.computed.lyapunov_spectrum]
        failing = [s.id for s in measured if not holds(s)]
        said = f"{len(measured) - len(failing)} of {len(measured)}"
        return f"{said}{': not ' if failing else ''}{', '.join(failing)}", not failing, False

    return measure


LORENZ = "Lorenz (1963), J. Atmos. Sci. 20, 130-141"
CLAIMS = (
    Claim(
        "lorenz-1963",
        "volumes shrink by sigma + 1 + beta",
        "law",
        "error < 1e-5",
        LORENZ,
        _lorenz_shrinks,
    ),
    Claim(
        "thomas",
        "volumes shrink by 3 b",
        "law",
        "error < 1e-5",
        "trace of the Jacobian",
        _thomas_shrinks,
    ),
    Claim(
        "duffing",
        "areas shrink by delta",
        "law",
        "error < 1e-5",
        "trace of the Jacobian",
        _duffing_shrinks,
    ),
    Claim(
        "abc-flow",
        "volumes are kept",
        "law",
        "error < 1e-5",
        "Dombre et al. (1986), J. Fluid Mech. 167, 353-391",
        _abc_keeps,
    ),
    Claim(
        "abc-flow",
        "vorticity equals velocity",
        "law",
        "error < 1e-12",
        "Dombre et al. (1986), J. Fluid Mech. 167, 353-391",
        _abc_turns,
    ),
    Claim(
        "catalogue",
        "measured exponents add up to the mean divergence",
        "law",
        "all",
        "Liouville's theorem",
        _all(adds_up),
    ),
    Claim(
        "catalogue",
        "one measured exponent of a flow is zero",
        "law",
        "all",
        "Haken (1983), Phys. Lett. A 94, 71-72",
        _all(is_neutral),
    ),
    Claim(
        "catalogue",
        "measured dimensions are no larger than the space",
        "law",
        "all",
        "Kaplan & Yorke (1979), Lecture Notes in Mathematics 730, 204-227",
        _all(fits),
    ),
)
