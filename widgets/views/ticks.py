"""Friendly ticks and numbers as people write them. Imports no Qt."""

from __future__ import annotations

import math
from fractions import Fraction

from engines.protocols.views import Axis
from widgets.theme.numbers import MINUS, fixed, written

PI = "π"
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
FRIENDLY = (1.0, 2.0, 2.5, 5.0, 10.0)
EQUAL = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0)  # steps of equal parts that are easily counted on
SLACK = 0.85
PI_STEPS = (0.125, 0.25, 0.5, 1.0)
DEGREE_STEPS = (1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 45.0, 60.0, 90.0)


def tick_text(value: float, step: float) -> str:
    """`value` with no more decimals than it needs among ticks `step` apart."""
    if abs(value) < step * 1e-6:
        return "0"
    place = math.floor(math.log10(step) + 1e-9)
    if abs(value) >= 1e6 or step < 1e-4:
        digits = math.floor(math.log10(abs(value)) + 1e-9) - place + 2
        mantissa, _, exponent = f"{value:.{max(digits - 1, 0)}e}".partition("e")
        if "." in mantissa:
            mantissa = mantissa.rstrip("0").rstrip(".")
        return f"{mantissa}e{int(exponent)}".replace("-", MINUS)
    text = fixed(value, max(0, 2 - place))
    return text.rstrip("0").rstrip(".") if "." in text else text


