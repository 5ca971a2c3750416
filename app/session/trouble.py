"""Which sentence of trouble stands: pictures come sixty times a second, a reader takes longer."""

from __future__ import annotations

from collections.abc import Sequence

from engines.errors import SeparatrixError


class Trouble:
    """A sentence that was said stays until it is read, superseded, or answered by an act.

    Notes of frames stand as long as frames carry them. Where both would stand, what was said does;
    notes that were read once are not shown again before frames came without them.
    """

    def __init__(self) -> None:
        self._said = ""
        self._answered = self._doubtful = False
        self._notes: tuple[str, ...] = ()
        self._read: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """What stands now; "" for nothing."""
        if self._said:
            return self._said
        return self._notes[0] if self._notes and self._notes != self._read else ""

    @property
    def kind(self) -> str:
        """What stands: "error" if it was said; of notes "note", or "warn" where a picture is not trusted."""
        return "error" if self._said else "warn" if self._doubtful else "note"

    @property
    def detail(self) -> str:
        """What more there is to it."""
        return "\n".join(self._notes) if not self._said and len(self._notes) > 1 else ""

    def say(self, sentence: str) -> None:
        """Something went wrong."""
        self._said, self._answered = sentence, False

    def act(self) -> None:
        """The user has changed something: the next picture tells whether that has helped."""
        self._answered = True

    def see(self, notes: Sequence[str], doubtful: bool = False) -> None:
        """A picture has come, with these notes; `doubtful` if it cannot be trusted or is empty."""
        self._doubtful = doubtful
        if self._answered:
            self._said = ""
        if not notes:
            self._read = ()
        self._notes = tuple(notes)

    def read(self) -> None:
        """The user has put it away."""
        if not self._said:
            self._read = self._notes
        self._said = ""

    def forget(self) -> None:
        """Something else was opened."""
        self._said, self._notes, self._read = "", (), ()


def sentence_of(error: Exception) -> str:
    """What an exception says to the user."""
    if isinstance(error, SeparatrixError):
        return str(error)
    return f"Something went wrong inside the engine ({type(error).__name__}: {error})."
