"""Puts a theme on the application."""

from __future__ import annotations

from PyQt6.QtWidgets import QApplication

from widgets.theme.fonts import font, load_fonts
from widgets.theme.look import LOOK
from widgets.theme.palette import palette
from widgets.theme.sheet import sheet
from widgets.theme.tokens import Theme


def apply_theme(app: QApplication, theme: Theme, scale: float = 1.0) -> None:
    """Palette, style sheet and font of `theme` at a text scale, then one `LOOK.changed`.

    Args:
        app: The application; its style becomes Fusion, so that all platforms look alike.
        theme: The colours.
        scale: Scale of the text, 1, 1.25 or 1.5.
    """
    wanted = sheet(theme, scale)
    before = app.styleSheet()
    if not before:  # with a sheet the style is Qt's own, round the one that was set
        app.setStyle("Fusion")
    load_fonts()
    if wanted == before and (theme, scale) == (LOOK.theme, LOOK.scale):
        return  # every widget would be polished for nothing
    LOOK.take(theme, scale)
    app.setFont(font("body"))
    app.setPalette(palette(theme))
    # From one sheet to another Qt polishes each widget again for every widget it lies in; away
    # from a sheet and on to the next, once each.
    app.setStyleSheet("")
    app.setStyleSheet(wanted)
    LOOK.changed.emit()  # last: a new style sheet gives widgets the fonts it remembers of them
