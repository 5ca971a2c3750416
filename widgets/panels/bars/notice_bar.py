"""Trouble in one sentence, inside the window."""

from __future__ import annotations

from PyQt6.QtCore import QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QPainter, QPaintEvent
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from widgets.controls.buttons import Button, IconButton
from widgets.controls.labels import Label, ground
from widgets.theme.icons import icon_pixmap
from widgets.theme.look import LOOK

KINDS = {"error": ("cross", "error"), "warn": ("warning", "warn"), "note": ("info", "accent")}


class NoticeBar(QWidget):
    """A bar under the header: what went wrong, what happens next, details on request.

    Attributes:
        acted: The button with words was pressed.
        dismissed: It was closed by hand.
    """

    acted = pyqtSignal()
    dismissed = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        ground(self, "raised")
        self._kind = "error"
        self._mark = QLabel()
        self.sentence = Label("", weight=500, wrap=True)
        self.then = Label("", "small", tone="text3", wrap=True)
        self.details = Label("", "small", tone="text2", wrap=True)
        self.details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.more = Button("Details", "text")
        self.more.setCheckable(True)
        self.more.toggled.connect(self._unfold)
        self.action = Button("", "plain")
        self.action.clicked.connect(self.acted.emit)
        close = IconButton("close", "Close this notice")
        close.clicked.connect(self._dismiss)
        words = QVBoxLayout()
        words.setSpacing(0)
        for part in (self.sentence, self.then, self.details):
            words.addWidget(part)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(words, 1)
        for button in (self.action, self.more, close):
            self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._restyle()
        LOOK.changed.connect(self._restyle)
        self.hide()

    def show_notice(
        self,
        sentence: str,
        then: str = "",
        details: str = "",
        action: str = "",
        kind: str = "error",
    ) -> None:
        """Shows a notice in place of the last one.

        Args:
            sentence: What happened.
            then: What happens next.
            details: Shown on request.
            action: Words of a button, or none.
            kind: "error", "warn" or "note".
        """
        self._kind = kind
        self.sentence.setText(sentence)
        self.then.setText(then)
        self.then.setVisible(bool(then))
        self.details.setText(details)
        self.more.setVisible(bool(details))
        self.more.setChecked(False)
        self.details.hide()
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self.setAccessibleName(f"{kind}: {sentence}")
        self._restyle()
        self.show()

    def _unfold(self, on: bool) -> None:
        self.details.setVisible(on)

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()

    def _restyle(self) -> None:
        px = LOOK.px
        name, tone = KINDS[self._kind]
        colour = str(getattr(LOOK.theme, tone))
        self._mark.setPixmap(icon_pixmap(name, colour, px(16), self.devicePixelRatioF()))
        self._row.setContentsMargins(px(14), px(8), px(10), px(8))
        self._row.setSpacing(px(10))
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(self.rect(), LOOK.colour("raised"))
        painter.fillRect(QRectF(0, 0, 3, self.height()), LOOK.colour(KINDS[self._kind][1]))
