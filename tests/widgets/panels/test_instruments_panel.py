"""The instruments panel."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt

from engines.layers.frame import Reading
from engines.parameters.declare import parameters_model, real
from widgets.controls.labels import Label
from widgets.panels.instruments_panel import InstrumentsPanel
from widgets.theme.look import LOOK


@pytest.fixture
def panel(shown, model):
    made = InstrumentsPanel()
    made.set_model(model)
    made.set_unfit({"fixed": "needs a steady flow"})
    made.set_readings({"ftle": Reading(0.84, "max", "repel")})
    return shown(made, LOOK.density.right_dock, 400)


def test_only_the_group_of_instruments_is_shown(panel):
    assert list(panel.form.rows) == ["ftle", "manifolds", "fixed"]


def test_a_reading_is_shown_and_taken_away_again(panel):
    assert panel.form.rows["ftle"].number == "0.840"
    panel.set_readings({})
    assert panel.form.rows["ftle"].number == ""


def test_a_click_on_a_row_turns_its_instrument(panel, qtbot):
    with qtbot.waitSignal(panel.edited) as caught:
        qtbot.mouseClick(panel.form.rows["manifolds"], Qt.MouseButton.LeftButton)
    assert caught.args == ["manifolds", True, True]


def test_what_cannot_run_stays_and_says_why(panel, qtbot):
    row = panel.form.rows["fixed"]
    heard = []
    panel.edited.connect(lambda *a: heard.append(a))
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert heard == []
    assert row.reason == "needs a steady flow"
    assert not row.switch.isEnabled()


def test_values_are_shown_without_an_echo(panel, model):
    heard = []
    panel.edited.connect(lambda *a: heard.append(a))
    panel.set_values(model(manifolds=True))
    assert panel.form.rows["manifolds"].switch.on
    assert heard == []


def test_without_instruments_it_says_so(shown):
    panel = InstrumentsPanel()
    panel.set_model(parameters_model("Plain", (real("a", 0.0, 0, 1),)))
    shown(panel, 300, 200)
    assert any("No instrument" in label.text() for label in panel.findChildren(Label))


def test_no_word_is_cut(shown, model, flaws, every_look):
    made = InstrumentsPanel()
    made.set_model(model)
    made.set_unfit({"fixed": "needs a steady flow", "manifolds": "needs saddles in the plane"})
    made.set_readings({"ftle": Reading(-12345.678, "largest value", "attract")})
    assert flaws(shown(made, LOOK.density.right_dock, 500)) == []
