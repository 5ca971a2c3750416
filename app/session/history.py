"""Undo and redo of parameters."""

from __future__ import annotations

from engines.parameters.declare import Parameters

DEPTH = 500


class History:
    """A line of frozen parameter records with a place on it.

    A drag is one entry: edits that are not final replace the open entry, the final one closes it.
    """

    def __init__(self, first: Parameters) -> None:
        self._line = [first]
        self._place = 0
        self._open = False

    @property
    def current(self) -> Parameters:
        """The parameters now."""
        return self._line[self._place]

    @property
    def before(self) -> Parameters | None:
        """The parameters one entry earlier, to draw what was there before the last move."""
        return self._line[self._place - 1] if self._place else None

    @property
    def can_undo(self) -> bool:
        """Whether there is an earlier entry."""
        return self._place > 0

    @property
    def can_redo(self) -> bool:
        """Whether there is a later entry."""
        return self._place + 1 < len(self._line)

    def edit(self, parameters: Parameters, final: bool = True) -> None:
        """Take up new parameters; whatever was undone is forgotten.

        Args:
            parameters: The new record.
            final: False while a hand still moves.
        """
        if parameters == self.current and not self._open:
            return
        if self._open:
            self._line[self._place] = parameters
        else:
            del self._line[self._place + 1 :]
            self._line.append(parameters)
            if len(self._line) > DEPTH:
                del self._line[0]
            self._place = len(self._line) - 1
        self._open = not final
        if final and self._place and self._line[self._place] == self._line[self._place - 1]:
            del self._line[self._place]
            self._place -= 1

    def replace(self, parameters: Parameters) -> None:
        """Put `parameters` in place of the current entry; time that passes is not undone."""
        self._line[self._place] = parameters

    def take_back(self) -> Parameters:
        """Drop the current entry as if it had never been."""
        if self._place:
            del self._line[self._place :]
            self._place -= 1
        self._open = False
        return self.current

    def undo(self) -> Parameters:
        """Go back one entry, if there is one."""
        self._open = False
        self._place = max(0, self._place - 1)
        return self.current

    def redo(self) -> Parameters:
        """Go forward one entry, if there is one."""
        self._open = False
        self._place = min(len(self._line) - 1, self._place + 1)
        return self.current