def friendly_step(span: float, at_most: int) -> float:
    """The smallest of 1, 2, 2.5, 5 times a power of ten that cuts `span` about `at_most` times.

    A step that needs a seventh less room than there is wished for still counts as friendly.

    Raises:
        ValueError: If `span` is not positive and finite.
    """
    if not (math.isfinite(span) and span > 0):
        raise ValueError(f"span = {span}, must be positive and finite")
    rough = span / max(at_most, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    return next(f * power for f in FRIENDLY if f * power >= rough * SLACK)


def ticks(low: float, high: float, at_most: int = 5) -> list[tuple[float, str]]:
    """Places and texts of the ticks between `low` and `high`, both included.

    Args:
        low: Lower end.
        high: Upper end.
        at_most: Number of intervals that still have room for their numbers.
    """
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        return []
    step = friendly_step(high - low, at_most)
    found = _multiples(low, high, step)
    if len(found) < 2 and at_most > 1:  # one number alone tells no scale
        finer = _multiples(low, high, friendly_step(0.5 * step, 1))
        found = finer if len(finer) <= at_most / SLACK + 1.0 else found
    return found


def _multiples(low: float, high: float, step: float) -> list[tuple[float, str]]:
    first = math.ceil(low / step - 1e-6)
    last = math.floor(high / step + 1e-6)
    return [(i * step, tick_text(i * step, step)) for i in range(first, last + 1)]


def pi_text(turns: Fraction) -> str:
    """`turns` times pi, e.g. "-3π/2" with a true minus."""
    if turns == 0:
        return "0"
    sign = MINUS if turns < 0 else ""
    top = "" if abs(turns.numerator) == 1 else str(abs(turns.numerator))
    below = "" if turns.denominator == 1 else f"/{turns.denominator}"
    return f"{sign}{top}{PI}{below}"


def pi_ticks(low: float, high: float, at_most: int = 5) -> list[tuple[float, str]]:
    """As `ticks`, in multiples of pi: eighths at the finest, else ordinary numbers."""
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        return []
    rough = (high - low) / math.pi / max(at_most, 1)
    if rough < PI_STEPS[0] / 2:
        return ticks(low, high, at_most)
    step = next((s for s in PI_STEPS if s >= rough * SLACK), 0.0)
    if not step:
        step = float(2 ** math.ceil(math.log2(rough * SLACK)))
    first = math.ceil(low / math.pi / step - 1e-6)
    last = math.floor(high / math.pi / step + 1e-6)
    part = Fraction(step).limit_denominator(8)
    return [(i * step * math.pi, pi_text(i * part)) for i in range(first, last + 1)]


def compass_text(degrees: float, sides: str, step: float) -> str:
    """A longitude or latitude, e.g. "30° W"; longitudes beyond a half turn are brought back.

    Args:
        degrees: The number.
        sides: What is counted towards above and below 0: "EW" or "NS".
        step: Distance of neighbouring ticks.
    """
    if sides == "EW":
        degrees = (degrees + 180.0) % 360.0 - 180.0
    words = f"{tick_text(abs(degrees), step)}°"
    if abs(degrees) < step * 1e-6 or (sides == "EW" and abs(abs(degrees) - 180.0) < step * 1e-6):
        return words  # neither east nor west
    return f"{words} {sides[0] if degrees > 0.0 else sides[1]}"


def compass_ticks(
    low: float, high: float, at_most: int = 5, sides: str = "EW"
) -> list[tuple[float, str]]:
    """As `ticks`, in whole parts of a turn, with the letters of a map; `sides` is "EW" or "NS"."""
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        return []
    rough = (high - low) / max(at_most, 1)
    step = next((s for s in DEGREE_STEPS if s >= rough * SLACK), 180.0)
    if rough < DEGREE_STEPS[0]:
        step = friendly_step(high - low, at_most)
    first = math.ceil(low / step - 1e-6)
    last = math.floor(high / step + 1e-6)
    return [(i * step, compass_text(i * step, sides, step)) for i in range(first, last + 1)]


def power_text(exponent: int, lead: int = 1) -> str:
    """`lead` times a power of ten, e.g. "10⁻³", "2·10⁻³", "1" or "50"."""
    if -2 < exponent < 3:
        return f"{lead * 10**exponent}" if exponent >= 0 else tick_text(lead / 10.0, 0.1)
    power = f"10{str(exponent).translate(RAISED)}"
    return power if lead == 1 else f"{lead}·{power}"


def power_ticks(low: float, high: float, at_most: int = 5) -> list[tuple[float, str]]:
    """As `ticks`, of an axis whose numbers are exponents of ten: whole ones, or 1, 2 and 5 times
    them where there is room for more.
    """
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        return []
    rough = (high - low) / max(at_most, 1)
    whole = max(1, math.ceil(friendly_step(high - low, at_most) - 1e-6))
    leads = (1,) if rough > 0.4 else (1, 2, 5)
    first, last = math.floor(low / whole) * whole, math.ceil(high)
    found = [
        (exponent + math.log10(lead), power_text(exponent, lead))
        for exponent in range(first, last + 1, whole)
        for lead in leads
    ]
    slack = 1e-9 * (high - low)
    shown = [(v, text) for v, text in found if low - slack <= v <= high + slack]
    return shown if len(shown) > 1 else ticks(low, high, at_most)


def axis_ticks(axis: Axis, low: float, high: float, at_most: int = 5) -> list[tuple[float, str]]:
    """Ticks of `axis` between `low` and `high`: in pi, as on a map, powers, or plain numbers."""
    if axis.compass:
        return compass_ticks(low, high, at_most, axis.compass)
    if axis.powers:
        return power_ticks(low, high, at_most)
    return (pi_ticks if axis.angle else ticks)(low, high, at_most)


def bar_ticks(low: float, high: float, at_most: int = 4) -> list[tuple[float, str]]:
    """Ticks of a colour bar: both ends, and equal parts or else friendly numbers between.

    Equal parts are taken where they need few digits. All have the same number of decimals, so that
    they stand under each other.

    Args:
        low: Value at the lower end.
        high: Value at the upper end.
        at_most: Most parts there is room for, at least 1.
    """
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        return []
    span = high - low
    if span >= 1e6 or span < 1e-4:
        return [(v, written(v, 2)) for v in (low, high)]
    power = math.floor(math.log10(span) + 1e-9)
    values = [low, high]
    for parts in range(max(at_most, 1), 1, -1):
        equal = [*(low + span * i / parts for i in range(parts)), high]
        if not _countable(span / parts) and parts > 2:
            continue
        if _decimals(equal, power) + power <= 1 and (
            len(values) == 2 or _decimals(equal, power) < _decimals(values, power)
        ):
            values = equal
    if len(values) == 2 and at_most > 1:
        for parts in range(at_most, 0, -1):
            step = friendly_step(span, parts)
            between = [v for v, _ in ticks(low, high, parts)]
            values = [low, *(v for v in between if min(v - low, high - v) >= 0.5 * step), high]
            if len(values) <= at_most + 1:
                break
    places = min(_decimals(values, power), max(0, 2 - power))
    return [(v, fixed(v, places)) for v in values]


def _countable(step: float) -> bool:
    """Whether one counts on in such steps without effort: by 15 or 20, not by 11 or 9."""
    mantissa = step / 10.0 ** math.floor(math.log10(step) + 1e-9)
    return any(abs(mantissa - friendly) < 1e-6 for friendly in EQUAL)


def _decimals(values: list[float], power: int) -> int:
    """Decimals that write all values exactly, or one more than make sense at this power of ten."""
    enough = max(0, 2 - power)
    for places in range(enough + 1):
        if all(abs(round(v, places) - v) < 10.0**power * 1e-6 for v in values):
            return places
    return enough + 1
