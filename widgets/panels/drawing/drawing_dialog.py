"""The card on which a start is drawn."""

from __future__ import annotations

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from widgets.controls.buttons import Button
from widgets.controls.labels import Label
from widgets.controls.segmented import Segmented
from widgets.panels.card_dialog import CardDialog
from widgets.panels.drawing.pad import CELL, SIDE, DrawingPad
from widgets.theme.look import LOOK

BRUSHES = {"fine": 1.0, "middle": 2.0, "broad": 3.5}
ASIDE = 190  # pixels for what stands beside the pad
WORDS = "Draw one shape, about half as wide as the sheet. The right button rubs out."


class DrawingDialog(CardDialog):
    """A pad, brushes, undo and clear; whatever is drawn is shown at once.

    Attributes:
        drawn: The sheet was changed.
        wanted: A picture shall be opened in place of drawing one.
        pad: The sheet.
        trouble: Why a picture was not taken.
    """

    drawn = pyqtSignal()
    wanted = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.done_button = Button("Done", "primary", "Put the card away  (Enter)")
        super().__init__("Draw", "Draw a start", self.done_button, "Close", parent)
        self.pad = DrawingPad()
        self.brush = Segmented("Brush", tuple(BRUSHES), "middle")
        self.undo_button = Button("Undo", hint="Take the last stroke back  (Ctrl+Z)")
        self.clear_button = Button("Clear", hint="An empty sheet")
        self.open_button = Button("Open a picture", hint=f"A file of {SIDE} x {SIDE} pixels")
        self.trouble = Label("", "small", tone="warn", wrap=True)
        self.brush.chosen.connect(self._brush_chosen)
        self.undo_button.clicked.connect(self.pad.undo)
        self.clear_button.clicked.connect(self.pad.clear)
        self.open_button.clicked.connect(self.wanted)
        self.done_button.clicked.connect(self.accept)
        self.pad.drawn.connect(self._drawn)
        self._aside = QVBoxLayout()
        self._aside.addWidget(Label(WORDS, "small", tone="text3", wrap=True))
        for part in (self.brush, self.undo_button, self.clear_button, self.open_button):
            self._aside.addWidget(part)
        self._aside.addStretch(1)
        self._row = QHBoxLayout()
        self._row.addWidget(self.pad)
        self._row.addLayout(self._aside, 1)
        self.inside.addLayout(self._row, 1)
        self.close_with(self.trouble, "Put the card away")
        self._restyle()
        self._tell()
        LOOK.changed.connect(self._restyle)

    def say(self, sentence: str) -> None:
        """Why a picture was not taken; "" takes the words away."""
        self.trouble.setText(sentence)

    def _brush_chosen(self, name: str) -> None:
        self.pad.radius = BRUSHES[name]

    def _drawn(self) -> None:
        self.say("")
        self._tell()
        self.drawn.emit()

    def _tell(self) -> None:
        self.undo_button.setEnabled(self.pad.can_undo)
        self.clear_button.setEnabled(bool(self.pad.ink.any()))

    def _restyle(self) -> None:
        self._aside.setSpacing(LOOK.px(12))
        self._row.setSpacing(LOOK.px(24))
        self.fit(48 + SIDE * CELL + 24 + ASIDE, 150 + SIDE * CELL)
