"""How long the next step may be."""

from __future__ import annotations

_SAFETY = 0.9


def accepted(error: float) -> bool:
    """Whether a step with this scaled error (1 = the tolerance) is kept."""
    return error <= 1.0


def step_factor(error: float, before: float, order: int) -> float:
    """By what to multiply the step: a PI controller, which lets the step settle.

        0.9 error^(-0.7/order) before^(0.4/order)     after an accepted step, within 0.2 .. 5
        0.9 error^(-1/order)                          after a rejected one, at least 0.1

    Args:
        error: Scaled error of the step just tried.
        before: Scaled error of the accepted step before it.
        order: Order of the method.

    Source:
        Hairer & Wanner (1996), Solving Ordinary Differential Equations II, section IV.2.
    """
    error = max(error, 1e-10)
    before = max(before, 1e-10)
    if accepted(error):
        grown = _SAFETY * float(error ** (-0.7 / order) * before ** (0.4 / order))
        return min(5.0, max(0.2, grown))
    return max(0.1, _SAFETY * float(error ** (-1.0 / order)))
