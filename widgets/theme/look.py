"""What the look is at this moment: theme, scale of the text, density; one object tells of changes."""

from __future__ import annotations

from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtGui import QColor

from widgets.theme.tokens import DARK, Density, Theme, density


class Look(QObject):
    """The current theme, text scale and density, and the signal that they changed.

    Attributes:
        changed: Emitted after any of them changed; painters and painted widgets redraw.
        theme: The current theme.
        scale: Scale of the text, 1, 1.25 or 1.5.
        density: Sizes of rows and regions, already grown with the text.
        still: Whether the system asks for reduced motion; all durations are then 0.
    """

    changed = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.theme: Theme = DARK
        self.scale = 1.0
        self.still = False
        self._window = (1440, 900)
        self.density: Density = density(*self._window)

    def take(self, theme: Theme, scale: float) -> None:
        """Takes a theme and a text scale, and tells nobody yet."""
        self.theme = theme
        self.scale = scale
        self.density = density(*self._window, scale)

    def set(self, theme: Theme, scale: float) -> None:
        """Takes a theme and a text scale, then tells everybody."""
        self.take(theme, scale)
        self.changed.emit()

    def fit(self, width: int, height: int) -> None:
        """Chooses the density for a window of this size; tells everybody if it differs."""
        self._window = (width, height)
        fresh = density(width, height, self.scale)
        if fresh != self.density:
            self.density = fresh
            self.changed.emit()

    def px(self, length: float) -> int:
        """A length that grows with the text, in whole logical pixels."""
        return round(length * self.scale)

    def colour(self, token: str, alpha: float = 1.0) -> QColor:
        """The colour of a token, e.g. "text3"."""
        colour = QColor(str(getattr(self.theme, token)))
        colour.setAlphaF(alpha)
        return colour


LOOK = Look()
