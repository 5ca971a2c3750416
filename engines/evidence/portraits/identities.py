"""What the exponents measured of every system of the catalogue must obey."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engines.evidence.portraits.catalogue import catalogued
from engines.protocols.check import Claim
from engines.systems.system import System

Measured = tuple[str, bool, bool]
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


def _cartesian(system: System) -> bool:
    return "polar" in system.catalogued.flags or adds_up(system)


CLAIMS = (
    Claim("catalogue", "measured exponents add up to the mean divergence", "law",
          "all but those with a distance for a state", "Liouville's theorem", _all(_cartesian)),
    Claim("catalogue", "one measured exponent of a flow is zero", "law", "all",
          "Haken (1983), Phys. Lett. A 94, 71-72", _all(is_neutral)),
    Claim("catalogue", "measured dimensions are no larger than the space", "law", "all",
          "Kaplan & Yorke (1979), Lecture Notes in Mathematics 730, 204-227", _all(fits)),
)  # fmt: skip
