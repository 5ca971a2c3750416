import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.errors import ParameterError
from engines.parameters.declare import (
    choice,
    declarations,
    parameters_model,
    places,
    real,
    switch,
    whole,
)
from engines.parameters.reading import changed, from_text, validated

MODEL = parameters_model(
    "M",
    (
        real("horizon", 10.0, -50.0, 50.0, unit="s"),
        whole("nx", 100, 3, 4096),
        choice("method", "grid", ("grid", "variational")),
        switch("ftle", True),
        places("starts"),
    ),
)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"horizn": 1}, "f.toml: no parameter 'horizn', did you mean 'horizon'?"),
        ({"horizon": 99}, "f.toml: horizon = 99, allowed -50 to 50 s"),
        ({"horizon": "x"}, "f.toml: horizon = 'x', allowed -50 to 50 s"),
        ({"horizon": math.nan}, "f.toml: horizon = nan, allowed -50 to 50 s"),
        ({"horizon": True}, "f.toml: horizon = True, allowed -50 to 50 s"),
        ({"nx": 2.5}, "f.toml: nx = 2.5, allowed a whole number 3 to 4096"),
        ({"method": "fast"}, "f.toml: method = 'fast', allowed grid, variational"),
        ({"ftle": 1}, "f.toml: ftle = 1, allowed true, false"),
        ({"starts": [[0, "a"]]}, "f.toml: starts = [[0, 'a']], allowed a list of places"),
        ({"wholly": 1}, "f.toml: no parameter 'wholly', known: horizon, nx, method, ftle"),
    ],
)
def test_a_mistake_is_one_sentence_with_file_field_value_and_what_is_allowed(values, sentence):
    with pytest.raises(ParameterError) as caught:
        validated(MODEL, values, "f.toml: ")
    assert str(caught.value) == sentence


def test_a_whole_number_is_a_real_one_and_lists_become_places():
    read = validated(MODEL, {"horizon": -8, "nx": 7.0, "starts": [[0, 1.5]]})
    assert (read.horizon, read.nx, read.starts) == (-8.0, 7, ((0.0, 1.5),))


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("horizon", "\N{MINUS SIGN}2.5", -2.5),
        ("nx", "12", 12),
        ("ftle", "off", False),
        ("method", "grid", "grid"),
        ("starts", "0,1;2,3", ((0.0, 1.0), (2.0, 3.0))),
    ],
)
def test_text_is_read_by_the_kind_of_its_parameter(name, text, value):
    assert from_text(declarations(MODEL)[name], text) == value


@pytest.mark.parametrize("name", ["horizon", "nx", "ftle", "starts"])
def test_text_of_another_kind_is_refused(name):
    with pytest.raises(ParameterError, match=f"--set {name} = blue, allowed"):
        from_text(declarations(MODEL)[name], "blue", "--set ")


def test_a_change_leaves_the_rest_and_the_original():
    before = MODEL()
    after = changed(before, {"nx": 5})
    assert (before.nx, after.nx, after.horizon) == (100, 5, before.horizon)


@given(st.floats())
def test_every_number_is_either_in_range_or_refused(value):
    if -50.0 <= value <= 50.0:
        assert validated(MODEL, {"horizon": value}).horizon == value
    else:
        with pytest.raises(ParameterError):
            validated(MODEL, {"horizon": value})


@pytest.mark.parametrize("given", [[[1.0, 2.0, 3.0]], [[1.0, 2.0], []], ((0.5,),)])
def test_a_place_has_as_many_coordinates_as_the_one_at_rest(given):
    planar = parameters_model("Planar", (places("starts", ((0.0, 1.0),)),))
    assert validated(planar, {"starts": []}).starts == ()
    with pytest.raises(ParameterError, match="allowed a list of places of 2 coordinates each"):
        validated(planar, {"starts": given})


def test_a_number_that_is_the_name_of_a_choice_is_that_choice():
    model = parameters_model("R", (choice("k", "1", ("1", "2", "distilled")),))
    assert changed(model(), {"k": 2}).k == "2"
    with pytest.raises(ParameterError, match="k = 3, allowed 1, 2, distilled"):
        changed(model(), {"k": 3})
