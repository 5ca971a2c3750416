"""What an experiment chose to show by itself: equations and invariants of the window follow."""

from __future__ import annotations

import pytest

from app.lab.editing.reading import text_of
from engines.evidence.shipped import system
from engines.experiments.portraits.portrait import Portrait

CHOSEN = {0.0: "pendulum", 1.0: "rossler"}  # by the value of a slider, as by a dot that is clicked


@pytest.fixture
def choosing(pendulum, monkeypatch, qtbot):
    monkeypatch.setattr(
        Portrait, "subject_at", lambda self, p: system(CHOSEN[round(min(p.seed, 1.0))])
    )
    pendulum.workspace.edit("seed", 0)
    return pendulum


def test_equations_and_invariants_are_those_of_what_was_chosen(choosing):
    space, editor = choosing.workspace, choosing.left.equations.editor
    before = editor.text()
    assert "theta" in before
    assert choosing.right.invariants.rows == ()
    space.edit("seed", 1)
    assert space.open_now.subject.id == "rossler"
    assert editor.text() == text_of(space.open_now) == "\n".join(system("rossler").lines)
    assert "theta" not in editor.text()
    assert choosing.right.invariants.rows
    assert not choosing.editing.edited
    space.undo()
    assert space.open_now.subject.id == "pendulum"
    assert editor.text() == before
    assert choosing.right.invariants.rows == ()


def test_the_equations_of_what_was_chosen_can_be_typed_over(choosing, qtbot):
    choosing.workspace.edit("seed", 1)
    editor = choosing.left.equations.editor
    text = editor.text() + " + kick"
    editor.set_text(text)
    editor.typed.emit(text)
    qtbot.waitUntil(lambda: choosing.editing.edited, timeout=60000)
    assert choosing.editing.origin.subject.id == "rossler"
