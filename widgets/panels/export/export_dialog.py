"""The dialog that asks what to export."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PyQt6.QtCore import QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QPainter, QPaintEvent, QPixmap
from PyQt6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from widgets.controls.buttons import Button
from widgets.controls.labels import Label
from widgets.controls.segmented import Segmented
from widgets.panels.card_dialog import CardDialog
from widgets.panels.dock_panel import Scroll
from widgets.panels.export.export_fields import ExportFields
from widgets.panels.export.request import FORMATS, KINDS, ExportRequest
from widgets.theme.look import LOOK
from widgets.theme.tokens import EXPORT_DIALOG


class Paper(QWidget):
    """The preview, whole, in the middle of a white sheet."""

    def __init__(self) -> None:
        super().__init__()
        self.picture = QPixmap()
        self.words = ""
        self.setAccessibleName("preview")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(LOOK.px(440), LOOK.px(352))

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(LOOK.colour("line"))
        painter.setBrush(Qt.GlobalColor.white)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        if self.picture.isNull():
            painter.setPen(Qt.GlobalColor.black)
            painter.drawText(
                self.rect().adjusted(24, 24, -24, -24),
                Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap,
                self.words,
            )
            return
        room = QRectF(self.rect()).adjusted(16, 16, -16, -16)
        size = self.picture.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        area = QRectF(0, 0, size.width(), size.height())
        area.moveCenter(room.center())
        painter.drawPixmap(area, self.picture, QRectF(self.picture.rect()))


class ExportDialog(CardDialog):
    """Four kinds, a preview on paper, fields, and one primary button; Enter exports.

    Attributes:
        exported: Export was pressed, with the `ExportRequest`.
        changed: A field changed; the preview and the words on size are wanted anew.
    """

    exported = pyqtSignal(object)
    changed = pyqtSignal(object)

    def __init__(
        self,
        views: Sequence[tuple[str, str]],
        request: ExportRequest | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Builds the dialog.

        Args:
            views: Ids and titles of the views, in order.
            request: The state to start from, e.g. the last one.
            parent: The window.
        """
        self.export_button = Button("Export", "primary", "Write the file  (Enter)")
        super().__init__("Export", "Export", self.export_button, "Close", parent)
        self._request = request or ExportRequest()
        self.kinds = Segmented("what", KINDS, self._request.kind)
        self.formats = Segmented("format", FORMATS[self._request.kind], self._request.format)
        self.kinds.chosen.connect(self._take_kind)
        self.paper = Paper()
        self.fields = ExportFields(views, self._request)
        self.fields.changed.connect(self._tell)
        self.shape_words = Label("", "small", tone="text2", wrap=True)
        self.size_words = Label(
            "Never overwrites: a number is added to the name.", "small", tone="text3", wrap=True
        )
        self.export_button.clicked.connect(self._export)
        self._assemble()
        self._format_choice()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFocus()
        self._restyle()
        LOOK.changed.connect(self._restyle)

    def _assemble(self) -> None:
        left = QVBoxLayout()
        for part in (self.kinds, self.paper, self.shape_words):
            left.addWidget(part, 1 if part is self.paper else 0)
        self._right = QVBoxLayout()
        self._right.addWidget(self.formats)
        self._right.addWidget(Scroll(self.fields), 1)
        self._sides = QHBoxLayout()
        self._sides.addLayout(left, 3)
        self._sides.addLayout(self._right, 2)
        self._columns = (left, self._right)
        self.inside.addLayout(self._sides, 1)
        self.close_with(self.size_words, "Close without exporting")

    def request(self) -> ExportRequest:
        """What the fields ask for now."""
        return replace(
            self.fields.request(self._request), kind=self.kinds.current, format=self.formats.current
        )

    def set_preview(self, picture: QPixmap | None, words: str = "") -> None:
        """Shows a true preview; without one, words that say what will be written."""
        self.paper.picture = picture or QPixmap()
        self.paper.words = words
        self.paper.update()

    def set_words(self, shape: str, size: str) -> None:
        """Words under the preview, and on the size and the name of the file."""
        self.shape_words.setText(shape)
        self.size_words.setText(size)

    def _take_kind(self, _: str) -> None:
        self._format_choice()
        self._tell()

    def _format_choice(self) -> None:
        options = FORMATS[self.kinds.current]
        current = self._request.format if self._request.format in options else options[0]
        fresh = Segmented("format", options, current, [o.upper() for o in options])
        fresh.chosen.connect(self._tell)
        self._right.replaceWidget(self.formats, fresh)
        self.formats.hide()
        self.formats.deleteLater()
        self.formats = fresh
        self.fields.show_kind(self.kinds.current)

    def _tell(self, *_: object) -> None:
        self.changed.emit(self.request())

    def _export(self) -> None:
        made = self.request()
        self.exported.emit(made)
        self.accept()

    def _restyle(self) -> None:
        px = LOOK.px
        self._sides.setSpacing(px(28))
        for column in self._columns:
            column.setSpacing(px(12))
        self.fit(*EXPORT_DIALOG[:2])
