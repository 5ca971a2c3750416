"""The form made from declarations."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QTimer
from PyQt6.QtWidgets import QLineEdit

from engines.parameters.declare import (
    Declaration,
    choice,
    parameters_model,
    places,
    real,
    switch,
    whole,
)
from engines.parameters.reading import changed
from widgets.controls.form import CONTROLS, INSTRUMENTS, FieldRow, Form
from widgets.controls.instrument_row import InstrumentRow
from widgets.controls.labels import Label
from widgets.controls.matrix.matrix_grid import MatrixGrid
from widgets.controls.menu_choice import MenuChoice
from widgets.controls.segmented import Segmented
from widgets.controls.slider.slider_row import SliderRow

MODEL = parameters_model(
    "All",
    (
        real("a", 0.1, 0, 1, title="Amplitude", group="Flow", unit="m/s"),
        real("long", 1.0, 0, 10, unit="particles/s", group="Flow"),
        whole("n", 3, 1, 9, group="Numbers"),
        choice("few", "both", ("forward", "backward", "both"), group="Flow"),
        choice("many", "d", ("a", "b", "c", "d", "e")),
        switch("grid", True, title="Grid"),
        Declaration("label", "text", "gyre", title="Label"),
        places("starts"),
        real("secret", 0.0, 0, 1, hidden=True),
        switch("ftle", False, title="FTLE", group=INSTRUMENTS),
    ),
)


@pytest.fixture
def form(shown):
    return shown(Form(MODEL), 304, 700)


@pytest.fixture
def heard(form):
    said = []
    form.edited.connect(lambda *a: said.append(a))
    return said


def test_one_control_per_shown_declaration(form):
    assert set(form.rows) == {"a", "long", "n", "few", "many", "grid", "label"}
    kinds = {name: type(row) for name, row in form.rows.items()}
    assert kinds["a"] is kinds["n"] is SliderRow
    assert kinds["grid"] is InstrumentRow
    assert isinstance(form.rows["few"].control, Segmented)
    assert isinstance(form.rows["many"].control, MenuChoice)
    assert isinstance(form.rows["label"].control, QLineEdit)


def test_every_kind_that_can_be_shown_has_a_control():
    assert set(CONTROLS) == {"real", "whole", "choice", "switch", "text"}


def test_groups_are_headings_in_the_order_of_their_first_member(form):
    headings = [x.text() for x in form.findChildren(Label) if x.font().weight() == 600]
    assert headings == ["Flow", "Numbers"]


def _turn(form, name):
    row = form.rows[name]
    if isinstance(row, SliderRow):
        row.step(1)
    elif isinstance(row, InstrumentRow):
        row.switch.toggle()
    elif isinstance(row, FieldRow) and isinstance(row.control, QLineEdit):
        row.control.setText("lorenz")
        row.control.editingFinished.emit()
    else:
        row.control.choose(row.control.options[0])


@pytest.mark.parametrize("name", ["a", "n", "few", "many", "grid", "label"])
def test_what_a_control_says_fits_its_model_and_comes_back_without_an_echo(form, heard, name):
    _turn(form, name)
    said, value, final = heard[-1]
    assert (said, final) == (name, True)
    parameters = changed(MODEL(), {name: value})
    assert getattr(parameters, name) != getattr(MODEL(), name)
    count = len(heard)
    form.set_values(MODEL())
    form.set_values(parameters)
    assert len(heard) == count
    _turn(form, name)  # it starts from the value set: the next step leaves it again
    shown_now = {n: v for n, v, _ in heard[count:]}
    if name in ("a", "n", "grid"):
        assert shown_now[name] != value


def test_a_drag_comes_as_not_final_until_it_ends(form, heard):
    row = form.rows["a"]
    row.dragging = True
    row._move(0.5)
    assert heard == [("a", 0.5, False)]
    row.mouseReleaseEvent(None)
    assert heard[-1] == ("a", 0.5, True)


def test_reasons_disable_and_their_absence_enables(form):
    form.set_unfit({"a": "needs a steady flow", "few": "needs time", "grid": "no plane"})
    assert form.rows["a"].reason == "needs a steady flow"
    assert not form.rows["few"].control.isEnabled()
    assert not form.rows["grid"].switch.isEnabled()
    form.set_unfit({})
    assert form.rows["a"].isEnabled()
    assert form.rows["few"].control.isEnabled()
    assert form.rows["grid"].switch.isEnabled()


def test_numbers_of_all_sliders_end_at_one_column_whatever_their_units(form):
    columns = {r.unit_column for r in form.rows.values() if isinstance(r, SliderRow)}
    assert len(columns) == 1
    assert columns.pop() > 30


def test_every_control_has_a_name_for_the_screen_reader(form):
    for name, row in form.rows.items():
        target = row.control if isinstance(row, FieldRow) else row
        target = row.switch if isinstance(row, InstrumentRow) else target
        assert target.accessibleName(), name


def test_hidden_groups_give_way_and_come_back(form):
    form.set_hidden({"Flow"})
    assert not form.rows["a"].isVisible()
    assert form.rows["n"].isVisible()
    form.set_hidden(())
    assert form.rows["a"].isVisible()


def test_it_keeps_no_timer(form):
    assert form.findChildren(QTimer) == []


def test_reasons_that_are_told_again_do_not_lay_the_rows_out_again(qtbot, monkeypatch):
    model = parameters_model("P", (real("a", 1.0, 0.0, 2.0), real("b", 1.0, 0.0, 2.0)))
    form = Form(model)
    qtbot.addWidget(form)
    told = []
    monkeypatch.setattr(form.rows["a"], "set_reason", told.append)
    for reasons in ({"a": "not now"}, {"a": "not now"}, {}, {}):
        form.set_unfit(reasons)
    assert told == ["not now", ""]


def test_another_model_keeps_the_rows_whose_declaration_is_the_same(qtbot):
    a, b = real("a", 0.1, 0, 1, group="Flow"), real("b", 0.5, 0, 1, group="Flow")
    wider = real("b", 0.5, 0, 9, group="Flow", unit="particles/s")
    n, k = whole("n", 3, 1, 9, group="Numbers"), real("k", 0.2, 0, 1, group="Flow")
    first, second = (
        parameters_model("First", (a, b, n)),
        parameters_model("Second", (a, wider, k, n)),
    )
    form = Form(first)
    qtbot.addWidget(form)
    form.set_unfit({"a": "not now", "k": "not now"})
    form.show()
    kept, gone = dict(form.rows), form.rows["b"]
    form.remake(second)
    form.set_values(second(a=0.7))
    assert form.model is second
    assert list(form.rows) == ["a", "b", "k", "n"]
    assert form.rows["a"] is kept["a"]
    assert form.rows["n"] is kept["n"]
    assert form.rows["b"] is not gone
    assert gone.parent() is None
    assert form.rows["a"].value == 0.7
    assert not form.rows["k"].isEnabled()  # what is told of it holds for a new row too
    qtbot.waitUntil(form.rows["k"].isVisible)
    form.grab()  # laid out
    tops = [form.rows[name].y() for name in ("a", "b", "k", "n")]
    assert tops == sorted(set(tops))
    headings = [label.text() for label in form.findChildren(Label)]
    assert [words for words in headings if words in ("Flow", "Numbers")] == ["Flow", "Numbers"]
    columns = {row.unit_column for row in form.rows.values()}
    assert len(columns) == 1


def test_a_row_that_stays_tells_its_edits_once(qtbot):
    a, b = real("a", 0.1, 0, 1), real("b", 0.5, 0, 1)
    form = Form(parameters_model("First", (a,)))
    qtbot.addWidget(form)
    form.remake(parameters_model("Second", (a, b)))
    told = []
    form.edited.connect(lambda name, value, final: told.append(name))
    form.rows["a"].step(1)
    form.rows["b"].step(1)
    assert told.count("a") == told.count("b") > 0


def test_groups_that_are_left_out_stay_so_in_another_model(qtbot):
    a, n = real("a", 0.1, 0, 1, group="Flow"), whole("n", 3, 1, 9, group="Numbers")
    form = Form(parameters_model("First", (a, n)))
    qtbot.addWidget(form)
    form.show()
    form.set_hidden({"Numbers"})
    form.remake(parameters_model("Second", (a, n, whole("m", 1, 1, 9, group="Numbers"))))
    assert [name for name, row in form.rows.items() if row.isHidden()] == ["n", "m"]


def test_of_a_table_of_numbers_the_one_that_is_chosen_has_its_slider(qtbot):
    table = [real(f"k_{i}_{j}", 0.0, -1.0, 1.0, group="Flow") for i in (1, 2) for j in (1, 2)]
    model = parameters_model("Table", (real("b", 0.1, 0, 1, group="Flow"), *table))
    form = Form(model)
    qtbot.addWidget(form)
    form.show()

    def shown():
        return [name for name, row in form.rows.items() if not row.isHidden()]

    assert shown() == ["b", "k_1_1"]
    (grid,) = form.findChildren(MatrixGrid)
    grid.choose("k_2_1")
    assert shown() == ["b", "k_2_1"]
    form.set_values(model(k_2_1=0.5))
    assert grid._values["k_2_1"] == 0.5
    grid.fold(True)
    assert shown() == ["b"]
    form.reveal("k_1_2")
    assert shown() == ["b", "k_1_2"]
    form.set_hidden({"Flow"})
    assert shown() == []
    form.set_hidden(())
    form.remake(parameters_model("More", (real("c", 0.1, 0, 1, group="Flow"), *table)))
    assert shown() == ["c", "k_1_2"]  # what was chosen stays so
    (again,) = [g for g in form.findChildren(MatrixGrid) if g is not grid]
    assert again.isVisibleTo(form)
