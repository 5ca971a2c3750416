"""Icons as pixmaps in any colour, sharp at any ratio."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PyQt6.QtCore import QByteArray, QRectF, Qt
from PyQt6.QtGui import QIcon, QPainter, QPixmap
from PyQt6.QtSvg import QSvgRenderer

import assets
from widgets.theme.look import LOOK
from widgets.theme.tokens import mixed

FOLDER = Path(assets.__file__).parent / "icons"


@lru_cache(maxsize=1)
def icon_names() -> tuple[str, ...]:
    """Names of all icons, sorted."""
    return tuple(sorted(p.stem for p in FOLDER.glob("*.svg")))


@lru_cache(maxsize=64)
def _drawing(name: str) -> str:
    if name not in icon_names():
        raise KeyError(f"no icon '{name}', known: {', '.join(icon_names())}")
    return (FOLDER / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def icon_pixmap(name: str, colour: str, size: int = 16, ratio: float = 1.0) -> QPixmap:
    """An icon in one colour.

    Args:
        name: File name in assets/icons without its ending.
        colour: '#RRGGBB'.
        size: Logical pixels along each side.
        ratio: Device pixels per logical pixel.

    Raises:
        KeyError: If there is no such icon; the sentence names the known ones.
    """
    side = max(1, round(size * ratio))
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    drawing = _drawing(name).replace("currentColor", colour)
    renderer = QSvgRenderer(QByteArray(drawing.encode()))
    painter = QPainter(made)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


def icon(name: str, token: str = "text2") -> QIcon:
    """An icon for Qt's own widgets: `token` at rest, text under the pointer, faint if disabled."""
    made = QIcon()
    theme = LOOK.theme
    faint = mixed(theme.panel, theme.text, 0.45)
    size = LOOK.px(16)
    for ratio in (1.0, 2.0):
        for mode, colour in (
            (QIcon.Mode.Normal, str(getattr(theme, token))),
            (QIcon.Mode.Active, theme.text),
            (QIcon.Mode.Selected, theme.text),
            (QIcon.Mode.Disabled, faint),
        ):
            made.addPixmap(icon_pixmap(name, colour, size, ratio), mode)
    return made
