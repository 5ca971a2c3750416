"""Undo and redo of parameters and of equations, on one line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.catalogue import Opened
from engines.parameters.declare import Parameters

DEPTH = 500


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """What was there at one moment.

    Attributes:
        parameters: All values.
        home: What they belong to, as it was opened; None if that never changes.
        text: The equations as they stood in the editor, readable or not; None if nobody edits.
    """

    parameters: Parameters
    home: Any = None
    text: str | None = None

    def same(self, other: Entry) -> bool:
        """Whether nothing the user could see differs."""
        same = self.parameters == other.parameters and self.text == other.text
        return same and _shown(self.home) is _shown(other.home)


def _shown(home: Any) -> Any:
    """The experiment of what was opened."""
    return home.experiment if isinstance(home, Opened) else home


class History:
    """A line of frozen parameter records with a place on it.

    A drag is one entry, and so is a burst of typing: edits that are not final replace the open
    entry, the final one closes it.
    """

    def __init__(self, first: Parameters, home: Any = None, text: str | None = None) -> None:
        self._line = [Entry(first, home, text)]
        self._place = 0
        self._open = self._writing = False

    @property
    def current(self) -> Parameters:
        """The parameters now."""
        return self.entry.parameters

    @property
    def entry(self) -> Entry:
        """Everything that holds now."""
        return self._line[self._place]

    @property
    def before(self) -> Parameters | None:
        """The parameters one entry earlier, to draw what was there before the last move."""
        return self._line[self._place - 1].parameters if self._place else None

    @property
    def can_undo(self) -> bool:
        """Whether there is an earlier entry."""
        return self._place > 0

    @property
    def can_redo(self) -> bool:
        """Whether there is a later entry."""
        return self._place + 1 < len(self._line)

    @property
    def writing(self) -> bool:
        """Whether the entry is a text that somebody still types."""
        return self._writing

    def edit(self, parameters: Parameters, final: bool = True) -> None:
        """Take up new parameters; whatever was undone is forgotten.

        Args:
            parameters: The new record.
            final: False while a hand still moves.
        """
        if self._writing:
            self.close()
        self._take(Entry(parameters, self.entry.home, self.entry.text), final)

    def write(
        self, text: str | None, parameters: Parameters, home: Any, final: bool = True
    ) -> None:
        """Take up other equations and what belongs to them.

        Args:
            text: As they stand in the editor.
            parameters: Values; those of before where the text cannot be read.
            home: What the values belong to.
            final: False while somebody still types.
        """
        if self._open and not self._writing:
            self.close()
        self._writing = not final
        self._take(Entry(parameters, home, text), final)

    def close(self) -> None:
        """The hand was lifted: whatever comes next is an entry of its own."""
        self._writing = False
        if self._open:
            self._take(self.entry, True)

    def _take(self, entry: Entry, final: bool) -> None:
        if entry.same(self.entry) and not self._open:
            return
        if self._open:
            self._line[self._place] = entry
        else:
            del self._line[self._place + 1 :]
            self._line.append(entry)
            if len(self._line) > DEPTH:
                del self._line[0]
            self._place = len(self._line) - 1
        self._open = not final
        if final and self._place and self._line[self._place].same(self._line[self._place - 1]):
            del self._line[self._place]
            self._place -= 1

    def replace(self, parameters: Parameters, home: Any = None) -> None:
        """Put `parameters` in place of those of the current entry; time is not undone.

        Args:
            parameters: Values.
            home: What they belong to; None if that stays.
        """
        self._line[self._place] = Entry(parameters, home or self.entry.home, self.entry.text)

    def take_back(self) -> Parameters:
        """Drop the current entry as if it had never been."""
        if self._place:
            del self._line[self._place :]
            self._place -= 1
        self._open = self._writing = False
        return self.current

    def undo(self) -> Parameters:
        """Go back one entry, if there is one."""
        self._open = self._writing = False
        self._place = max(0, self._place - 1)
        return self.current

    def redo(self) -> Parameters:
        """Go forward one entry, if there is one."""
        self._open = self._writing = False
        self._place = min(len(self._line) - 1, self._place + 1)
        return self.current
