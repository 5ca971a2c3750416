"""Every act of the window in one table: menus, keys and the palette are made from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QAction, QKeySequence
from PyQt6.QtWidgets import QMainWindow, QMenu

MENUS = (
    "File",
    "Edit",
    "View",
    "System",
    "Instruments",
    "Model",
    "Run",
    "Tools",
    "Window",
    "Help",
)
LINE = "-"


@dataclass(frozen=True, slots=True)
class Command:
    """One act.

    Attributes:
        menu: Menu it stands in.
        title: Words, as in "Export picture".
        run: What it does.
        keys: Key sequences, the first is shown. A text field keeps single letters for itself.
        divided: A line stands above it in the menu.
        possible: Whether it can be done now; asked when the menu opens and when a key is pressed.
        on: For a switch, whether it is on; None if it is none.
    """

    menu: str
    title: str
    run: Callable[[], object]
    keys: tuple[str, ...] = ()
    divided: bool = False
    possible: Callable[[], bool] | None = None
    on: Callable[[], bool] | None = None


def clashes(commands: Iterable[Command]) -> list[str]:
    """Key sequences that two commands claim."""
    seen: dict[str, str] = {}
    twice = []
    for command in commands:
        for keys in command.keys:
            if keys in seen:
                twice.append(f"{keys}: {seen[keys]}, {command.title}")
            seen[keys] = command.title
    return twice


def fill_menus(window: QMainWindow, commands: Iterable[Command]) -> dict[str, QAction]:
    """Build the menu bar of `window`; returns title to action."""
    bar = window.menuBar()
    actions: dict[str, QAction] = {}
    if bar is None:
        return actions
    menus: dict[str, QMenu] = {}
    checks: dict[str, list[Callable[[], None]]] = {}
    for command in commands:
        menu = menus.get(command.menu)
        if menu is None:
            made = bar.addMenu(command.menu)
            if made is None:
                continue
            menu = menus[command.menu] = made
            checks[command.menu] = []
            menu.aboutToShow.connect(lambda name=command.menu: [look() for look in checks[name]])
        if command.divided:
            menu.addSeparator()
        action = QAction(command.title, window)
        action.setShortcuts([QKeySequence(k) for k in command.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setCheckable(command.on is not None)
        action.triggered.connect(lambda _=False, c=command: _run(c))
        checks[command.menu].append(partial(_look, action, command))
        menu.addAction(action)
        actions[command.title] = action
    return actions


def _look(action: QAction, command: Command) -> None:
    action.setEnabled(command.possible is None or command.possible())
    if command.on is not None:
        action.setChecked(command.on())


def _run(command: Command) -> None:
    if command.possible is None or command.possible():
        command.run()
