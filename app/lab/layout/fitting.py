"""The sizes of the window's parts, from its density."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtCore import Qt

from widgets.theme.look import LOOK
from widgets.theme.tokens import ICON_RAIL

if TYPE_CHECKING:
    from app.window import MainWindow

LAID_OUT = 6  # ticks after which new panels know their height


class Fitting:
    """Gives each part the size that the density of the window asks for."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._ticks = 0
        LOOK.changed.connect(self.fit)

    def fit(self) -> None:
        """Fit all parts to the density that holds now."""
        window, density = self._window, LOOK.density
        bar = window.menuBar()
        if bar is not None:
            bar.setFixedHeight(density.menu_bar)
            window.head.fit(density.menu_bar)
        status = window.statusBar()
        if status is not None:
            status.setFixedHeight(max(density.status_bar, window.status.sizeHint().height()))
        window.timeline.setFixedHeight(density.timeline)
        window.left.give_way(window.width() - density.left_dock - density.right_dock)
        window.resizeDocks(
            [window.left.dock, window.right.dock],
            [ICON_RAIL if window.left.folding.folded else density.left_dock, density.right_dock],
            Qt.Orientation.Horizontal,
        )

    @property
    def settled(self) -> bool:
        """Whether no panel waits to be fitted."""
        return not self._ticks

    def soon(self) -> None:
        """Fit the lower panels of both docks once they are laid out and know their height."""
        self._ticks = LAID_OUT

    def tick(self) -> None:
        """One tick of the window has passed."""
        if self._ticks:
            self._ticks -= 1
            if not self._ticks:
                self._window.left.fit_below()
                self._window.right.fit_below()

    def end(self) -> None:
        """Hear of no more changes of the look."""
        LOOK.changed.disconnect(self.fit)
