"""What an experiment chose to show by itself: equations and invariants of the window follow."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.catalogue import Opened
from app.lab.facts import facts_of
from engines.parameters.declare import Parameters

if TYPE_CHECKING:
    from app.window import MainWindow


class Following:
    """Shows the subject that the values of an experiment name, as soon as it is another."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self._shown = ""  # id of what the panels are about
        window.workspace.opened.connect(self._opened)
        window.workspace.parameters_changed.connect(self.look)

    def look(self, values: Parameters) -> None:
        """Take up what `values` name, if that is not what is shown."""
        space = self.window.workspace
        found = space.open_now
        if found is None or not isinstance(values, found.experiment.parameters):
            return
        subject = found.experiment.subject_at(values)
        if subject is None:
            self._shown = ""
            return
        if subject.id != found.subject.id:
            found = replace(found, subject=subject)
            space.rehome(found)
        if subject.id != self._shown:
            self._shown = subject.id
            self._show(found, values)

    def _opened(self, found: Opened) -> None:
        self._shown = found.subject.id
        self.look(found.parameters)

    def _show(self, found: Opened, values: Parameters) -> None:
        window, subject = self.window, found.subject
        live = tuple(d.name for d in subject.declared)
        lines, kind = window.gallery.written(replace(found, parameters=values))
        window.left.equations.set_equations(lines, kind, live=live)
        window.left.show_model(subject.title, facts_of(subject))
        window.editing.take_up(found)
        window.proving.show_invariants()
