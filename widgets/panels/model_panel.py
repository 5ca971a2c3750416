"""What is known of a trained model, and the button that trains it again."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from widgets.controls.buttons import Button
from widgets.controls.labels import Label
from widgets.panels.dock_panel import DockPanel, Scroll
from widgets.theme.look import LOOK

LONG = 20  # letters that no longer stand in one line beside their name

SHIPPED = "The shipped weights stay as they are."
OWN = "Trained here. Undo brings back what was before."


class ModelPanel(DockPanel):
    """Rows of facts from a model's card; buttons that train, hold or stop the training, and save.

    Attributes:
        train: The training is wanted.
        stop: The training shall end.
        held: It shall rest, or go on.
        saved: What was learned shall be written to a file.
        facts: Label and value of each row.
    """

    train = pyqtSignal()
    stop = pyqtSignal()
    held = pyqtSignal(bool)
    saved = pyqtSignal()

    def __init__(self) -> None:
        super().__init__("Model")
        self.facts: tuple[tuple[str, str], ...] = ()
        self._training = self._held = self._own = False
        self._trained = True
        self.title = Label("", weight=600, wrap=True)
        self.button = Button("Train again", hint="Watch the field while the loss falls  (T)")
        self.button.clicked.connect(self._pressed)
        self.hold = Button("Hold", hint="Let it rest, and look around  (Shift+T)")
        self.hold.clicked.connect(lambda: self.held.emit(not self._held))
        self.save = Button("Save", hint="Write the weights that were trained here to a file")
        self.save.clicked.connect(self.saved)
        self.hint = Label(SHIPPED, "small", tone="text3", wrap=True)
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._table = QWidget()
        self._row = row = QHBoxLayout()
        for button in (self.button, self.hold, self.save):
            row.addWidget(button)
        row.addStretch(1)
        self._column.addWidget(self.title)
        self._column.addLayout(row)
        self._column.addWidget(self.hint)
        self._column.addWidget(self._table)
        self._column.addStretch(1)
        self.area = Scroll(self._body)
        self.column.addWidget(self.area, 1)
        self._show()
        self._restyle()
        LOOK.changed.connect(self._restyle)

    def set_facts(self, title: str, facts: Sequence[tuple[str, str]], trained: bool = True) -> None:
        """Shows the facts of a model.

        Args:
            title: Its name.
            facts: Label and value of each row.
            trained: Whether it was trained, and can be again.
        """
        self.title.setText(title)
        self._trained = trained
        self._show()
        self.facts = tuple(facts)
        self._build()

    def set_training(self, training: bool, held: bool = False) -> None:
        """Shows whether it is being trained, and whether that rests."""
        if (training, held) != (self._training, self._held):
            self._training, self._held = training, held
            self._show()

    def set_own(self, own: bool) -> None:
        """Shows whether its weights were trained by whoever looks at them."""
        if own != self._own:
            self._own = own
            self._show()

    def _show(self) -> None:
        self.button.setText("Stop training" if self._training else "Train again")
        self.hold.setText("Go on" if self._held else "Hold")
        self.button.setVisible(self._trained or self._training)
        self.hold.setVisible(self._training)
        self.save.setVisible(self._own and self._trained and not self._training)
        self._row.invalidate()  # what was never shown would go on taking its width
        self.hint.setText(OWN if self._own else SHIPPED)
        self.hint.setVisible(self._trained)

    def _pressed(self) -> None:
        (self.stop if self._training else self.train).emit()

    def _build(self) -> None:
        old, self._table = self._table, QWidget()
        self._column.replaceWidget(old, self._table)
        old.hide()
        old.deleteLater()
        grid = QGridLayout(self._table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(LOOK.px(12))
        grid.setVerticalSpacing(LOOK.px(6))
        grid.setColumnStretch(1, 1)
        for name, value in self.facts:
            row = grid.rowCount()
            shown = Label(value, weight=500, wrap=True)
            grid.addWidget(Label(name, tone="text2"), row, 0, Qt.AlignmentFlag.AlignTop)
            if len(value) > LONG:  # a sentence takes the whole width below its name
                grid.addWidget(shown, row + 1, 0, 1, 2)
                continue
            shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            grid.addWidget(shown, row, 1)

    def _restyle(self) -> None:
        px = LOOK.px
        self._column.setContentsMargins(px(16), 0, px(16), px(12))
        self._column.setSpacing(px(8))
        self._build()
