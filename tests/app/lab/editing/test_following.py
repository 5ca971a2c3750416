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


def test_the_card_is_that_of_the_weights_in_use(pendulum, qtbot):
    """Of several networks each has its own, and a formula says that it is one."""
    space, panel = pendulum.workspace, pendulum.left.model
    pendulum.open("stochastic-interpolants", {"ftle": False, "samples": 10, "paths": 0})
    qtbot.waitUntil(lambda: space.open_now.preset.id == "stochastic-interpolants", timeout=60000)
    assert panel.title.text() == "Closed form"
    assert not panel.button.isVisibleTo(panel)
    space.edit("pair", "noise to checkerboard, learned")
    assert panel.title.text() == "Bridge, noise to checkerboard"
    assert panel.button.isVisibleTo(panel)
    space.edit("pair", "moons to spiral, learned")
    assert panel.title.text() == "Bridge, moons to spiral"
    space.edit("pair", "clouds below, exact")
    assert panel.title.text() == "Closed form"
