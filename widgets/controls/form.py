"""A form made from the declarations of a parameter model, and from nothing else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QFontMetricsF
from PyQt6.QtWidgets import QHBoxLayout, QLayoutItem, QLineEdit, QVBoxLayout, QWidget

from engines.parameters.declare import Declaration, Parameters, declarations
from widgets.controls.instrument_row import InstrumentRow
from widgets.controls.labels import Label
from widgets.controls.matrix.families import Family, families, gathered
from widgets.controls.matrix.matrix_grid import MatrixGrid
from widgets.controls.menu_choice import MenuChoice
from widgets.controls.segmented import Segmented, titled
from widgets.controls.slider.slider_row import SliderRow
from widgets.theme.fonts import font
from widgets.theme.look import LOOK
from widgets.theme.numbers import unit_words

INSTRUMENTS = "Instruments"  # the group that the instruments panel shows instead
MARGIN = 16


class FieldRow(QWidget):
    """A control that needs a name above it: a choice or a text.

    Attributes:
        edited: Value and whether it is final.
    """

    edited = pyqtSignal(object, bool)

    def __init__(self, declaration: Declaration) -> None:
        super().__init__()
        self.declaration = declaration
        name = declaration.title or titled(declaration.name)
        self._name = Label(name, tone="text2", wrap=True)
        self._reason = Label("", "small", tone="text3", wrap=True)
        self._reason.hide()
        self.control = self._made(name)
        self.setToolTip(declaration.help)
        self._column = QVBoxLayout(self)
        for part in (self._name, self.control, self._reason):
            self._column.addWidget(part)
        self._restyle()
        LOOK.changed.connect(self._restyle)

    def _made(self, name: str) -> QWidget:
        d = self.declaration
        if d.kind == "text":
            line = QLineEdit(str(d.default))
            line.setAccessibleName(name)
            line.editingFinished.connect(lambda: self.edited.emit(line.text(), True))
            return line
        choice = choice_control(name, d)
        choice.chosen.connect(lambda option: self.edited.emit(option, True))
        return choice

    def set_value(self, value: Any) -> None:
        """Shows a value without telling anybody."""
        if isinstance(self.control, QLineEdit):
            if not self.control.hasFocus():
                self.control.setText(str(value))
        elif isinstance(self.control, Segmented | MenuChoice):
            self.control.set_current(str(value))

    def set_reason(self, reason: str) -> None:
        """Disables the control and shows why; "" enables it."""
        self.control.setEnabled(not reason)
        self._reason.setText(reason)
        self._reason.setVisible(bool(reason))

    def _restyle(self) -> None:
        px = LOOK.px
        self._column.setContentsMargins(px(MARGIN), px(6), px(MARGIN), px(6))
        self._column.setSpacing(px(6))
        if isinstance(self.control, QLineEdit):
            self.control.setFont(font("body"))


def choice_control(name: str, d: Declaration) -> Segmented | MenuChoice:
    """Segments for two to four short options, a menu for more."""
    metrics = QFontMetricsF(font("small", 600))
    widest = max(metrics.horizontalAdvance(titled(c)) for c in d.choices) + LOOK.px(12)
    short = widest * len(d.choices) <= LOOK.px(200 + 16)
    if 2 <= len(d.choices) <= 4 and short:
        return Segmented(name, d.choices, str(d.default))
    return MenuChoice(name, d.choices, str(d.default))


# One line per kind of parameter; "places" has no row.
CONTROLS: dict[str, Callable[[Declaration], Any]] = {
    "real": SliderRow,
    "whole": SliderRow,
    "choice": FieldRow,
    "switch": InstrumentRow,
    "text": FieldRow,
}


class Form(QWidget):
    """Edits one parameter model.

    Attributes:
        edited: A control was used: parameter name, value, and whether it is final; while a hand
            drags, values come that are not.
        rows: Parameter name to its control.
    """

    edited = pyqtSignal(str, object, bool)

    def __init__(
        self,
        model: type[Parameters],
        without: Iterable[str] = (INSTRUMENTS,),
        parent: QWidget | None = None,
    ) -> None:
        """Builds the rows.

        Args:
            model: What can be set.
            without: Groups that are left out.
            parent: Qt parent.
        """
        super().__init__(parent)
        self.model = model
        self.rows: dict[str, Any] = {}
        self._without = frozenset(without)
        self._unfit: dict[str, str] = {}
        self._out: set[str] = set()
        self._units = 0  # width of the column of units
        self._headings: list[QHBoxLayout] = []
        self._groups: dict[str, list[QWidget]] = {}
        self._grids: list[MatrixGrid] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._fill({})
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        LOOK.changed.connect(self._restyle)

    def remake(self, model: type[Parameters]) -> None:
        """Edits `model` from now on; rows whose declaration stays the same stay as they are."""
        kept: dict[str, Any] = {}
        wanted = {d.name: d for d in self._shown(model)}
        for name, row in self.rows.items():
            if wanted.get(name) == row.declaration:
                kept[name] = row
        while (item := self._column.takeAt(0)) is not None:
            _dropped(item, set(kept.values()))
        chosen = {grid.family: (grid.current, grid.open) for grid in self._grids}
        self.model, self.rows, self._headings, self._groups = model, {}, [], {}
        self._grids = []
        self._fill(kept)
        for grid in self._grids:
            grid.current, grid.open = chosen.get(grid.family, (grid.current, grid.open))
            grid.restyle()
        for name, row in self.rows.items():
            if name not in kept:
                row.set_reason(self._unfit.get(name, ""))
        self._place()

    def _fill(self, kept: Mapping[str, Any]) -> None:
        """Lay out all rows, those of `kept` as they are."""
        for group, members in _grouped(self._shown(self.model)).items():
            if group:
                self._heading(group)
            tables = {family.members[0]: family for family in families(members)}
            for d in gathered(members, list(tables.values())):
                if d.name in tables:
                    self._table(d.group, tables[d.name])
                self._add(d, kept.get(d.name))
        self._place()
        sliders = [r for r in self.rows.values() if isinstance(r, SliderRow)]
        metrics = QFontMetricsF(font("small"))
        widths = [metrics.horizontalAdvance(unit_words(r.declaration.unit)) for r in sliders]
        column = round(max([24.0, *(w / LOOK.scale for w in widths)])) + 6
        for row in sliders:
            if column != self._units or row.declaration.name not in kept:
                row.set_unit_column(column)
        self._units = column

    def _shown(self, model: type[Parameters]) -> list[Declaration]:
        return [d for d in declarations(model).values() if self._wanted(d, set(self._without))]

    @staticmethod
    def _wanted(d: Declaration, without: set[str]) -> bool:
        return not d.hidden and d.kind in CONTROLS and d.group not in without

    def _heading(self, text: str) -> None:
        row = QHBoxLayout()
        label = Label(text, "small", 600, "text3", wrap=True)
        self._groups[text] = [label]
        row.addWidget(label)
        self._headings.append(row)
        self._column.addLayout(row)
        self._margins(row, len(self._headings) == 1)

    def _table(self, group: str, family: Family) -> None:
        """The numbers of a table, above the slider of the one that is chosen."""
        grid = MatrixGrid(family)
        grid.set_values({d.name: d.default for d in self._shown(self.model) if d.kind == "real"})
        grid.chosen.connect(self._place)
        self._grids.append(grid)
        self._groups.setdefault(group, []).append(grid)
        self._column.addWidget(grid)

    def _place(self) -> None:
        """Show what is in use: of a table that is open, the slider of one number."""
        away = {
            name
            for grid in self._grids
            for name in grid.family.members
            if not (grid.open and name == grid.current)
        }
        folded = {self.rows[name] for name in away if name in self.rows}
        for group, parts in self._groups.items():
            for part in parts:
                hidden = group in self._out or part in folded
                if part.isHidden() != hidden:
                    part.setVisible(not hidden)
        for i, row in enumerate(self._headings):
            self._margins(row, i == 0)

    def _add(self, d: Declaration, kept: Any = None) -> None:
        control = CONTROLS[d.kind](d) if kept is None else kept
        if kept is None:
            control.edited.connect(
                lambda value, final, name=d.name: self.edited.emit(name, value, final)
            )
        self.rows[d.name] = control
        self._groups.setdefault(d.group, []).append(control)
        self._column.addWidget(control)

    def set_values(self, parameters: Parameters) -> None:
        """Shows all values of an instance of the model; emits nothing."""
        for name, row in self.rows.items():
            row.set_value(getattr(parameters, name))
        for grid in self._grids:
            grid.set_values({name: getattr(parameters, name) for name in grid.family.members})

    def reveal(self, name: str) -> None:
        """Unfolds the table that a parameter is in, if it is in one."""
        for grid in self._grids:
            grid.choose(name)

    def set_unfit(self, reasons: Mapping[str, str]) -> None:
        """Disables what cannot be used now and shows why; enables all else."""
        if self._unfit == reasons:
            return  # told with every move of a hand, and each row would be laid out again
        self._unfit = dict(reasons)
        for name, row in self.rows.items():
            row.set_reason(reasons.get(name, ""))

    def set_hidden(self, groups: Collection[str]) -> None:
        """Leaves out the rows of these groups, because what they belong to is switched off."""
        if self._out == set(groups):
            return
        self._out = set(groups)
        self._place()

    def _margins(self, row: QHBoxLayout, first: bool) -> None:
        px = LOOK.px
        item = row.itemAt(0)
        label = item.widget() if item is not None else None
        if label is not None and label.isHidden():
            row.setContentsMargins(0, 0, 0, 0)
            return
        row.setContentsMargins(px(MARGIN), 0 if first else px(12), px(MARGIN), px(2))

    def _restyle(self) -> None:
        for i, row in enumerate(self._headings):
            self._margins(row, i == 0)


def _dropped(item: QLayoutItem, but: Collection[QWidget]) -> None:
    """Lets go of a widget, or of a heading in its layout, unless it is among `but`."""
    inner, widget = item.layout(), item.widget()
    if inner is not None:
        while (one := inner.takeAt(0)) is not None:
            _dropped(one, but)
    if widget is not None and widget not in but:
        widget.blockSignals(True)  # a number still being typed would be told when it hides
        widget.hide()
        widget.setParent(None)
        widget.deleteLater()


def _grouped(shown: list[Declaration]) -> dict[str, list[Declaration]]:
    """Groups in the order of their first member."""
    groups: dict[str, list[Declaration]] = {}
    for d in shown:
        groups.setdefault(d.group, []).append(d)
    return groups
