"""One sentence that says how far the picture may be believed."""

from __future__ import annotations

from dataclasses import replace

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from engines.layers.frame import Trust
from widgets.theme.fonts import font
from widgets.theme.look import LOOK
from widgets.theme.numbers import true_minus
from widgets.theme.wrapping import wrapped

TONES = {"good": "accent", "warn": "warn", "error": "error"}


class StatusBar(QWidget):
    """A dot and a sentence at the left; path of computation and rate at the right.

    A sentence that does not fit first takes the room of the path, then a second line; it is never
    cut.

    Attributes:
        trust: What is shown.
        rate: E.g. "60 fps".
    """

    def __init__(self) -> None:
        super().__init__()
        self.trust = Trust(sentence="Ready")
        self.rate = ""
        self.setAccessibleName("status")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._fit()
        LOOK.changed.connect(self._fit)

    def set_trust(self, trust: Trust) -> None:
        """Shows a level, a sentence and a path."""
        path = tuple(true_minus(part) for part in trust.path)
        trust = replace(trust, sentence=true_minus(trust.sentence), path=path)
        if trust != self.trust:
            self.trust = trust
            self._fit()

    def say(self, sentence: str, level: str = "good") -> None:
        """Shows a sentence and leaves the path."""
        self.set_trust(Trust(level, sentence, self.trust.path))

    def set_rate(self, rate: str) -> None:
        """Shows how fast pictures come."""
        if rate != self.rate:
            self.rate = rate
            self._fit()

    def parts(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Lines of the sentence, and what still fits at the right."""
        metrics, px = QFontMetricsF(font("small")), LOOK.px
        right = [t for t in (*self.trust.path, self.rate) if t]
        room = self.width() - px(26) - px(12)
        need = metrics.horizontalAdvance(self.trust.sentence) + px(24)
        while right and need + sum(metrics.horizontalAdvance(t) + px(20) for t in right) > room:
            right.pop(0)
        return wrapped(self.trust.sentence, metrics, max(room, px(80))), tuple(right)

    def _fit(self) -> None:
        self.setAccessibleDescription(self.trust.sentence)
        self.setToolTip("\n".join([self.trust.sentence, *self.trust.path, self.rate]).strip())
        lines = max(len(self.parts()[0]), 1)
        height = LOOK.density.status_bar + (lines - 1) * LOOK.px(15)
        if self.height() != height or self.maximumHeight() != height:
            self.setFixedHeight(height)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(LOOK.px(400), self.height())

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        self._fit()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter, px = QPainter(self), LOOK.px
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), LOOK.colour("window"))
        painter.fillRect(QRectF(0, 0, self.width(), 1), LOOK.colour("line"))
        middle = LOOK.density.status_bar / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(LOOK.colour(TONES.get(self.trust.level, "warn")))
        painter.drawEllipse(QPointF(px(16), middle), px(3.5), px(3.5))
        metrics = QFontMetricsF(font("small"))
        base = middle + metrics.capHeight() / 2
        painter.setFont(font("small"))
        lines, right = self.parts()
        painter.setPen(LOOK.colour("text2"))
        for i, text in enumerate(lines):
            painter.drawText(QPointF(px(26), base + i * px(15)), text)
        x = float(self.width() - px(12))
        for text in reversed(right):
            x -= metrics.horizontalAdvance(text)
            painter.drawText(QPointF(x, base), text)
            x -= px(20)
