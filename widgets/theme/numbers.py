"""How numbers are written: true minus, thin spaces, as many digits as are trusted. No Qt."""

from __future__ import annotations

import math
import re

MINUS = "\N{MINUS SIGN}"
THIN = "\N{THIN SPACE}"
DIGITS = 3
_POWER = re.compile(r"\^(-?\d+)")
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def written(value: float, digits: int = DIGITS) -> str:
    """A number with `digits` significant digits, e.g. "0.100", "15.0", "6.10e−5".

    Args:
        value: Any number; NaN and infinity are named.
        digits: Significant digits.
    """
    if not math.isfinite(value):
        return "\N{INFINITY}" if value > 0 else (MINUS + "\N{INFINITY}" if value < 0 else "none")
    if value == 0:
        return fixed(0.0, digits - 1)
    power = math.floor(math.log10(abs(float(f"{value:.{digits - 1}e}"))))
    if power < -3 or power >= 6:
        mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
        return f"{mantissa}e{int(exponent)}".replace("-", MINUS)
    return fixed(value, max(0, digits - 1 - power))


def fixed(value: float, decimals: int) -> str:
    """A number with a fixed count of decimals, thousands parted by thin spaces from five digits."""
    text = f"{value:.{decimals}f}"
    if float(text) == 0:
        text = text.lstrip("-")
    sign = MINUS if text.startswith("-") else ""
    whole, point, rest = text.lstrip("-").partition(".")
    if len(whole) > 4:
        whole = f"{int(whole):,}".replace(",", THIN)
    return sign + whole + point + rest


def unit_words(unit: str) -> str:
    """A unit with its powers raised, e.g. "1/s²"."""
    return _POWER.sub(lambda found: found[1].translate(_RAISED), unit)


def grouped(text: str) -> str:
    """A sentence whose whole numbers have thin spaces between thousands, its sizes true crosses.

    "60000 pictures of 32 x 32" becomes "60 000 pictures of 32 × 32" (with thin spaces).
    """
    text = re.sub(r"(?<=\d) x (?=\d)", " × ", text)
    return re.sub(r"(?<![\w.])\d{5,}(?![\w.])", lambda found: fixed(int(found[0]), 0), text)


def true_minus(text: str) -> str:
    """A sentence with its negative numbers and exponents written with a true minus.

    "9.4e-06 1/s, -2" becomes "9.4e−6 1/s, −2"; hyphens in words and ranges stay.
    """
    text = re.sub(r"(?<=\d)e-0*(?=\d)", f"e{MINUS}", text)
    text = re.sub(r"(?<=\d)e\+0*(?=\d)", "e", text)
    return re.sub(r"(?<![\w)])-(?=[\d.])", MINUS, text)


def read(text: str) -> float:
    """The number written in `text`, in any of the ways it may be written.

    Raises:
        ValueError: If it is none.
    """
    plain = text.strip().replace(MINUS, "-").replace(THIN, "").replace(" ", "")
    if "," in plain and "." not in plain:
        plain = plain.replace(",", ".")
    value = float(plain.replace("_", "x"))  # float() would take 1_000
    if not math.isfinite(value):
        raise ValueError(f"{text} is not a finite number")
    return value


def decimals_of(step: float) -> int:
    """Decimals that show every multiple of `step`."""
    return max(0, -math.floor(math.log10(step) + 1e-9)) if step > 0 else 0
