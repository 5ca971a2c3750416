"""Fields of a TOML table, each read with its own sentence when it is wrong."""

from __future__ import annotations

import pytest

from engines.errors import SystemFileError
from engines.systems.table import Table


def table(content, keys=("low", "high", "name", "on", "inner")):
    return Table("my.toml", "states.x", content, keys)


def test_fields_are_given_back_as_they_are():
    found = table({"low": 1, "high": 2.5, "name": "angle", "on": True, "inner": {"a": "b"}})
    assert found.name == "x"
    assert found.range() == (1.0, 2.5)
    assert found.text("name") == "angle"
    assert found.switch("on") is True
    assert found.texts("inner") == {"a": "b"}
    assert found.number("high") == 2.5


def test_absent_fields_have_defaults():
    found = table({})
    assert found.text("name") == ""
    assert found.switch("on") is False
    assert found.number("low", 3.0) == 3.0
    assert found.choice("name", ("a", "b"), "a") == "a"
    assert found.tables("inner", ()) == {}
    assert found.list_of_tables("inner", ()) == []


@pytest.mark.parametrize(
    ("read", "sentence"),
    [
        (lambda: table({"lo": 1}), "no field 'states.x.lo', did you mean 'low'?"),
        (
            lambda: table({"zzz": 1}),
            "no field 'states.x.zzz', known: high, inner, low, name, on",
        ),
        (lambda: table({"low": "1"}).number("low"), "states.x.low = '1', expected a number"),
        (lambda: table({"low": True}).number("low"), "states.x.low = True, expected a number"),
        (lambda: table({"low": 1e999}).number("low"), "states.x.low = inf, expected a finite"),
        (lambda: table({"low": 10**400}).number("low"), "expected a finite number"),
        (lambda: table({}).number("low"), "states.x.low is missing, expected a number"),
        (lambda: table({"low": 2, "high": 2}).range(), "low = 2 is not below high = 2"),
        (lambda: table({"low": 5}).within("low", 0, 1), "states.x.low = 5, allowed 0 to 1"),
        (lambda: table({"low": 0}).positive("low", 1.0), "states.x.low = 0, allowed above 0"),
        (lambda: table({"name": 3}).text("name"), "states.x.name = 3, expected a text in quotes"),
        (lambda: table({}).text("name", required=True), "states.x.name is missing"),
        (lambda: table({"on": 1}).switch("on"), "states.x.on = 1, expected true or false"),
        (lambda: table({"name": "c"}).choice("name", ("a", "b"), "a"), "= 'c', allowed a, b"),
        (lambda: table({"inner": 3}).table("inner", ()), "states.x.inner = 3, expected a table"),
        (lambda: table({"inner": {"a": 1}}).texts("inner"), "inner.a = 1, expected a formula in"),
        (lambda: table({"inner": 1}).list_of_tables("inner", ()), "expected a list of tables"),
        (lambda: table({"inner": [1]}).list_of_tables("inner", ()), "inner[0] = 1, expected a"),
        (lambda: table({}).texts("inner", required=True), "states.x.inner is missing"),
    ],
)
def test_each_mistake_has_its_sentence(read, sentence):
    with pytest.raises(SystemFileError) as caught:
        read()
    assert str(caught.value).startswith("my.toml: ")
    assert sentence in str(caught.value)
    assert len(str(caught.value)) < 200
