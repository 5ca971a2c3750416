"""What the look is at this moment: theme, scale of the text, density; one object tells of changes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import MethodType
from weakref import WeakMethod

from PyQt6 import sip
from PyQt6.QtCore import QObject
from PyQt6.QtGui import QColor

from widgets.theme.tokens import DARK, Density, Theme, density

ROOM = 256  # followers before those that have gone are cleared away


class Followers:
    """Who wants to be told; a widget that has gone is told no more and leaves nothing behind.

    A signal of Qt would keep every Python method it was ever connected to, as long as it lives
    itself, and rows come and go with every preset.
    """

    def __init__(self) -> None:
        self._all: list[Callable[[], Callable[[], None] | None]] = []
        self._room = ROOM

    def __len__(self) -> int:
        return sum(_lives(follower()) for follower in self._all)

    def connect(self, told: Callable[[], None]) -> None:
        """Tell `told` from now on; methods are held weakly, all else strongly."""
        if len(self._all) >= self._room:
            self._all = [follower for follower in self._all if _lives(follower())]
            self._room = ROOM + 2 * len(self._all)
        self._all.append(WeakMethod(told) if isinstance(told, MethodType) else lambda: told)

    def disconnect(self, told: Callable[[], None]) -> None:
        """Tell it no more."""
        self._all = [follower for follower in self._all if follower() != told]

    def emit(self) -> None:
        """Tell everybody, in the order they came; the fault of one keeps nothing from others."""
        for follower in tuple(self._all):
            told = follower()
            if told is not None and _lives(told):
                try:
                    told()
                except Exception:
                    sys.excepthook(*sys.exc_info())


def _lives(told: Callable[[], None] | None) -> bool:
    """Whether a method can still be called: not if Qt has deleted what it belongs to."""
    owner = getattr(told, "__self__", None)
    return told is not None and not (isinstance(owner, QObject) and sip.isdeleted(owner))


class Look:
    """The current theme, text scale and density, and the signal that they changed.

    Attributes:
        changed: Emitted after any of them changed; painters and painted widgets redraw.
        theme: The current theme.
        scale: Scale of the text, 1, 1.25 or 1.5.
        density: Sizes of rows and regions, already grown with the text.
        still: Whether the system asks for reduced motion; all durations are then 0.
    """

    def __init__(self) -> None:
        self.changed = Followers()
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
