"""How a figure is drawn: letters, lines and colours of paper, light or dark."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib import font_manager
from matplotlib.colors import ListedColormap
from matplotlib.mathtext import MathTextParser

from widgets.theme.maps import colour_table, line_table
from widgets.theme.tokens import THEMES, Theme

POINTS = 72.0  # per inch
PIXEL = 0.75  # points per pixel at 96 dpi, the unit of the look
WIDTHS_MM = (85.0, 120.0, 180.0)
RASTER_DPI = 600
_DOTTED = re.compile("(\\w)\u0307")  # a letter and the combining dot that fonts place badly
# matplotlib has one set of settings and one parser of mathematics in a process. Two figures drawn
# at once on two threads would take each other's letters, or find each other's half-read formulas.
_ALONE = threading.RLock()
_FAMILIES = ("Inter", "Noto Sans", "DejaVu Sans")


@dataclass(frozen=True, slots=True)
class Style:
    """Measures in points.

    Attributes:
        theme: Colours.
        letters: Size of labels and ticks.
        title: Size of panel titles.
        letter: Size of panel letters.
        frame: Width of frames and ticks.
        path: Width of launched paths.
        line: Width of manifolds.
        thin: Width of tracers and swarms.
    """

    theme: Theme
    letters: float = 8.0
    title: float = 9.0
    letter: float = 10.5
    small: float = 7.0
    frame: float = 0.6
    path: float = 1.3
    line: float = 1.2
    thin: float = 0.55

    def map_of(self, scale: str, lines: bool = False) -> ListedColormap:
        """The colour map of a kind of quantity, for areas or for thin lines."""
        table = (line_table if lines else colour_table)(scale, self.theme.name)
        return _listed(scale, self.theme.name, lines, table.tobytes())


def style(theme: str) -> Style:
    """The style of the theme with this name."""
    return Style(THEMES[theme])


@lru_cache(maxsize=64)
def _listed(scale: str, theme: str, lines: bool, table: bytes) -> ListedColormap:
    import numpy as np

    colours = np.frombuffer(table, dtype=np.float32).reshape(-1, 4)
    made: Any = ListedColormap(colours, name=f"{scale}-{theme}-{'lines' if lines else 'areas'}")
    clear: ListedColormap = made.with_extremes(bad=(0.0, 0.0, 0.0, 0.0))
    return clear


@cache
def families() -> tuple[str, ...]:
    """Families that are there: Inter from our own folder, then what the system has."""
    fonts = Path(str(resources.files("assets"))) / "fonts"
    for path in sorted(fonts.glob("*.ttf")):
        font_manager.fontManager.addfont(str(path))
    known = {font.name for font in font_manager.fontManager.ttflist}
    return tuple(name for name in _FAMILIES if name in known) or ("DejaVu Sans",)


@contextmanager
def drawing() -> Iterator[None]:
    """Settings of matplotlib while a figure is made and written; as before afterwards.

    One thread draws at a time, others wait here.
    """
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    settings: dict[str, Any] = {
        "font.family": list(families()),
        "mathtext.fontset": "stix",
        "svg.fonttype": "none",
        "svg.hashsalt": "separatrix",
        "pdf.fonttype": 42,
        "path.simplify": True,
        "path.simplify_threshold": 0.1,
        "axes.unicode_minus": True,
        "hatch.linewidth": PIXEL,
    }
    with _ALONE, matplotlib.rc_context(settings):
        yield


@cache
def maths(tex: str) -> str:
    """`tex` as matplotlib's mathtext, or as plain letters where it knows a command not."""
    if not tex:
        return ""
    try:
        with _ALONE:
            MathTextParser("path").parse(f"${tex}$")
    except ValueError:
        return plain(tex.replace("\\", ""))
    return f"${tex}$"


def plain(text: str) -> str:
    """`text` with nothing in it read as mathematics, but dots over letters set by its rules."""
    return _DOTTED.sub(r"$\\dot{\1}$", text.replace("$", r"\$"))
