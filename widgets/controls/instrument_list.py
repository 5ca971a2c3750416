"""The switches of all instruments, under the headings of their kinds."""

from __future__ import annotations

from collections.abc import Mapping

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from engines.parameters.declare import Declaration, Parameters, declarations
from widgets.controls.form import INSTRUMENTS, MARGIN
from widgets.controls.instrument_row import InstrumentRow
from widgets.controls.labels import Label
from widgets.theme.look import LOOK

UNFIT = "Not for this flow"


class InstrumentList(QWidget):
    """One row per switch of the group "Instruments" of a parameter model.

    Kinds of which one is switched on at rest come first, then the others by name; what cannot be
    used now stands below all others with its reason.

    Attributes:
        edited: A switch was turned: parameter name, state, and True because that is final.
        rows: Parameter name to its row.
    """

    edited = pyqtSignal(str, object, bool)

    def __init__(self, model: type[Parameters]) -> None:
        super().__init__()
        self.rows: dict[str, InstrumentRow] = {}
        self._unfit: dict[str, str] = {}
        self._sections = _sections(model)
        self._headings = {name: Label(name, "small", 600, "text3", wrap=True) for name in
                          (*self._sections, UNFIT)}  # fmt: skip
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        for heading in self._headings.values():
            heading.setParent(self)
        for members in self._sections.values():
            for d in members:
                row = InstrumentRow(d)
                row.edited.connect(lambda on, final, name=d.name: self.edited.emit(name, on, final))
                self.rows[d.name] = row
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._place()
        LOOK.changed.connect(self._restyle)

    def set_values(self, parameters: Parameters) -> None:
        """Shows the states in an instance of the model; emits nothing."""
        for name, row in self.rows.items():
            row.set_value(getattr(parameters, name))

    def set_unfit(self, reasons: Mapping[str, str]) -> None:
        """Disables what cannot be used now, shows why and moves it to the end; enables the rest."""
        reasons = {name: why for name, why in reasons.items() if name in self.rows}
        if self._unfit == reasons:
            return  # told with every move of a hand, and each row would be laid out again
        moved = self._unfit.keys() != reasons.keys()
        self._unfit = dict(reasons)
        for name, row in self.rows.items():
            row.set_reason(reasons.get(name, ""))
        if moved:
            self._place()

    def order(self) -> list[str]:
        """Headings and names of the rows as they stand, top first."""
        shown: list[str] = []
        for section, members in self._sections.items():
            fit = [d.name for d in members if d.name not in self._unfit]
            if fit:
                shown += [section, *fit]
        unfit = [d.name for members in self._sections.values() for d in members
                 if d.name in self._unfit]  # fmt: skip
        return [*shown, UNFIT, *unfit] if unfit else shown

    def _place(self) -> None:
        while self._column.count():
            self._column.takeAt(0)
        order = self.order()
        for name in order:
            self._column.addWidget(self.rows.get(name) or self._headings[name])
        for name, heading in self._headings.items():
            # a model without kinds needs no words for them
            heading.setVisible(name in order and bool(name))
        self._restyle()

    def _restyle(self) -> None:
        px, first = LOOK.px, self.order()[:1]
        for name, heading in self._headings.items():
            top = 0 if [name] == first else px(12)
            heading.setContentsMargins(px(MARGIN), top, px(MARGIN), px(2))


def _sections(model: type[Parameters]) -> dict[str, list[Declaration]]:
    found: dict[str, list[Declaration]] = {}
    for d in declarations(model).values():
        if d.group == INSTRUMENTS and not d.hidden:
            found.setdefault(d.section, []).append(d)

    def place(section: str) -> tuple[bool, str]:
        return not any(d.default for d in found[section]), section

    return {section: found[section] for section in sorted(found, key=place)}
