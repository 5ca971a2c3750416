"""The switches of all instruments."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt

from engines.parameters.declare import parameters_model, real, switch
from widgets.controls.form import INSTRUMENTS
from widgets.controls.instrument_list import UNFIT, InstrumentList


def put(name, section, on=False):
    return switch(name, on, title=name, group=INSTRUMENTS, section=section)


MODEL = parameters_model(
    "Model",
    (
        real("a", 1.0, 0.0, 2.0),
        put("barriers", "Barriers"),
        put("ftle", "Transport"),
        put("tracks", "Portrait", on=True),
        put("nullclines", "Portrait"),
    ),
)


@pytest.fixture
def listed(shown):
    return shown(InstrumentList(MODEL), 304, 300)


def tops(listed):
    listed.layout().activate()
    return sorted(listed.rows, key=lambda name: listed.rows[name].y())


def test_kinds_in_use_come_first_and_the_others_by_name(listed):
    assert listed.order() == [
        "Portrait", "tracks", "nullclines", "Barriers", "barriers", "Transport", "ftle",
    ]  # fmt: skip
    assert tops(listed) == ["tracks", "nullclines", "barriers", "ftle"]


def test_what_does_not_fit_stands_last_with_its_reason(listed):
    listed.set_unfit({"tracks": "needs time", "barriers": "needs viscosity", "a": "elsewhere"})
    assert listed.order() == [
        "Portrait", "nullclines", "Transport", "ftle", UNFIT, "tracks", "barriers",
    ]  # fmt: skip
    assert tops(listed)[-2:] == ["tracks", "barriers"]
    assert listed.rows["tracks"].reason == "needs time"
    listed.set_unfit({})
    assert UNFIT not in listed.order()
    assert listed.rows["tracks"].switch.isEnabled()


def test_a_heading_without_rows_is_not_shown(listed):
    listed.set_unfit({"barriers": "needs viscosity"})
    assert "Barriers" not in listed.order()
    shown = {h.text() for h in listed._headings.values() if h.isVisible()}
    assert shown == {"Portrait", "Transport", UNFIT}


def test_a_click_says_which_instrument_was_turned(listed, qtbot):
    with qtbot.waitSignal(listed.edited) as caught:
        qtbot.mouseClick(listed.rows["ftle"], Qt.MouseButton.LeftButton)
    assert caught.args == ["ftle", True, True]


def test_values_are_shown_without_an_echo(listed):
    heard = []
    listed.edited.connect(lambda *said: heard.append(said))
    listed.set_values(MODEL(ftle=True))
    assert listed.rows["ftle"].switch.on
    assert heard == []


def test_reasons_that_are_told_again_do_not_lay_the_rows_out_again(listed, monkeypatch):
    listed.set_unfit({"ftle": "needs a plane"})
    monkeypatch.setattr(listed.rows["ftle"], "set_reason", lambda why: pytest.fail("again"))
    listed.set_unfit({"ftle": "needs a plane", "a": "not ours"})
