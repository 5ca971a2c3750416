"""Files of measured fields: looked into on a thread, asked about where they are not evident."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.catalogue import opened, preset
from app.preset_file import SERIES, Preset
from app.session.jobs import Job, Step
from engines.errors import SeparatrixError
from engines.running.imports import IMPORTS
from engines.running.ticket import Ticket
from widgets.panels.data.data_dialog import DataDialog, Role

if TYPE_CHECKING:
    from app.window import MainWindow

SPEED = "m s-1"  # any velocity, to tell whether the unit is all that is wrong


@dataclass(frozen=True, slots=True)
class Look:
    """What a look into a file has found.

    Attributes:
        preset: What would be opened.
        roles: The questions, answered as far as the file does it.
        unit: Unit of the velocity as far as it is known.
        about: What is known of the file, in a few words.
        trouble: Why it cannot be opened yet; "" if it can.
    """

    preset: Preset
    roles: tuple[Role, ...]
    unit: str
    about: str
    trouble: str


class Receiving:
    """Takes files that are dropped on the window, and asks what the file does not say.

    Attributes:
        dialog: The dialog, while it is open.
    """

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.dialog: DataDialog | None = None
        self._job: Job | None = None
        self._values: dict[str, Any] = {}

    @staticmethod
    def takes(what: object) -> bool:
        """Whether `what` is a file of fields, or a preset about one outside of the tree."""
        if isinstance(what, Preset):
            return what.data.startswith(".") and what.path.suffix.lower() in SERIES
        return isinstance(what, str | Path) and Path(what).suffix.lower() in SERIES

    def open(self, what: str | Path | Preset, values: Mapping[str, Any]) -> None:
        """Look into the file; open it if it is evident, else ask."""
        self._values = dict(values)
        self._look(what, None)

    def _look(self, what: str | Path | Preset, names: Mapping[str, str] | None) -> None:
        if self._job is not None:
            self.window.jobs.cancel(self._job)
        named = what.path.name if isinstance(what, Preset) else Path(what).name

        def work(ticket: Ticket) -> Iterator[Step]:
            yield Step(f"Reading {named}")
            yield Step(f"Reading {named}", 1.0, looked(what, names, ticket))

        self._job = self.window.jobs.start(f"Reading {named}", work, self._found, self._failed)

    def _found(self, look: Look | None) -> None:
        self._job = None
        if look is None:
            return
        if self.dialog is not None:
            self.dialog.set_roles(look.roles, look.unit)
            self.dialog.set_about(look.about)
            if look.trouble and self.dialog.open_button.isEnabled():
                self.dialog.set_trouble(look.trouble)
        elif look.trouble:
            self._ask(look)
        else:
            self._take(look.preset)

    def _failed(self, sentence: str) -> None:
        self._job = None
        if self.dialog is not None:
            self.dialog.set_trouble(sentence)
        else:
            self.window.workspace.trouble.emit(sentence)

    def _ask(self, look: Look) -> None:
        dialog = self.dialog = DataDialog(look.preset.path.name, look.about, self.window)
        dialog.set_roles(look.roles, look.unit)
        if dialog.open_button.isEnabled():
            dialog.set_trouble(look.trouble)
        dialog.changed.connect(lambda names: self._look(look.preset, names))
        dialog.answered.connect(lambda names: self._answered(look.preset, names))
        dialog.rejected.connect(self._leave)
        dialog.open()

    def _answered(self, chosen: Preset, names: Mapping[str, str]) -> None:
        """Look once more with the answers; whatever is wrong is said in the dialog."""
        named = chosen.path.name

        def work(ticket: Ticket) -> Iterator[Step]:
            yield Step(f"Reading {named}")
            yield Step(f"Reading {named}", 1.0, looked(chosen, names, ticket))

        def finished(look: Look) -> None:
            self._job = None
            if look.trouble:
                if self.dialog is not None:
                    self.dialog.set_trouble(look.trouble)
                return
            self._close()
            self._take(look.preset)

        if self._job is not None:
            self.window.jobs.cancel(self._job)
        self._job = self.window.jobs.start(f"Reading {named}", work, finished, self._failed)

    def _take(self, chosen: Preset) -> None:
        values = self._values
        self.window.workspace.open(lambda: opened(chosen, values))

    def _close(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.rejected.disconnect(self._leave)
            dialog.close()
            dialog.deleteLater()

    def _leave(self) -> None:
        """Nothing is opened, and what was open stays."""
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()
        if self._job is not None:
            self.window.jobs.cancel(self._job)
            self._job = None
        self.window.gallery.resume()
        self.window.status.say("The file was left closed")


def looked(
    what: str | Path | Preset, names: Mapping[str, str] | None, ticket: Ticket | None = None
) -> Look:
    """Read the axes of a file and what is said about them, no field.

    Args:
        what: The file, or a preset about it.
        names: Role to variable as far as somebody has answered; those of the preset if None.
        ticket: Looked at between the steps.

    Raises:
        SeparatrixError: If the file cannot be read, whatever anybody answers.
    """
    with IMPORTS:
        from engines.systems.gridded.recognise import NEEDED, ROLES, UNIT, recognise

    chosen = what if isinstance(what, Preset) else preset(what)
    if not chosen.data:  # a table of numbers that Separatrix wrote
        return Look(chosen, (), "", "", "")
    given = dict(chosen.names if names is None else names)
    found = recognise(chosen.path, {role: name for role, name in given.items() if role != UNIT})
    if ticket is not None:
        ticket.check()
    roles = tuple(
        Role(
            role,
            ROLES[role],
            found.candidates.get(role, ()),
            found.roles.get(role, ""),
            optional=role == "time" and "time" not in found.missing,
        )
        for role in NEEDED
    )
    unit = given.get(UNIT) or found.units.get("u", "")
    trouble = found.sentence()
    if not trouble:
        trouble = _unit_trouble(chosen.path, given)
    if unit == found.units.get("u", ""):
        given.pop(UNIT, None)  # the file says so itself
    evident = names is None and not chosen.names
    kept = replace(chosen, names={} if evident and not trouble else given)
    return Look(kept, roles, unit, _about(found), trouble)


def _unit_trouble(path: Path, names: Mapping[str, str]) -> str:
    """Why the file cannot be opened, if another unit would change that.

    Raises:
        SeparatrixError: If no unit would.
    """
    try:
        _check(path, names)
    except SeparatrixError as error:
        try:
            _check(path, {**names, "unit": SPEED})
        except SeparatrixError:
            raise error from None
        return str(error)
    return ""


def _check(path: Path, names: Mapping[str, str]) -> None:
    """Read and check the axes.

    Raises:
        SeparatrixError: If they cannot be used.
    """
    from engines.systems.gridded.grid import read_grid
    from engines.systems.gridded.recognise import recognised
    from engines.systems.gridded.store import open_store

    store = open_store(path)
    try:
        read_grid(store, recognised(path, store, names), names)
    finally:
        store.close()


def _about(found: Any) -> str:
    moments, rows, columns = found.shape
    parts = [f"{columns} \N{MULTIPLICATION SIGN} {rows} nodes"] if rows and columns else []
    if moments:
        parts.append("one moment" if moments == 1 else f"{moments} moments")
    where = ["longitude and latitude"] if found.spherical else []
    whole = rows and columns and moments
    return ", ".join([*parts, *where]) if whole else "Not all of it was recognised."
