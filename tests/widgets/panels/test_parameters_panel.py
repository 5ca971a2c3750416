"""The parameters panel."""

from __future__ import annotations

from PyQt6.QtCore import Qt

from widgets.controls.buttons import IconButton
from widgets.panels.parameters_panel import ParametersPanel
from widgets.theme.apply import apply_theme
from widgets.theme.look import LOOK
from widgets.theme.tokens import LIGHT


def test_it_shows_the_form_without_instruments_and_hidden_ones(shown, model):
    panel = shown(ParametersPanel(), 304)
    panel.set_model(model)
    assert list(panel.form.rows) == ["A", "omega", "way", "n"]


def test_edits_pass_through(shown, model, qtbot):
    panel = shown(ParametersPanel(), 304)
    panel.set_model(model, model(A=0.2))
    assert panel.form.rows["A"].value == 0.2
    with qtbot.waitSignal(panel.edited) as caught:
        panel.form.rows["A"].step(1)
    assert caught.args[0] == "A"


def test_the_reset_button_asks_and_changes_nothing_itself(shown, model, qtbot):
    panel = shown(ParametersPanel(), 304)
    panel.set_model(model, model(A=0.2))
    button = panel.findChild(IconButton)
    with qtbot.waitSignal(panel.reset):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert panel.form.rows["A"].value == 0.2


def test_a_new_model_replaces_the_old_form(shown, model):
    panel = shown(ParametersPanel(), 304)
    panel.set_model(model)
    first = panel.form
    panel.set_model(model)
    assert panel.form is not first
    assert first.parent() is None


def test_no_word_is_cut_and_nothing_overlaps(shown, model, flaws, every_look):
    panel = shown(ParametersPanel(), LOOK.density.right_dock, 900)
    panel.set_model(model)
    panel.set_unfit({"n": "needs a two-dimensional flow with a Jacobian", "way": "needs time"})
    panel.resize(panel.width() + 1, 900)
    assert flaws(shown(panel, LOOK.density.right_dock, 900)) == []
    for row in panel.form.rows.values():
        assert row.height() >= row.minimumHeight()


def test_tab_walks_from_the_first_row_to_the_last(shown, model, qtbot):
    panel = shown(ParametersPanel(), 304)
    panel.set_model(model)
    rows = list(panel.form.rows.values())
    order = []
    widget = rows[0]
    for _ in range(12):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            order.append(widget)
        widget = widget.nextInFocusChain()
    reached = [w for w in order if w in rows or w.parent() in rows]
    assert [w if w in rows else w.parent() for w in reached][:4] == rows


def test_a_new_text_scale_reaches_what_is_on_screen(shown, model, flaws, qapp):
    panel = shown(ParametersPanel(), 304, 900)
    panel.set_model(model)
    apply_theme(qapp, LIGHT, 1.5)
    shown(panel, LOOK.density.right_dock, 900)
    assert panel.form.rows["A"].height() == 63
    assert flaws(panel) == []


def test_a_revised_model_keeps_its_form(shown, model):
    panel = shown(ParametersPanel(), 304)
    panel.revise_model(model, model(A=0.2))
    form, row = panel.form, panel.form.rows["A"]
    panel.revise_model(model, model(A=0.1))
    assert panel.form is form
    assert form.rows["A"] is row
    assert row.value == 0.1
