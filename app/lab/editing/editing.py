"""The equations panel at work: what is typed becomes what is shown, a moment later."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFileDialog

from app.bare_system import NEW, portrait_of_equations
from app.catalogue import Opened
from app.lab.editing.carrying import numbers
from app.lab.editing.files import SUFFIX, write_preset
from app.lab.editing.reading import Context, Reading, readings, text_of
from app.lab.editing.reforming import reform
from engines.errors import SeparatrixError
from engines.parameters.declare import Parameters
from engines.parameters.reading import changed
from engines.running.runner import Runner
from engines.systems.system import System

if TYPE_CHECKING:
    from app.window import MainWindow

REST = 0.6  # s without a key after which everything is computed, machine code too
PATIENCE = 0.35  # s without a key after which a fault is told: half a word is none
FIRST = "x' = y\ny' = a*(1 - x^2)*y - x"  # what a new system begins with
HINT = (
    "Type or paste one equation a line: x' = y for a flow, x -> 1 - x^2 for a map, "
    "x' = -x(t - 1) and x = 0.5 for t <= 0 for a delay."
)


class Editing:
    """Reads the text of the panel on a thread of its own and shows what it says.

    Attributes:
        origin: What the equations of a file were opened as, to which Discard goes back.
        reading: What the text said last.
    """

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.panel = window.left.equations
        self.space = window.workspace
        self.origin: Opened | None = None
        self._wanted = False  # the caret goes into what is opened next
        self.reading: Reading | None = None
        self._runner: Runner[Reading] = Runner("equations")
        self._remembered: dict[str, float] = {}
        self._since = 0.0  # s since the last key
        self._resting = True
        self._wrong: Reading | None = None  # a fault that is not told yet
        panel, space = self.panel, self.space
        panel.typed.connect(self.type)
        panel.left.connect(self.rest)
        panel.fresh.connect(self.start_new)
        panel.discarded.connect(self.discard)
        panel.saved.connect(self.save)
        space.opened.connect(self._opened)
        space.revised.connect(self._revised)
        space.restored.connect(self._restored)
        space.parameters_changed.connect(self._values_changed)
        window.pump.listen(self.tick)

    @property
    def possible(self) -> bool:
        """Whether what is open has equations that can be typed."""
        found = self.space.open_now
        subject = found.subject if found is not None else None
        return isinstance(subject, System) and bool(subject.lines)

    @property
    def edited(self) -> bool:
        """Whether the equations are not those of the file."""
        found = self.space.open_now
        if found is None or not self.possible:
            return False
        return self.origin is None or found.preset.equations != self.origin.preset.equations

    # acts

    def type(self, text: str) -> None:
        """The text is another now: read it."""
        found, values = self.space.open_now, self.space.parameters
        if found is None or values is None or not self.possible:
            return
        self._since, self._resting = 0.0, False
        if not text.strip():
            self._take(Reading(text, sentence=HINT))
            return
        context = self._context(found, values)
        self._runner.submit(lambda ticket: readings(text, context, ticket))

    def rest(self) -> None:
        """Nobody types any more: compute everything, and close the entry of the history."""
        if not self._resting:
            self._resting = True
            self._tell()
            self.space.settle()
            if self.space.history is not None:
                self.space.history.close()

    def tick(self, seconds: float) -> None:
        """Take what was read; called on the GUI thread only."""
        self._since += seconds
        failure = self._runner.failures.take()
        reading = self._runner.frames.take()
        if failure is not None:
            self.window.say(f"The equations could not be read: {failure}")
        if reading is not None and reading.text == self.panel.editor.text():
            self._take(reading)
        if self._since >= PATIENCE:
            self._tell()
        if self._since >= REST and not self._runner.busy:
            self.rest()

    def start_new(self) -> None:
        """Open a system of two equations to be typed over."""
        self._wanted = True
        self.window.open(portrait_of_equations({"text": FIRST}, NEW))

    def edit(self) -> None:
        """Put the caret into the equations."""
        self.window.left.fold(False)
        self.panel.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def discard(self) -> None:
        """Back to the equations of the file, as an entry that can be undone."""
        if self.origin is not None:
            self.panel.editor.set_text(text_of(self.origin))
            self.type(text_of(self.origin))

    def save(self) -> None:
        """Ask where the system goes, and write it there."""
        found = self.space.open_now
        if found is None or not self.possible:
            return
        start = self.window.exporting.folder() / f"{found.preset.id}{SUFFIX}"
        name, _ = QFileDialog.getSaveFileName(
            self.window, "Save as preset", str(start), f"Preset (*{SUFFIX})"
        )
        if name:
            self.write(Path(name if name.endswith(SUFFIX) else name + SUFFIX))

    def write(self, path: Path) -> bool:
        """Write the system as a preset; whether it could be written."""
        found, values = self.space.open_now, self._values_now()
        if found is None or values is None:
            return False
        try:
            preset = write_preset(path, found, values)
        except SeparatrixError as error:
            self.window.say(str(error))
            return False
        self.origin = Opened(preset, found.experiment, values, found.subject)
        self.space.rehome(self.origin)
        self._show_head()
        self.window.status.say(f"Saved {path.name}")
        return True

    def close(self, patience: float) -> None:
        """Let the thread end."""
        self._runner.close(patience)

    # what was read

    def _take(self, reading: Reading) -> None:
        found, values = self.space.open_now, self.space.parameters
        if found is None or values is None:
            return
        self.origin = self.origin or reading.origin
        self._resting = self._resting and self._shows(reading.text)
        if reading.found is not None and reading.values is not None:
            self.reading, self._wrong = reading, None
            self.panel.show_good(reading.tex, reading.check, self._names(reading.found))
            if self._shows(reading.text):
                pass  # it was read only to say what is known of it
            elif reading.found.experiment is not found.experiment:
                self.space.revise(reading.text, reading.found, reading.values, final=False)
            else:
                self._note(reading.text, reading.found, values)
            self._show_head()
            return
        self._wrong = reading
        if not self._shows(reading.text):
            self._note(reading.text, found, values, draft=reading.text)
        self._show_head()

    def _shows(self, text: str) -> bool:
        """Whether the history is at this text already."""
        history, found = self.space.history, self.space.open_now
        if history is None or found is None:
            return False
        known = history.entry.text
        return text == (text_of(found) if known is None else known)

    def _note(self, text: str, found: Opened, values: Parameters, draft: str = "") -> None:
        """Keep a text that changes no picture: in the history, and for a next start."""
        preset = replace(found.preset, draft=draft)
        self.space.revise(text, replace(found, preset=preset), values, final=False)
        self.window.recovery.autosave.touch()

    def _tell(self) -> None:
        """Underline what cannot be read, if it is still so."""
        wrong, self._wrong = self._wrong, None
        if wrong is None or wrong.text != self.panel.editor.text():
            return
        self.reading = wrong
        if not wrong.text.strip():
            self.panel.show_hint(wrong.sentence)
        else:
            self.panel.show_fault(wrong.sentence, wrong.fault)
        self.window.left.grow()

    # what is open

    def _opened(self, found: Opened) -> None:
        """A preset, a file or a session was opened."""
        self.take_up(found)
        if self._wanted:
            self._wanted = False
            self.edit()
            self.panel.editor.selectAll()

    def take_up(self, found: Opened) -> None:
        """Other equations are shown, which nobody has typed."""
        self._remembered, self._wrong, self.reading = {}, None, None
        preset = found.preset
        whole = not preset.equations or (not preset.system and preset.path.is_file())
        self.origin = None
        if self.possible and whole:
            self.origin = replace(found, preset=replace(preset, draft=""))
        self.panel.set_editable(self.possible)
        if preset.draft or preset.equations:
            self.panel.editor.set_text(text_of(found))
            self._look_again(text_of(found))
        self._show_head()

    def _revised(self, found: Opened) -> None:
        """Other equations are shown: forms, names and words follow."""
        reform(self.window, found)
        self._show_head()

    def _restored(self) -> None:
        """Undo or redo: the text goes along."""
        history, found = self.space.history, self.space.open_now
        if history is None or found is None or not self.possible:
            return
        text = history.entry.text
        text = text_of(found) if text is None else text
        self._resting = True
        if text != self.panel.editor.text():
            self.panel.editor.set_text(text)
            self._look_again(text)
        self._show_head()

    def _look_again(self, text: str) -> None:
        """Read a text that the history is at, only to say what is known of it."""
        found, values = self.space.open_now, self.space.parameters
        if found is not None and values is not None:
            context = self._context(found, values)
            self._runner.submit(lambda ticket: readings(text, context, ticket))
            self._since = 0.0

    def _context(self, found: Opened, values: Parameters) -> Context:
        room = float(self.panel.page.width())
        return Context(self.origin, found, values, dict(self._remembered), room)

    def _show_head(self) -> None:
        found = self.space.open_now
        if found is None:
            return
        title = self.origin.preset.title if self.origin is not None else ""
        self.panel.set_edited(self.edited or bool(found.preset.draft), title)
        self.window.setWindowTitle(f"{found.preset.title} \N{EN DASH} Separatrix")
        self.window.head.set_title(found.preset.title)
        self.window.left.grow()

    def _values_changed(self, values: Parameters) -> None:
        found = self.space.open_now
        if found is None or not self.possible:
            return
        now = numbers(found, values)
        self._remembered |= now
        self.panel.set_values(now)

    def _values_now(self) -> Parameters | None:
        """All values at the time that is shown."""
        values, clock = self.space.parameters, self.space.clock
        if values is None or not clock.parameter:
            return values
        return changed(values, {clock.parameter: self.space.time})

    @staticmethod
    def _names(found: Opened) -> tuple[str, ...]:
        return tuple(d.name for d in found.subject.declared)
