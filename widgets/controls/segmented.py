"""One of two to four."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPaintEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from widgets.controls.painted import ARROWS, FAINT, Painted, ring
from widgets.theme.fonts import font
from widgets.theme.look import LOOK
from widgets.theme.symbols import GREEK, symbol_text

HEIGHT = 26


class Segmented(Painted):
    """A segmented choice; click, or left and right.

    Attributes:
        chosen: The user chose, with the option.
        options: The options.
        current: The chosen option.
    """

    chosen = pyqtSignal(str)
    own_keys = ARROWS

    def __init__(
        self,
        name: str,
        options: Sequence[str],
        current: str = "",
        titles: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        """Args.

        Args:
            name: Accessible name.
            options: Two to four texts.
            current: The chosen one; the first if empty.
            titles: How each is written; as it is, with a capital, if empty.
            parent: Qt parent.
        """
        super().__init__(parent)
        self.options = tuple(options)
        self.titles = tuple(titles) or tuple(titled(o) for o in self.options)
        self.current = current or self.options[0]
        self._under = -1
        self.setAccessibleName(name)
        self.setAccessibleDescription(self.current)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.restyle()

    def restyle(self) -> None:
        """Takes the current scale."""
        self.setFixedHeight(LOOK.px(HEIGHT))
        super().restyle()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(font("small", 600))
        widest = max(metrics.horizontalAdvance(t) for t in self.titles)
        return QSize(round((widest + LOOK.px(16)) * len(self.options)), LOOK.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        metrics = QFontMetricsF(font("small", 600))
        widest = max(metrics.horizontalAdvance(t) for t in self.titles)
        return QSize(round((widest + 8) * len(self.options)), LOOK.px(HEIGHT))

    def set_current(self, option: str) -> None:
        """Shows an option without telling anybody; an unknown one is ignored."""
        if option in self.options:
            self.current = option
            self.setAccessibleDescription(option)
            self.update()

    def choose(self, option: str) -> None:
        """Chooses as a click does."""
        if option != self.current:
            self.set_current(option)
            self.chosen.emit(option)

    def _at(self, x: float) -> int:
        return min(max(int(x / self.width() * len(self.options)), 0), len(self.options) - 1)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if event is not None and event.button() == Qt.MouseButton.LeftButton:
            self.choose(self.options[self._at(event.position().x())])

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        if event is not None:
            self._under = self._at(event.position().x())
            self.update()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is None:
            return
        moves = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        key = Qt.Key(event.key())
        if key in moves:
            at = self.options.index(self.current) + moves[key]
            self.choose(self.options[min(max(at, 0), len(self.options) - 1)])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = self.brush()
        outer = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if not self.isEnabled():
            painter.setOpacity(FAINT)
        painter.setPen(LOOK.colour("line"))
        painter.setBrush(LOOK.colour("raised" if LOOK.theme.dark else "canvas"))
        painter.drawRoundedRect(outer, 5, 5)
        width = (self.width() - 4) / len(self.options)
        for i, (option, title) in enumerate(zip(self.options, self.titles, strict=True)):
            area = QRectF(2 + i * width, 2, width, self.height() - 4)
            chosen = option == self.current
            if chosen:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(LOOK.colour("control"))
                painter.drawRoundedRect(area, 4, 4)
            lit = chosen or (self.hovered and i == self._under)
            painter.setPen(LOOK.colour("text" if lit else "text2"))
            painter.setFont(font("small", 600 if chosen else 400))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, title)
        if self.ringed:
            ring(painter, outer.adjusted(2.5, 2.5, -2.5, -2.5), 3)
        painter.end()


def titled(option: str) -> str:
    """An option as it is written on a control.

    "both_ways" is "Both ways" and "quadratic-bowl" is "Quadratic bowl"; a name that stands for a
    symbol is that symbol: "rho" is ρ, "p_x" has a small x.
    """
    letter, _, index = option.partition("_")
    if (letter in GREEK or len(letter) == 1) and len(index) <= 1:
        bare = GREEK.get(letter, letter)
        return symbol_text(f"{bare}_{index}" if index else bare)
    words = option.replace("_", " ").replace("-", " ")
    return words[:1].upper() + words[1:] if len(words) > 2 else words
