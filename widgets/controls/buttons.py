"""Buttons: with words, and with an icon."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QRectF, QSize, Qt
from PyQt6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PyQt6.QtWidgets import QAbstractButton, QPushButton, QWidget

from widgets.controls.painted import BY_KEY, FAINT, PRESSES, keeps, ring
from widgets.theme.fonts import font
from widgets.theme.icons import icon_pixmap
from widgets.theme.look import LOOK


class Button(QPushButton):
    """A button with words; one "primary" per surface, "quiet" the mildest, "text" inside rows."""

    def __init__(self, text: str, kind: str = "plain", hint: str = "") -> None:
        super().__init__(text)
        self.setProperty("kind", kind)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoDefault(False)
        self.setToolTip(hint)
        self._size = "small" if kind == "text" else "body"
        self._restyle()
        LOOK.changed.connect(self._restyle)

    def event(self, event: QEvent | None) -> bool:
        return keeps(event, PRESSES) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if not _pressed_by(event, self):
            super().keyPressEvent(event)

    def _restyle(self) -> None:
        self.setFont(font(self._size, 500))


class IconButton(QAbstractButton):
    """An icon of 16 px in an area of 24; it always says in a tooltip what it does and its key."""

    def __init__(
        self,
        name: str,
        hint: str,
        key: str = "",
        tone: str = "text2",
        parent: QWidget | None = None,
    ) -> None:
        """Args.

        Args:
            name: Icon in assets/icons.
            hint: What a click does; also the accessible name.
            key: Its key, shown behind the hint.
            tone: Colour token at rest.
            parent: Qt parent.
        """
        super().__init__(parent)
        self._icon, self._tone = name, tone
        self.ground = ""
        self._ringed = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_hint(hint, key)
        self._restyle()
        LOOK.changed.connect(self._restyle)

    def set_hint(self, hint: str, key: str = "") -> None:
        """Changes what it says it does."""
        self.setToolTip(f"{hint}  ({key})" if key else hint)
        self.setAccessibleName(hint)

    def set_icon(self, name: str) -> None:
        """Shows another icon."""
        self._icon = name
        self.update()

    def set_tone(self, tone: str) -> None:
        """Changes the colour at rest."""
        self._tone = tone
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(LOOK.px(24), LOOK.px(24))

    def event(self, event: QEvent | None) -> bool:
        return keeps(event, PRESSES) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if not _pressed_by(event, self):
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent | None) -> None:
        self.update()

    def focusInEvent(self, event: QFocusEvent | None) -> None:
        super().focusInEvent(event)
        self._ringed = event is not None and event.reason() in BY_KEY

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hot = self.isEnabled() and (self.underMouse() or self.isDown())
        tone = "accent" if self.isChecked() else ("text" if hot else self._tone)
        area = QRectF(self.rect())
        if self.ground or hot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(LOOK.colour("line" if self.isDown() else self.ground or "raised"))
            painter.drawRoundedRect(area, 4, 4)
        if not self.isEnabled():
            painter.setOpacity(FAINT)
        size = LOOK.px(16)
        picture = icon_pixmap(
            self._icon, str(getattr(LOOK.theme, tone)), size, self.devicePixelRatioF()
        )
        painter.drawPixmap((self.width() - size) // 2, (self.height() - size) // 2, picture)
        if self.hasFocus() and self._ringed:
            ring(painter, area.adjusted(3, 3, -3, -3), 4)

    def _restyle(self) -> None:
        self.setFixedSize(LOOK.px(24), LOOK.px(24))
        self.update()


def _pressed_by(event: QKeyEvent | None, button: QAbstractButton) -> bool:
    """Enter presses like Space, which Qt does by itself; a button has the focus only by Tab."""
    if event is None or event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return False
    button.click()
    return True
