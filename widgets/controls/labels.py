"""Text in one of the three sizes and one of the tones, and the grounds it stands on."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFrame, QLabel, QWidget

from widgets.theme.fonts import font
from widgets.theme.look import LOOK


class Label(QLabel):
    """A label that keeps its size, weight and tone when the look changes."""

    def __init__(
        self,
        text: str = "",
        size: str = "body",
        weight: int = 400,
        tone: str = "text",
        wrap: bool = False,
    ) -> None:
        """Args as in the look.

        Args:
            text: Plain text.
            size: "small", "body" or "title".
            weight: 400, 500 or 600.
            tone: A colour token.
            wrap: Whether it may take several lines.
        """
        super().__init__(text)
        self._size, self._weight = size, weight
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setProperty("tone", tone)
        self._restyle()
        LOOK.changed.connect(self._restyle)

    def set_tone(self, tone: str) -> None:
        """Changes the colour token."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            style = self.style()
            if style is not None:
                style.unpolish(self)
                style.polish(self)

    def _restyle(self) -> None:
        self.setFont(font(self._size, self._weight))


def ground(widget: QWidget, surface: str) -> QWidget:
    """Gives a widget one of the surfaces of the style sheet, e.g. "panel" or "card"."""
    widget.setProperty("surface", surface)
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return widget


def separator(vertical: bool = False) -> QFrame:
    """A line of 1 px between regions."""
    line = QFrame()
    ground(line, "line")
    if vertical:
        line.setFixedWidth(1)
    else:
        line.setFixedHeight(1)
    return line
