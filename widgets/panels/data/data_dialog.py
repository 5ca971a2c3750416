"""The dialog that asks which variable of a file plays which role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QGridLayout, QLineEdit, QWidget

from widgets.controls.buttons import Button
from widgets.controls.labels import Label
from widgets.controls.menu_choice import MenuChoice
from widgets.panels.card_dialog import CardDialog
from widgets.panels.dock_panel import Scroll
from widgets.theme.fonts import font
from widgets.theme.look import LOOK

WIDTH = 560
CHOOSE = "choose"
NONE = "none"


@dataclass(frozen=True, slots=True)
class Role:
    """One question.

    Attributes:
        name: Key of the answer, e.g. "u".
        words: What is looked for, e.g. "velocity along x, or eastward".
        options: Name and description of what may be chosen, likeliest first.
        chosen: What is chosen, "" if nothing is.
        optional: Whether nothing may stay chosen.
    """

    name: str
    words: str
    options: tuple[tuple[str, str], ...]
    chosen: str = ""
    optional: bool = False


class DataDialog(CardDialog):
    """One menu per role, the unit of the velocity, and a sentence on what is still open.

    Attributes:
        changed: Another variable was chosen; what the others may be is wanted anew.
        answered: Open was pressed, with role to variable.
    """

    changed = pyqtSignal(object)
    answered = pyqtSignal(object)

    def __init__(self, file: str, about: str, parent: QWidget | None = None) -> None:
        """Builds the dialog.

        Args:
            file: Name of the file.
            about: What is known of it, in a few words.
            parent: The window.
        """
        self.open_button = Button("Open", "primary", "Open the file  (Enter)")
        super().__init__(
            "What is what", f"What is what in {file}?", self.open_button, "Cancel", parent
        )
        self.setAccessibleName(f"What is what in {file}")
        self.choices: dict[str, MenuChoice] = {}
        self._needed: dict[str, str] = {}
        self._names: list[Label] = []
        self._meanings: list[Label] = []
        self.about = Label(about, "small", tone="text3", wrap=True)
        self.open_questions = Label("", "small", tone="warn", wrap=True)
        self.unit = QLineEdit()
        self.unit.setAccessibleName("unit of the velocity")
        self.unit.setPlaceholderText("m s-1, cm/s, km/day, knots or degrees/day")
        self.open_button.clicked.connect(self._answer)
        self._grid = QGridLayout()
        self._grid.setColumnStretch(2, 1)
        rows = QWidget()
        rows.setLayout(self._grid)
        self.inside.addWidget(self.about)
        self.inside.addWidget(Scroll(rows), 1)
        self.close_with(self.open_questions, "Leave the file closed")
        self._restyle()
        LOOK.changed.connect(self._restyle)

    def set_roles(self, roles: Sequence[Role], unit: str) -> None:
        """Shows the questions; menus that are there already keep the focus.

        Args:
            roles: In the order of the rows.
            unit: Unit of the velocity as far as it is known.
        """
        self._needed = {role.name: role.words for role in roles if not role.optional}
        for i, role in enumerate(roles):
            options = ["", *(name for name, _ in role.options)]
            blank = NONE if role.optional else CHOOSE
            titles = [blank, *(_titled(name, about) for name, about in role.options)]
            if role.name not in self.choices:
                self._add(i, role)
            menu = self.choices[role.name]
            menu.set_options(options, "", titles)
            menu.set_current(role.chosen)
        if not self.unit.isModified():
            self.unit.setText(unit)
        row = len(roles)
        if self._grid.indexOf(self.unit) < 0:
            self._row(row, "unit", "of u and v, where the file is silent or wrong", self.unit)
        self._tell()
        self._restyle()

    def set_about(self, words: str) -> None:
        """Says what is known of the file by now."""
        self.about.setText(words)

    def set_trouble(self, sentence: str) -> None:
        """Says why the file cannot be opened as it was answered."""
        self.open_questions.setText(sentence)

    def answers(self) -> dict[str, str]:
        """Role to variable, and the unit if one was written."""
        chosen = {name: menu.current for name, menu in self.choices.items() if menu.current}
        unit = self.unit.text().strip()
        return {**chosen, "unit": unit} if unit else chosen

    def _add(self, row: int, role: Role) -> None:
        menu = MenuChoice(role.name, [""], "", [CHOOSE])
        menu.chosen.connect(lambda _: self._chosen())
        self.choices[role.name] = menu
        self._row(row, role.name, role.words, menu)

    def _row(self, row: int, name: str, words: str, field: QWidget) -> None:
        self._names.append(Label(name, weight=500))
        self._meanings.append(Label(words, "small", tone="text3", wrap=True))
        self._grid.addWidget(self._names[-1], row, 0)
        self._grid.addWidget(self._meanings[-1], row, 1)
        self._grid.addWidget(field, row, 2)

    def _chosen(self) -> None:
        self._tell()
        self.changed.emit(self.answers())

    def _tell(self) -> None:
        """What is still to be chosen; as long as there is something, nothing can be opened."""
        open_ones = [n for n in self._needed if n in self.choices and not self.choices[n].current]
        twice = self._twice()
        words = ""
        if open_ones:
            words = f"Still to be chosen: {', '.join(open_ones)}."
        elif twice:
            words = f"'{twice}' plays two roles, allowed is one."
        self.open_questions.setText(words)
        self.open_button.setEnabled(not words)

    def _twice(self) -> str:
        chosen = [menu.current for menu in self.choices.values() if menu.current]
        return next((name for name in chosen if chosen.count(name) > 1), "")

    def _answer(self) -> None:
        self.answered.emit(self.answers())

    def _restyle(self) -> None:
        px = LOOK.px
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(16))
        self._grid.setVerticalSpacing(px(8))
        self._grid.setColumnMinimumWidth(1, px(150))
        self.unit.setFont(font("body"))
        self.unit.setMinimumHeight(px(28))
        self.fit(WIDTH, 150 + 40 * (len(self.choices) + 1))


def _titled(name: str, about: str) -> str:
    """A name and what it is, short enough for a menu."""
    words = f"{name}: {about}".replace(" x ", " \N{MULTIPLICATION SIGN} ") if about else name
    return words if len(words) <= 40 else f"{words[:39]}\N{HORIZONTAL ELLIPSIS}"
