"""Forms and words of the window when the equations under them are exchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.catalogue import Opened
from engines.parameters.declare import Declaration, Parameters, declarations

if TYPE_CHECKING:
    from app.window import MainWindow

INSTRUMENTS = "Instruments"


def reform(window: MainWindow, found: Opened) -> None:
    """Rows for the parameters of `found`; those panels whose rows stay the same are left alone."""
    model, values = found.experiment.parameters, window.workspace.parameters
    if values is None:
        return
    right = window.right
    before = right.parameters.form.model if right.parameters.form is not None else None
    if before is None or _rows(before) != _rows(model):
        right.parameters.revise_model(model, values)
        window.fitting.soon()
    if before is None or _switches(before) != _switches(model):
        right.instruments.set_model(model, values)
    window.gallery.set_current(found.preset)
    window.timeline.set_clock(window.workspace.clock)
    proven = "" if found.preset.equations else found.preset.id
    if window.proving.id != proven:  # checks are about the equations of the file
        window.proving.take_up(proven)


def _rows(model: type[Parameters]) -> list[Declaration]:
    return [d for d in declarations(model).values() if not d.hidden and d.group != INSTRUMENTS]


def _switches(model: type[Parameters]) -> list[tuple[str, str]]:
    known = declarations(model).values()
    return [(d.name, d.title) for d in known if d.group == INSTRUMENTS]
