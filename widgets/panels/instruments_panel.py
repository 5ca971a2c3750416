"""The instruments that can be put on what is open."""

from __future__ import annotations

from collections.abc import Mapping

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from engines.layers.frame import Reading
from engines.parameters.declare import Parameters
from widgets.controls.instrument_list import InstrumentList
from widgets.controls.labels import Label
from widgets.panels.dock_panel import DockPanel, Scroll, emptied
from widgets.theme.look import LOOK


class InstrumentsPanel(DockPanel):
    """One row per switch of the group "Instruments", with the numbers they measure.

    Attributes:
        edited: Name, state, and True.
        form: The rows, or None before a model was set.
    """

    edited = pyqtSignal(str, object, bool)

    def __init__(self) -> None:
        super().__init__("Instruments")
        self.form: InstrumentList | None = None
        body = QWidget()
        self._body = QVBoxLayout(body)
        self._body.setSpacing(0)
        self.area = Scroll(body)
        self.column.addWidget(self.area, 1)
        self._restyle()
        LOOK.changed.connect(self._restyle)

    def set_model(self, model: type[Parameters], values: Parameters | None = None) -> None:
        """Builds the rows of a model and shows `values`, or the defaults."""
        emptied(self._body)
        self.form = InstrumentList(model)
        self.form.edited.connect(self.edited.emit)
        if values is not None:
            self.form.set_values(values)
        if self.form.rows:
            self._body.addWidget(self.form)
        else:
            none = Label("No instrument fits here; what is measured is in the views.", "small",
                         tone="text3", wrap=True)  # fmt: skip
            none.setContentsMargins(LOOK.px(16), 0, LOOK.px(16), 0)
            self._body.addWidget(none)
        self._body.addStretch(1)

    def set_values(self, parameters: Parameters) -> None:
        """Shows states; emits nothing."""
        if self.form is not None:
            self.form.set_values(parameters)

    def set_unfit(self, reasons: Mapping[str, str]) -> None:
        """Parameter name to the reason why it cannot be used now."""
        if self.form is not None:
            self.form.set_unfit(reasons)

    def set_readings(self, readings: Mapping[str, Reading]) -> None:
        """Parameter name to the number its instrument shows; names without one show none."""
        if self.form is not None:
            for name, row in self.form.rows.items():
                row.set_reading(readings.get(name))

    def _restyle(self) -> None:
        self._body.setContentsMargins(0, 0, 0, LOOK.px(8))
