"""Colour tables of the data maps, and the ranges they span. Imports no Qt."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from cmap import Colormap

from widgets.theme.tokens import THEMES, channels

ENTRIES = 1024
SCALES = (
    "ftle_forward",
    "ftle_backward",
    "ftle_backward_over",
    "amount",
    "signed",
    "cyclic",
    "kinds",
    "grey",
)
OVER = "_over"  # ending of scales that let what is beneath through where they are low
SEEN_THROUGH = (0.3, 0.95)  # shares of such a scale at which it begins and ends to cover
SEQUENTIAL = ("ftle_forward", "ftle_backward", "amount")
WITH_BORDER = 8  # nodes a side from which a field has a border to be left out
BLENDED = 0.1  # share of a sequential map that sinks into the canvas

OKABE_ITO_DARK = (
    "#56B4E9",
    "#E69F00",
    "#009E73",
    "#CC79A7",
    "#F0E442",
    "#0072B2",
    "#D55E00",
    "#E8ECF1",
)
OKABE_ITO_LIGHT = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#CC79A7",
    "#56B4E9",
    "#D55E00",
    "#8A7F00",
    "#14191F",
)
# As an area the colour of text would hide the points that lie on it.
_EIGHTH_AREA = {"dark": "#5E6A7A", "light": "#B4BCC6"}
# Map and the part of it that is used, per scale and theme.
_MAPS: dict[tuple[str, str], tuple[str, float, float]] = {
    ("ftle_forward", "dark"): ("crameri:lajolla", 0.0, 1.0),
    ("ftle_forward", "light"): ("crameri:lajolla_r", 0.0, 1.0),
    ("ftle_backward", "dark"): ("crameri:oslo", 0.0, 1.0),
    ("ftle_backward", "light"): ("crameri:oslo_r", 0.0, 1.0),
    ("amount", "dark"): ("crameri:navia", 0.02, 1.0),
    ("amount", "light"): ("crameri:navia_r", 0.0, 1.0),
    ("signed", "dark"): ("crameri:berlin", 0.0, 1.0),
    ("signed", "light"): ("crameri:vik", 0.0, 1.0),
    ("cyclic", "dark"): ("crameri:romaO", 0.0, 1.0),
    ("cyclic", "light"): ("crameri:romaO", 0.0, 1.0),
}
# Thin lines need more contrast than areas: only the part of the map that stands off the canvas.
_LINE_PART = {"dark": (0.4, 1.0), "light": (0.12, 0.74)}


def kind_colours(theme_name: str) -> tuple[str, ...]:
    """Eight colours for clusters, classes and basins, as '#RRGGBB'."""
    return OKABE_ITO_DARK if theme_name == "dark" else OKABE_ITO_LIGHT


def area_colours(theme_name: str) -> tuple[str, ...]:
    """The same for areas, on which points and lines in the colour of text stay seen."""
    return (*kind_colours(theme_name)[:-1], _EIGHTH_AREA[theme_name])


def _blocks(colours: tuple[str, ...]) -> np.ndarray:
    place = np.linspace(0.0, 1.0, ENTRIES)
    table = np.ones((ENTRIES, 4), dtype=np.float32)
    table[:, :3] = np.array([channels(c) for c in colours])[np.minimum((place * 8).astype(int), 7)]
    return table


@lru_cache(maxsize=32)
def colour_table(scale: str, theme_name: str) -> np.ndarray:
    """Colours from the low end to the high end of a map.

    c(s) = canvas + smoothstep(s / 0.1) (map(s) - canvas) on the lowest tenth of a sequential map.
    A scale that lies over another is one colour, the alpha of which grows with the value.

    Args:
        scale: One of `SCALES`.
        theme_name: "dark" or "light".

    Returns:
        Red, green, blue, alpha from 0 to 1, shape (1024, 4), float32, read-only.

    Raises:
        ValueError: If the scale or the theme is unknown.

    Source:
        Maps: F. Crameri, Scientific colour maps, doi:10.5281/zenodo.1243862; kinds: Okabe and
        Ito, Color universal design, 2008.
    """
    if scale not in SCALES:
        raise ValueError(f"scale = '{scale}', allowed {', '.join(SCALES)}")
    if theme_name not in THEMES:
        raise ValueError(f"theme = '{theme_name}', allowed {', '.join(THEMES)}")
    table = np.ones((ENTRIES, 4), dtype=np.float32)
    theme = THEMES[theme_name]
    place = np.linspace(0.0, 1.0, ENTRIES)
    if scale == "kinds":
        table = _blocks(area_colours(theme_name))
    elif scale.endswith(OVER):
        part = np.clip((place - SEEN_THROUGH[0]) / (SEEN_THROUGH[1] - SEEN_THROUGH[0]), 0.0, 1.0)
        table[:, :3] = channels(theme.attract)[:3]
        table[:, 3] = part * part * (3.0 - 2.0 * part)
    elif scale == "grey":
        low, high = np.array(channels(theme.canvas)), np.array(channels(theme.text))
        table[:, :3] = low + place[:, None] * (high - low)
    else:
        name, start, stop = _MAPS[scale, theme_name]
        table[:] = _sampled(name, start, stop)
        if scale in SEQUENTIAL:
            part = np.clip(place / BLENDED, 0.0, 1.0)
            share = (part * part * (3.0 - 2.0 * part))[:, None]
            canvas = np.array(channels(theme.canvas))
            table[:, :3] = canvas + share * (table[:, :3] - canvas)
    table.flags.writeable = False
    return table


@lru_cache(maxsize=8)
def beneath(scale: str) -> str:
    """The scale over which one that lets through lies; "" for every other."""
    return "ftle_forward" if scale == "ftle_backward_over" else ""


def bar_table(scale: str, theme_name: str) -> np.ndarray:
    """Colours of a colour bar from its low to its high end, on the canvas.

    Returns:
        Shape (1024, k, 4), float32: one column, or two where a scale lies over another, the one
        beneath at the left.
    """
    table = colour_table(scale, theme_name)
    if not beneath(scale):
        return table[:, None]
    canvas = np.array([*channels(THEMES[theme_name].canvas)[:3], 1.0], dtype=np.float32)
    share = table[:, 3:]
    seen = canvas + share * (table - canvas)
    seen[:, 3] = 1.0
    return np.stack([colour_table(beneath(scale), theme_name), seen], axis=1)


def line_table(scale: str, theme_name: str) -> np.ndarray:
    """As `colour_table`, but only the part whose thin lines stand off the canvas.

    Returns:
        Shape (1024, 4), float32, read-only.

    Raises:
        ValueError: If the scale or the theme is unknown.
    """
    if scale != "kinds" and scale not in SEQUENTIAL:
        return colour_table(scale, theme_name)
    if theme_name not in THEMES:
        raise ValueError(f"theme = '{theme_name}', allowed {', '.join(THEMES)}")
    if scale == "kinds":
        table = _blocks(kind_colours(theme_name))
    else:
        table = _sampled(_MAPS[scale, theme_name][0], *_LINE_PART[theme_name])
    table.flags.writeable = False
    return table


def line_colours(
    values: np.ndarray, limits: tuple[float, float], scale: str, theme_name: str
) -> np.ndarray:
    """Colours of lines coloured by a number, e.g. by time along a path.

    Args:
        values: Any shape; NaN becomes transparent.
        limits: Value at the low and at the high end of the map.
        scale: One of `SCALES`.
        theme_name: "dark" or "light".

    Returns:
        Shape values.shape + (4,), float32.
    """
    low, high = limits
    part = (np.asarray(values, dtype=float) - low) / max(high - low, 1e-300)
    known = np.isfinite(part)
    index = np.clip(np.where(known, part, 0.0) * (ENTRIES - 1) + 0.5, 0, ENTRIES - 1)
    colours = line_table(scale, theme_name)[index.astype(int)].copy()
    colours[~known, 3] = 0.0
    return colours


def robust_limits(values: np.ndarray, scale: str = "amount") -> tuple[float, float]:
    """A range that outliers cannot stretch, its ends rounded to friendly numbers.

    From the 0.5th to the 99.5th percentile; symmetric round 0 for "signed"; a whole turn for
    "cyclic"; from 0 to 8 for "kinds". The outermost nodes of an FTLE field are left out, because
    on a wall of the domain the flow often stretches like nowhere else.

    Args:
        values: Any shape; NaN and infinity are left out.
        scale: One of `SCALES`.

    Returns:
        Low and high end, low < high; (0, 1) if nothing is finite.
    """
    if scale == "cyclic":
        return -math.pi, math.pi
    if scale == "kinds":
        return 0.0, 8.0
    field = np.asarray(values, dtype=float)
    if scale.startswith("ftle") and field.ndim == 2 and min(field.shape) >= WITH_BORDER:
        field = field[1:-1, 1:-1]
    finite = field[np.isfinite(field)]
    if finite.size == 0:
        return (-1.0, 1.0) if scale == "signed" else (0.0, 1.0)
    if finite.size > 65536:  # percentiles of a sample differ by far less than the rounding below
        finite = finite[:: finite.size // 65536 + 1]
    low, high = (float(v) for v in np.percentile(finite, (0.5, 99.5)))
    if scale == "signed":
        reach = max(abs(low), abs(high))
        reach = _friendly_up(reach, reach) if reach > 0 else 1.0
        return -reach, reach
    if high <= low:
        spread = abs(low) * 0.5 or 0.5
        low, high = low - spread, high + spread
    span = high - low
    rounded_high = _friendly_up(high, span)
    if 0.0 <= low < 0.15 * high:  # an amount that nearly reaches zero starts there
        return 0.0, rounded_high
    return -_friendly_up(-low, span), rounded_high


def _friendly_up(value: float, span: float) -> float:
    """The next multiple of a step of 1, 2 or 5 times a power of ten, about span / 10."""
    power = 10.0 ** math.floor(math.log10(span / 10.0))
    step = next(s * power for s in (1.0, 2.0, 5.0, 10.0) if s * power >= span / 20.0)
    digits = max(0, -math.floor(math.log10(step)) + 1)
    return round(math.ceil(value / step - 1e-9) * step, digits)


def _sampled(name: str, start: float, stop: float) -> np.ndarray:
    return np.asarray(Colormap(name)(np.linspace(start, stop, ENTRIES)), dtype=np.float32).copy()
