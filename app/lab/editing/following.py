"""What an experiment chose to show by itself: equations and invariants of the window follow."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.catalogue import Opened
from app.lab.facts import FORMULA, facts_of
from engines.parameters.declare import Parameters
from engines.protocols.experiment import Learning

if TYPE_CHECKING:
    from app.window import MainWindow


class Following:
    """Shows the subject that the values of an experiment name, as soon as it is another."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self._shown = ""  # id of what the panels are about
        self._card: str | None = None  # id of the model whose card is shown, "" for a formula
        window.workspace.opened.connect(self._opened)
        window.workspace.parameters_changed.connect(self.look)

    def look(self, values: Parameters) -> None:
        """Take up what `values` name, if that is not what is shown."""
        space = self.window.workspace
        found = space.open_now
        if found is None or not isinstance(values, found.experiment.parameters):
            return
        self._look_at_card(found, values)
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

    def show_card(self, found: Opened) -> None:
        """The card of what has been opened."""
        self._card = found.subject.id
        self.window.left.show_model(found.subject.title, facts_of(found.subject))
        self._look_at_card(found, found.parameters)

    def _look_at_card(self, found: Opened, values: Parameters) -> None:
        """The card of the weights in use, whichever the values choose."""
        if not isinstance(found.experiment, Learning):
            return
        model = found.experiment.in_use(values, found.subject)
        name = "" if model is None else model.id
        if name != self._card:
            self._card = name
            title, facts = FORMULA if model is None else (model.title, facts_of(model))
            self.window.left.show_model(title, facts, trained=model is not None)

    def _show(self, found: Opened, values: Parameters) -> None:
        window, subject = self.window, found.subject
        live = tuple(d.name for d in subject.declared)
        lines, kind = window.gallery.written(replace(found, parameters=values))
        window.left.equations.set_equations(lines, kind, live=live)
        window.left.show_model(subject.title, facts_of(subject))
        window.editing.take_up(found)
        window.proving.show_invariants()
