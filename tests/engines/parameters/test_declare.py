import pytest
from pydantic import ValidationError

from engines.parameters.declare import (
    choice,
    declarations,
    parameters_model,
    places,
    real,
    switch,
    whole,
)

FIVE = (
    real("A", 0.1, 0.0, 0.5, unit="m/s"),
    whole("nx", 100, 3, 4096),
    choice("method", "grid", ("grid", "variational")),
    switch("ftle", True),
    places("starts", ((0.0, 1.0),)),
)


def test_a_model_has_its_declarations_in_the_order_written():
    assert tuple(declarations(parameters_model("M", FIVE)).values()) == FIVE


def test_the_defaults_are_the_declared_ones():
    values = parameters_model("M", FIVE)()
    assert [getattr(values, d.name) for d in FIVE] == [d.default for d in FIVE]


def test_parameters_cannot_be_changed_in_place():
    values = parameters_model("M", FIVE)()
    with pytest.raises(ValidationError):
        values.A = 0.2


def test_a_default_outside_its_own_range_is_refused():
    with pytest.raises(ValidationError):
        parameters_model("M", (real("A", 2.0, 0.0, 1.0),))()


def test_two_declarations_of_one_name_are_refused():
    with pytest.raises(ValueError, match="declared twice: A"):
        parameters_model("M", (FIVE[0], FIVE[0]))
