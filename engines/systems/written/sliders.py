"""What a name that was typed looks like: its symbol, and its slider."""

from __future__ import annotations

from engines.equations.to_tex import symbol
from engines.parameters.declare import Declaration, real

DOT = "_dot"  # ends the name of the first derivative of what has a second


def shown(state: str) -> str:
    r"""TeX of a state; x_dot is \dot{x}."""
    base = state.removesuffix(DOT)
    return symbol(state) if base == state else f"\\dot{{{symbol(base)}}}"


def slider(
    name: str, value: float, ends: tuple[float, float] | None, *, delay: bool
) -> Declaration:
    """A parameter with a slider about its value.

    Args:
        name: Its name.
        value: Its value at rest.
        ends: Ends of the slider, if the text says so.
        delay: Whether it must stay above 0.
    """
    wide = float(f"{3.0 * value:.3g}")
    low, high = ends or (min(0.0, wide), max(0.0, wide))
    if value == 0.0 and ends is None:
        low, high = -1.0, 1.0
    if delay:
        low = max(low, float(f"{0.05 * value:.3g}"))
    low, high = min(low, value), max(high, value)
    return real(name, value, low, high, symbol=symbol(name), group="Flow", live=True)
