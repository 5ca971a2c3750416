"""Units as files write them: what they measure, and by what to multiply."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

EARTH = 6_371_000.0  # m, mean radius

# name to (scale, power of length, of time, of angle); SI, angles in degrees
_BASE: dict[str, tuple[float, int, int, int]] = {}


def _names(names: str, scale: float, length: int = 0, time: int = 0, angle: int = 0) -> None:
    for name in names.split():
        _BASE[name] = (scale, length, time, angle)


_names("m meter meters metre metres", 1.0, 1)
_names("km kilometer kilometers kilometre kilometres", 1e3, 1)
_names("Mm megameter megameters megametre megametres", 1e6, 1)
_names("dm decimeter decimetre", 1e-1, 1)
_names("cm centimeter centimeters centimetre centimetres", 1e-2, 1)
_names("mm millimeter millimeters millimetre millimetres", 1e-3, 1)
_names("um micrometer micrometre", 1e-6, 1)
_names("ft foot feet", 0.3048, 1)
_names("nmi nautical_mile nautical_miles", 1852.0, 1)
_names("s sec secs second seconds", 1.0, 0, 1)
_names("ms msec millisecond milliseconds", 1e-3, 0, 1)
_names("min mins minute minutes", 60.0, 0, 1)
_names("h hr hrs hour hours", 3600.0, 0, 1)
_names("d day days", 86400.0, 0, 1)
_names("week weeks", 604800.0, 0, 1)
_names("knot knots kt kn", 1852.0 / 3600.0, 1, -1)
_names("degree degrees deg degrees_north degree_north degrees_N degree_N degrees_east "
       "degree_east degrees_E degree_E degreesN degreesE degreeN degreeE", 1.0, 0, 0, 1)  # fmt: skip
_names("rad radian radians", 180.0 / math.pi, 0, 0, 1)
_names("1 dimensionless nondimensional none unitless", 1.0)

_PART = re.compile(r"([A-Za-z_]+|1)(?:(?:\^|\*\*)?(-?\d))?")
_SINCE = re.compile(r"\s+since\s+", re.IGNORECASE)
_DATE = re.compile(
    r"(\d{1,4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d*)?)?)?"
)
_CALENDARS = ("", "standard", "gregorian", "proleptic_gregorian")


@dataclass(frozen=True, slots=True)
class Unit:
    """What a unit measures.

    Attributes:
        scale: What one of it is in metres, seconds and degrees.
        length: Power of length.
        time: Power of time.
        angle: Power of angle.
    """

    scale: float
    length: int = 0
    time: int = 0
    angle: int = 0

    @property
    def kind(self) -> tuple[int, int, int]:
        """Powers of length, time and angle."""
        return self.length, self.time, self.angle

    @property
    def plain(self) -> bool:
        """Whether it measures nothing: a pure number."""
        return self.kind == (0, 0, 0)


def unit(text: str) -> Unit | None:
    """The unit that `text` names, e.g. "m s-1", "cm/s", "degrees_east"; None if it is unknown.

    An empty text is a pure number.
    """
    words = re.sub(r"\bper\b", "/", text.strip())
    words = words.replace("\N{DOT OPERATOR}", " ").replace("\N{MIDDLE DOT}", " ")
    words = re.sub(r"(?<!\*)\*(?!\*)", " ", re.sub(r"(?<=[a-zA-Z])\.(?=[a-zA-Z])", " ", words))
    scale, powers = 1.0, [0, 0, 0]
    for index, side in enumerate(words.split("/")):
        sign = -1 if index else 1
        for part in side.split():
            found = _PART.fullmatch(part)
            base = _base(found.group(1)) if found else None
            if found is None or base is None:
                return None
            power = sign * int(found.group(2) or 1)
            scale *= base[0] ** power
            powers = [p + power * b for p, b in zip(powers, base[1:], strict=True)]
    return Unit(scale, *powers)


def _base(name: str) -> tuple[float, int, int, int] | None:
    return _BASE.get(name) or _BASE.get(name.lower())


def split_since(text: str) -> tuple[str, str]:
    """Unit and epoch of "days since 2000-01-01"; the epoch is "" if there is none."""
    parts = _SINCE.split(text.strip(), maxsplit=1)
    return (parts[0], parts[1]) if len(parts) == 2 else (parts[0], "")


def moment(epoch: str, seconds: float, calendar: str = "") -> str:
    """The date `seconds` after `epoch`, e.g. "2013-01-03 12:00"; "" where it cannot be told."""
    found = _DATE.match(epoch.strip())
    if not found or calendar.lower() not in _CALENDARS:
        return ""
    try:
        begin = datetime(*(int(part or 0) for part in found.groups()))  # type: ignore[arg-type]
        return (begin + timedelta(seconds=round(seconds))).strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError):
        return ""
