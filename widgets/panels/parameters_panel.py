"""All parameters of what is open."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from engines.parameters.declare import Parameters
from widgets.controls.buttons import IconButton
from widgets.controls.form import Form
from widgets.panels.dock_panel import DockPanel, Scroll, emptied
from widgets.theme.look import LOOK


class ParametersPanel(DockPanel):
    """A scrolling form with a button that resets all.

    Attributes:
        edited: As `Form.edited`: name, value, final.
        reset: All parameters are wanted back at their defaults.
        form: The form of the model set last, or None.
    """

    edited = pyqtSignal(str, object, bool)
    reset = pyqtSignal()

    def __init__(self) -> None:
        super().__init__("Parameters")
        self.form: Form | None = None
        again = IconButton("reset", "All parameters back to their defaults")
        again.clicked.connect(self.reset.emit)
        self.header.add(again)
        body = QWidget()
        self._body = QVBoxLayout(body)
        self.area = Scroll(body)
        self.column.addWidget(self.area, 1)
        self._restyle()
        LOOK.changed.connect(self._restyle)

    def set_model(self, model: type[Parameters], values: Parameters | None = None) -> None:
        """Builds the form of a model and shows `values`, or the defaults."""
        emptied(self._body)
        self.form = Form(model)
        self.form.edited.connect(self.edited.emit)
        if values is not None:
            self.form.set_values(values)
        self._body.addWidget(self.form)
        self._body.addStretch(1)

    def revise_model(self, model: type[Parameters], values: Parameters) -> None:
        """Shows another model of much the same rows: those that stay are not built again."""
        if self.form is None:
            self.set_model(model, values)
            return
        self.form.remake(model)
        self.form.set_values(values)

    def set_values(self, parameters: Parameters) -> None:
        """Shows values; emits nothing."""
        if self.form is not None:
            self.form.set_values(parameters)

    def set_unfit(self, reasons: Mapping[str, str]) -> None:
        """Parameter name to the reason why it cannot be used now."""
        if self.form is not None:
            self.form.set_unfit(reasons)

    def set_hidden(self, groups: Collection[str]) -> None:
        """Leaves out groups of rows."""
        if self.form is not None:
            self.form.set_hidden(groups)

    def focus_parameter(self, name: str) -> None:
        """Brings a row into view and gives it the focus; an unknown name does nothing."""
        if self.form is not None and name in self.form.rows:
            self.form.reveal(name)
            row: QWidget = self.form.rows[name]
            self.area.show_focused(row)
            row.setFocus()

    def _restyle(self) -> None:
        self._body.setContentsMargins(0, 0, 0, LOOK.px(8))
        self._body.setSpacing(0)
