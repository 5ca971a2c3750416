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


class ModelPanel(DockPanel):
    """Rows of facts from a model's card; one button that trains, or stops the training.

    Attributes:
        train: The training is wanted.
        stop: The training shall end.
        facts: Label and value of each row.
    """

    train = pyqtSignal()
    stop = pyqtSignal()

    def __init__(self) -> None:
        super().__init__("Model")
        self.facts: tuple[tuple[str, str], ...] = ()
        self._training = False
        self.title = Label("", weight=600, wrap=True)
        self.button = Button("Train again", hint="Watch the field while the loss falls  (T)")
        self.button.clicked.connect(self._pressed)
        self.hint = Label("The shipped weights stay as they are.", "small", tone="text3", wrap=True)
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._table = QWidget()
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        self._column.addWidget(self.title)
        self._column.addLayout(row)
        self._column.addWidget(self.hint)
        self._column.addWidget(self._table)
        self._column.addStretch(1)
        self.area = Scroll(self._body)
        self.column.addWidget(self.area, 1)
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
        self.button.setVisible(trained)
        self.hint.setVisible(trained)
        self.facts = tuple(facts)
        self._build()

    def set_training(self, training: bool) -> None:
        """Shows whether it is being trained."""
        if training != self._training:
            self._training = training
            self.button.setText("Stop training" if training else "Train again")

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
