"""The one family, its three sizes, and the italic of symbols."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PyQt6.QtGui import QFont, QFontDatabase

import assets
from widgets.theme.look import LOOK
from widgets.theme.tokens import SIZES

FOLDER = Path(assets.__file__).parent / "fonts"
FAMILIES = [
    "Inter",
    "Segoe UI Variable Text",
    "Segoe UI",
    ".AppleSystemUIFont",
    "Helvetica Neue",
    "Noto Sans",
    "DejaVu Sans",
]
SYMBOL_FAMILIES = ["STIXGeneral", "STIX Two Text", "Times New Roman", "DejaVu Serif"]
SYMBOL_SIZE = 15


@lru_cache(maxsize=1)
def load_fonts() -> tuple[str, ...]:
    """Registers the bundled fonts once; needs an application.

    Returns:
        The families now known, empty for a file that Qt could not read.
    """
    families: list[str] = []
    for path in sorted(FOLDER.glob("*.ttf")):
        number = QFontDatabase.addApplicationFont(str(path))
        if number >= 0:
            families += QFontDatabase.applicationFontFamilies(number)
    return tuple(dict.fromkeys(families))


def font(size: str = "body", weight: int = 400) -> QFont:
    """One of the three sizes at the current scale, with figures of equal width.

    Args:
        size: "small", "body" or "title".
        weight: 400, 500 or 600.

    Raises:
        KeyError: If there is no such size.
    """
    load_fonts()
    made = QFont()
    made.setFamilies(FAMILIES)
    made.setPixelSize(LOOK.px(SIZES[size]))
    made.setWeight(QFont.Weight(weight))
    made.setFeature(QFont.Tag("tnum"), 1)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if size == "title":
        made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, -0.2 * LOOK.scale)
    return made


def editor_font() -> QFont:
    """The body font for equations: a zero with a slash, letters that cannot be confused."""
    made = font("body")
    made.setFeature(QFont.Tag("zero"), 1)
    made.setFeature(QFont.Tag("ss02"), 1)
    return made


def symbol_font(share: float = 1.0) -> QFont:
    """Italic of mathematical symbols; `share` below 1 for indices."""
    load_fonts()
    made = QFont()
    made.setFamilies(SYMBOL_FAMILIES)
    made.setItalic(True)
    made.setPixelSize(max(7, round(LOOK.px(SYMBOL_SIZE) * share)))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made
