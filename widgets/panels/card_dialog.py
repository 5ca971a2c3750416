"""A dialog without a frame: a card that is pulled by its head and answers to Enter."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QKeyEvent, QMouseEvent
from PyQt6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from widgets.controls.buttons import Button, IconButton
from widgets.controls.labels import Label, ground
from widgets.theme.look import LOOK

MARGIN = 16  # pixels of the window that stay to be seen round the card
HEAD = 56  # pixels from the top by which the card is pulled


class CardDialog(QDialog):
    """Title and cross above, Cancel and one primary button below, the rest between them.

    Attributes:
        inside: Layout of the card; what stands between head and foot is added to it before
            `close_with` adds the foot.
        primary: The button that Enter presses.
    """

    def __init__(
        self, name: str, title: str, primary: Button, away: str, parent: QWidget | None = None
    ) -> None:
        """Builds the head.

        Args:
            name: Title of the window, for the system and for readers of the screen.
            title: Words at the top of the card.
            primary: The button that answers.
            away: Words on the cross, e.g. "Cancel".
            parent: The window.
        """
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setWindowTitle(name)
        self.setAccessibleName(name)
        self.primary = primary
        card = QWidget()
        ground(card, "dialog")
        self.inside = QVBoxLayout(card)
        close = IconButton("close", away, "Esc")
        close.clicked.connect(self.reject)
        head = QHBoxLayout()
        head.addWidget(Label(title, "title", 600, wrap=True), 1)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.inside.addLayout(head)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)

    def close_with(self, words: QWidget, meaning: str) -> None:
        """Adds the foot: words, Cancel, and the primary button.

        Args:
            words: Stands at the left of the buttons.
            meaning: What Cancel means, for its tooltip.
        """
        cancel = Button("Cancel", "quiet", f"{meaning}  (Esc)")
        cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(words, 1)
        foot.addWidget(cancel)
        foot.addWidget(self.primary)
        self.inside.addLayout(foot)

    def fit(self, width: int, height: int) -> None:
        """Sets margins and size for the size of text of now, and stays within the window.

        With large letters what is inside scrolls or gives way.

        Args:
            width: Pixels wanted at 100 %.
            height: Pixels wanted at 100 %.
        """
        px = LOOK.px
        self.inside.setContentsMargins(px(24), px(16), px(24), px(20))
        self.inside.setSpacing(px(12))
        wide, high = px(width), px(height)
        window = self.parentWidget()
        if window is not None:
            wide = min(wide, window.width() - 2 * MARGIN)
            high = min(high, window.height() - 2 * MARGIN)
        self.setFixedSize(wide, high)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.primary.isEnabled():
                self.primary.click()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        window = self.windowHandle()
        if event is not None and window is not None and event.position().y() < LOOK.px(HEAD):
            window.startSystemMove()
