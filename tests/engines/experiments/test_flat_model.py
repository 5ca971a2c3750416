from __future__ import annotations

import pytest

from engines.errors import PresetError
from engines.experiments.flat_model import flat_model
from engines.parameters.declare import declarations, real, whole


def _instrument(label, *rows, refusal=""):
    class One:
        name, title, view, draws, depth = label, label.title(), "plane", (label,), 0

        @staticmethod
        def refuses(flow):
            return refusal

        @staticmethod
        def declared(flow):
            return rows

    return One


def test_the_flow_comes_first_then_each_instrument_behind_its_switch(rotation):
    shelf = (_instrument("one", real("length", 1, 0, 2)), _instrument("two"))
    flat = flat_model("test", rotation.knobs, rotation(), shelf, ("two",))
    rows = declarations(flat.model)
    assert list(rows) == ["w", "one", "length", "two"]
    assert [d.group for d in rows.values()] == ["Flow", "Instruments", "One", "Instruments"]
    values = flat.model()
    assert (values.one, values.two, values.length) == (False, True, 1.0)


def test_an_instrument_that_refuses_keeps_its_switch_and_nothing_else(rotation):
    shelf = (_instrument("one", real("length", 1, 0, 2), refusal="needs a map"),)
    flat = flat_model("test", (), rotation(), shelf, ("one",))
    assert list(declarations(flat.model)) == ["one"]
    assert flat.model().one is False


def test_two_instruments_share_what_they_declare_alike(rotation):
    shelf = (_instrument("one", real("start", 1, 0, 2)), _instrument("two", real("start", 5, 0, 9)))
    flat = flat_model("test", (), rotation(), shelf, ())
    assert flat.model().start == 1.0


def test_what_is_shared_stands_under_its_common_heading(rotation):
    shelf = (
        _instrument("one", real("start", 1, 0, 2)),
        _instrument("two", real("start", 5, 0, 9, group="Paths")),
    )
    rows = declarations(flat_model("test", (), rotation(), shelf, ()).model)
    assert rows["start"].group == "Paths"


def test_the_same_name_for_two_kinds_is_refused(rotation):
    shelf = (
        _instrument("one", real("start", 1, 0, 2)),
        _instrument("two", whole("start", 5, 0, 9)),
    )
    with pytest.raises(
        PresetError, match="Two declares 'start' as whole, another instrument as re"
    ):
        flat_model("test", (), rotation(), shelf, ())


def test_a_flow_may_use_a_name_of_an_instrument(rotation):
    one = _instrument("one", real("speed", 1, 0, 2))
    flat = flat_model("test", (real("speed", 7, 0, 9),), rotation(), (one,), ())
    assert list(declarations(flat.model)) == ["speed", "one", "instrument_speed"]
    values = flat.model(instrument_speed=2.0)
    assert values.speed == 7.0
    assert flat.seen_by("one", values).speed == 2.0
    assert flat.named("speed") == "instrument_speed"


def test_a_flow_may_not_use_the_name_of_a_switch(rotation):
    with pytest.raises(
        PresetError, match="parameter 'one' bears the name of an instrument, rename"
    ):
        flat_model("test", (real("one", 1, 0, 2),), rotation(), (_instrument("one"),), ())


def test_an_unknown_instrument_is_named_with_those_that_are_known(rotation):
    with pytest.raises(PresetError, match="no instrument 'tow', known: one, two"):
        flat_model("test", (), rotation(), (_instrument("one"), _instrument("two")), ("tow",))
