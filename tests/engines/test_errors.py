import inspect

import pytest

from engines import errors

KINDS = [
    c
    for _, c in inspect.getmembers(errors, inspect.isclass)
    if issubclass(c, errors.SeparatrixError)
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda c: c.__name__)
def test_every_mistake_is_one_sentence_under_one_class(kind):
    mistake = kind("lorenz.toml: step = 0 s, allowed 0.001 to 1 s")
    assert isinstance(mistake, errors.SeparatrixError)
    assert str(mistake) == "lorenz.toml: step = 0 s, allowed 0.001 to 1 s"


def test_an_equation_knows_which_character_is_wrong():
    mistake = errors.EquationError("no", where="x", column=4, length=3)
    assert (mistake.where, mistake.column, mistake.length) == ("x", 4, 3)


def test_a_near_miss_names_the_nearest_or_all():
    assert errors.near_miss("sadle", ["saddle", "lorenz"]) == "did you mean 'saddle'?"
    assert errors.near_miss("SADDLE", ["saddle"]) == "did you mean 'saddle'?"
    assert errors.near_miss("qqq", ["saddle", "lorenz"]) == "known: saddle, lorenz"
    assert errors.near_miss("qqq", ["a1", "b2", "c3"], at_most=2) == "known: a1, b2 and 1 more"
    assert errors.near_miss("qqq", []) == "there is none yet"


def test_a_word_is_near_only_if_enough_of_it_is_right():
    assert errors.nearest("rander", ["render", "data"], like=0.75) == "render"
    assert errors.nearest("rend", ["brand"], like=0.75) == ""
