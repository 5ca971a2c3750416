"""Acts on equations, with their menus and keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.commands import Command

if TYPE_CHECKING:
    from app.window import MainWindow


def editing_acts(w: MainWindow) -> list[Command]:
    """The rows for the table of commands."""

    def there() -> bool:
        return w.middle.currentIndex() == 1 and w.editing.possible

    def changed() -> bool:
        return there() and w.editing.origin is not None and w.editing.edited

    def act(name: str) -> Callable[[], object]:
        return lambda: getattr(w.editing, name)()  # made after the table of commands

    return [
        Command("File", "New system", act("start_new"), ("Ctrl+N",), True),
        Command("File", "Save as preset", act("save"), ("Ctrl+Shift+S",), False, there),
        Command("System", "Edit equations", act("edit"), ("E",), False, there),
        Command("System", "Discard edits", act("discard"), (), False, changed),
    ]
