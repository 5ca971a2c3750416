"""The equations of what is open: typed here, typeset below as one types."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from PyQt6.QtCore import QRect, Qt, pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from widgets.controls.buttons import Button, IconButton
from widgets.controls.labels import Label
from widgets.panels.dock_panel import DockPanel, Scroll
from widgets.panels.equations.editor import EquationEditor, Fault
from widgets.panels.equations.page import Page
from widgets.panels.equations.typeset_lines import TypesetLines
from widgets.theme.icons import icon_pixmap
from widgets.theme.look import LOOK
from widgets.theme.numbers import MINUS

MARKS = {"text2": ("tick", "accent"), "error": ("cross", "error"), "text3": ("", "text3")}
KEPT = "The last good picture stays."


class EquationsPanel(DockPanel):
    """Numbered lines, what the check found, the typeset equations, and what to do with them.

    Attributes:
        typed: The text was changed by hand.
        left: The field was left.
        fresh: A new system is wanted.
        discarded: The equations of the file are wanted back.
        saved: The system is to be written to a file.
        page: The field with its numbers.
        check: The sentence below it.
    """

    typed = pyqtSignal(str)
    left = pyqtSignal()
    fresh = pyqtSignal()
    discarded = pyqtSignal()
    saved = pyqtSignal()

    def __init__(self) -> None:
        super().__init__("Equations")
        self.page = Page()
        self.typeset = TypesetLines()
        self.check = Label("", "small", tone="text2", wrap=True)
        self.discard = Button("Discard", "quiet")
        self.save = Button("Save", "plain")
        self._mark = QLabel()
        self._tone = "text2"
        fresh = IconButton("plus", "New system", "Ctrl+N")
        fresh.clicked.connect(self.fresh.emit)
        self.header.add(fresh)
        body = QWidget()
        self._body = QVBoxLayout(body)
        self._body.addWidget(self.page)
        self._row = QHBoxLayout()
        self._row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(self.check, 1)
        self._body.addLayout(self._row)
        self._body.addWidget(self.typeset)
        self._buttons = QHBoxLayout()
        self._buttons.addStretch(1)
        self._buttons.addWidget(self.discard)
        self._buttons.addWidget(self.save)
        self._body.addLayout(self._buttons)
        self._body.addStretch(1)
        self.area = Scroll(body)
        self.column.addWidget(self.area, 1)
        self.editor.typed.connect(self.typed.emit)
        self.editor.left.connect(self.left.emit)
        self.editor.refused.connect(self.show_refusal)
        self.editor.cursorPositionChanged.connect(self._follow)
        self.discard.clicked.connect(self.discarded.emit)
        self.save.clicked.connect(self.saved.emit)
        self.set_editable(False)
        self.set_edited(False)
        self._restyle()
        LOOK.changed.connect(self._restyle)

    @property
    def editor(self) -> EquationEditor:
        """The text."""
        return self.page.editor

    def set_equations(
        self, lines: Sequence[str], check: str = "", ok: bool = True, live: Collection[str] = ()
    ) -> None:
        """Shows equations and what was found about them.

        Args:
            lines: The equations as they were typed.
            check: E.g. "Steady: no. Divergence: 0."; "" shows none.
            ok: Whether the check found no fault.
            live: Names of parameters that have a slider; they are written in the accent.
        """
        self.editor.set_live(live)
        self.editor.set_text("\n".join(lines))
        self._say(check.replace("-", MINUS) if ok else check, "text2" if ok else "error")

    def set_editable(self, on: bool) -> None:
        """Lets the text be typed in, or only be read."""
        self.editor.setReadOnly(not on)
        policy = Qt.FocusPolicy.StrongFocus if on else Qt.FocusPolicy.NoFocus
        self.editor.setFocusPolicy(policy)
        self.page.hint = "x' = y" if on else ""

    def set_edited(self, on: bool, origin: str = "") -> None:
        """Whether the text differs from that of a file, and which it would go back to."""
        self.discard.setVisible(on and bool(origin))
        self.discard.setToolTip(f"Back to the equations of {origin}" if origin else "")
        self.save.setVisible(on)
        self.save.setToolTip("Write the system to a file that can be opened again  (Ctrl+Shift+S)")
        self.typeset.setVisible(on)

    def show_good(self, tex: Sequence[str], check: str, live: Collection[str]) -> None:
        """The text could be read.

        Args:
            tex: One line per equation, numbers of sliders marked as live.
            check: What is known about the equations.
            live: Names that have a slider.
        """
        self.editor.set_fault(Fault())
        self.editor.set_live(live)
        self.typeset.set_lines(tex)
        self._say(check.replace("-", MINUS), "text2")

    def show_fault(self, sentence: str, fault: Fault, kept: bool = True) -> None:
        """The text cannot be read: underline the place and say why.

        Args:
            sentence: One sentence.
            fault: Where.
            kept: Whether a picture of what was there before is still shown.
        """
        self.editor.set_fault(fault)
        self._say(f"{sentence} {KEPT}" if kept else sentence, "error")
        self.area.ensureWidgetVisible(self.check, 0, LOOK.px(4))
        self._follow()

    def show_hint(self, sentence: str) -> None:
        """Says what could be typed, where nothing is."""
        self.editor.set_fault(Fault())
        self._say(sentence, "text3")

    def show_refusal(self, sentence: str) -> None:
        """What could not be taken over; text and picture are as they were."""
        self._say(sentence, "error")

    def set_values(self, values: Mapping[str, str | float]) -> None:
        """Shows other numbers in the typeset equations."""
        if not self.typeset.isHidden():
            self.typeset.set_values(values)

    def _say(self, sentence: str, tone: str) -> None:
        self._tone = tone
        self.check.setText(sentence)
        self.check.setVisible(bool(sentence))
        self.editor.setAccessibleDescription(sentence)
        self._restyle()

    def _follow(self) -> None:
        """Keep the caret in sight when it is typed beyond the edge."""
        if self.editor.hasFocus():
            caret: QRect = self.editor.cursorRect()
            inside = self.area.widget()
            if inside is not None:
                place = self.editor.mapTo(inside, caret.center())
                self.area.ensureVisible(place.x(), place.y(), 0, LOOK.px(18))

    def _restyle(self) -> None:
        px = LOOK.px
        self._body.setContentsMargins(px(16), 0, px(16), px(12))
        self._body.setSpacing(px(8))
        self._row.setSpacing(px(8))
        self._buttons.setSpacing(px(8))
        self.check.set_tone(self._tone)
        name, tone = MARKS[self._tone]
        self._mark.setVisible(bool(name) and bool(self.check.text()))
        if name:
            colour = str(getattr(LOOK.theme, tone))
            self._mark.setPixmap(icon_pixmap(name, colour, px(14), self.devicePixelRatioF()))
