"""A field for equations: any number of lines, the fault in it underlined at its character."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from PyQt6.QtCore import QEvent, QMimeData, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextOption,
)
from PyQt6.QtWidgets import QFrame, QTextEdit

from widgets.panels.equations.names import Names
from widgets.panels.equations.pasting import LONGEST, pasted
from widgets.theme.fonts import editor_font
from widgets.theme.look import LOOK
from widgets.theme.numbers import MINUS

LINE = 22
INDENT = 12  # px by which a row goes on further to the right
UNDERLINE = 2.0  # px
LEAST = 6.0  # px that the line is wide at least, e.g. behind the end of a text
MARKED = 400  # characters that one line under them spans at most
FIXED = 2  # QTextBlockFormat.LineHeightTypes.FixedHeight, which Qt takes as a number only
BEFORE = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a text cannot be read.

    Attributes:
        line: Its line, counted from 1; 0 if no place is known.
        column: First character, counted from 1.
        length: Number of characters.
    """

    line: int = 0
    column: int = 0
    length: int = 1


class EquationEditor(QTextEdit):
    """Plain text with a true minus on the screen and a hyphen behind it.

    It keeps no history of its own: undo and redo belong to the window, with everything else.

    Attributes:
        typed: The text was changed by hand, with the new text.
        left: The focus went elsewhere.
        refused: Something could not be taken over from the clipboard, in one sentence.
        fault: What is underlined.
    """

    typed = pyqtSignal(str)
    left = pyqtSignal()
    refused = pyqtSignal(str)

    def __init__(self) -> None:
        super().__init__()
        self.fault = Fault()
        self._told = ""
        self._busy = False
        self.setAccessibleName("equations")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("bare", True)
        document = self.document()
        if document is not None:
            document.setDocumentMargin(0)
            self.names = Names(document)
            document.contentsChanged.connect(self._changed)
        self._restyle()
        LOOK.changed.connect(self._restyle)

    def text(self) -> str:
        """The text as it is read: hyphens for minus signs."""
        return whole(self.toPlainText()).replace(MINUS, "-").replace("\N{NO-BREAK SPACE}", " ")

    @property
    def empty(self) -> bool:
        """Whether nothing is typed."""
        document = self.document()
        return document is None or document.isEmpty()

    def set_text(self, text: str) -> None:
        """Shows a text without telling anybody; the caret goes to where it differs."""
        text = whole(text)
        if text == self.text():
            return
        before, after = self.text(), text[:LONGEST]
        place = len(after) - _common(before[::-1], after[::-1], len(_prefix(before, after)))
        self._busy = True
        self.setPlainText(after.replace("-", MINUS))
        self._layout_lines()
        caret = self.textCursor()
        caret.setPosition(min(max(place, 0), len(after)))
        self.setTextCursor(caret)
        self._told = self.text()
        self._busy = False
        self.set_fault(Fault())
        self._fit()

    def set_live(self, names: Collection[str]) -> None:
        """Writes these names in the accent: they belong to sliders."""
        self._busy = True
        self.names.set_live(names)
        self._busy = False

    def set_fault(self, fault: Fault) -> None:
        """Underlines where the text cannot be read; an empty `Fault` takes the line away."""
        if fault != self.fault:
            self.fault = fault
            self._repaint()

    def fault_lines(self) -> list[QRectF]:
        """Where the line under the fault runs, one rectangle per row, in the field."""
        document, fault = self.document(), self.fault
        if document is None or not fault.line:
            return []
        block = document.findBlockByNumber(min(fault.line, document.blockCount()) - 1)
        size = len(block.text())
        first = min(max(fault.column - 1, 0), size)
        last = min(first + min(max(fault.length, 1), MARKED), size)
        rows: list[QRectF] = []
        caret = QTextCursor(block)
        for i in range(first, max(last, first + 1)):
            caret.setPosition(block.position() + i)
            left = self.cursorRect(caret)
            right = left.left() + LEAST
            if i < size:
                caret.setPosition(block.position() + i + 1)
                after = self.cursorRect(caret)
                same = after.top() == left.top()
                right = after.left() if same else left.left() + LEAST
            base = left.bottom() - LOOK.px(1)
            spot = QRectF(left.left(), round(base), right - left.left(), UNDERLINE)
            if rows and rows[-1].top() == spot.top():
                rows[-1] = rows[-1].united(spot)
            else:
                rows.append(spot)
        for row in rows:
            row.setWidth(max(row.width(), LEAST))
        return rows

    def line_bases(self) -> list[tuple[int, float]]:
        """Number of each line, and the base line of its first row."""
        document = self.document()
        layout = None if document is None else document.documentLayout()
        if document is None or layout is None:
            return []
        found, block = [], document.begin()
        while block.isValid():
            inside = block.layout()
            row = inside.lineAt(0) if inside is not None and inside.lineCount() else None
            if row is not None:
                top = layout.blockBoundingRect(block).top()
                found.append((block.blockNumber() + 1, top + row.y() + row.ascent()))
            block = block.next()
        return found

    # Qt

    def sizeHint(self) -> QSize:
        return QSize(LOOK.px(160), self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(LOOK.px(80), LOOK.px(LINE))

    def event(self, event: QEvent | None) -> bool:
        if (
            event is not None
            and event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and (any(event.matches(key) for key in BEFORE) or _is_other_redo(event))
        ):
            event.ignore()  # to the history of the window
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is not None and event.text() == "-" and not self.isReadOnly():
            self.insertPlainText(MINUS)
            return
        super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData | None) -> None:
        if source is None or not source.hasText():
            return
        words = source.text()
        if len(words) + len(self.toPlainText()) > LONGEST:
            self.refused.emit(
                f"The clipboard holds {len(words)} characters, allowed are {LONGEST} in all."
            )
            return
        self.insertPlainText(pasted(words).replace("-", MINUS))

    def createMimeDataFromSelection(self) -> QMimeData:
        made = QMimeData()
        chosen = self.textCursor().selectedText().replace("\N{PARAGRAPH SEPARATOR}", "\n")
        made.setText(chosen.replace(MINUS, "-"))
        return made

    def focusOutEvent(self, event: QFocusEvent | None) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        super().paintEvent(event)
        port = self.viewport()
        rows = self.fault_lines()
        if port is None or not rows:
            return
        painter = QPainter(port)
        for row in rows:
            painter.fillRect(row, LOOK.colour("error"))
        painter.end()

    def _changed(self) -> None:
        """The document changed, by hand or because it was coloured."""
        if self._busy:
            return
        text = self.text()
        if text == self._told:
            return
        self._told = text
        self.set_fault(Fault())
        self._fit()
        self.typed.emit(text)

    def _layout_lines(self) -> None:
        """Rows of equal height; what goes on below is indented."""
        document = self.document()
        if document is None:
            return
        wanted = QTextBlockFormat()
        wanted.setLineHeight(LOOK.px(LINE), FIXED)
        wanted.setLeftMargin(LOOK.px(INDENT))
        wanted.setTextIndent(-LOOK.px(INDENT))
        caret = QTextCursor(document)
        caret.select(QTextCursor.SelectionType.Document)
        caret.setBlockFormat(wanted)

    def _fit(self) -> None:
        document = self.document()
        rows = LOOK.px(LINE) if document is None else round(document.size().height())
        height = max(rows, LOOK.px(LINE))
        if height != self.height():
            self.setFixedHeight(height)
            self.updateGeometry()

    def _repaint(self) -> None:
        port = self.viewport()
        if port is not None:
            port.update()

    def _restyle(self) -> None:
        self._busy = True
        self.setFont(editor_font())
        self._layout_lines()
        self.names.rehighlight()
        self._busy = False
        self._fit()
        self._repaint()


def whole(text: str) -> str:
    """`text` without halves of characters, which no file could hold."""
    return text.encode("utf-16", "replace").decode("utf-16", "replace")


def _is_other_redo(event: QKeyEvent) -> bool:
    keys = QKeySequence(event.keyCombination())
    return keys in (QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Z"))


def _prefix(first: str, second: str) -> str:
    return first[: _common(first, second)]


def _common(first: str, second: str, taken: int = 0) -> int:
    """Number of characters that two texts begin with, `taken` of each being spoken for."""
    most = min(len(first), len(second)) - taken
    for i in range(max(most, 0)):
        if first[i] != second[i]:
            return i
    return max(most, 0)
