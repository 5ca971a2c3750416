import inspect

import pytest

from engines import errors

KINDS = [c for _, c in inspect.getmembers(errors, inspect.isclass)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda c: c.__name__)
def test_every_mistake_is_one_sentence_under_one_class(kind):
    mistake = kind("lorenz.toml: step = 0 s, allowed 0.001 to 1 s")
    assert isinstance(mistake, errors.SeparatrixError)
    assert str(mistake) == "lorenz.toml: step = 0 s, allowed 0.001 to 1 s"


def test_an_equation_knows_which_character_is_wrong():
    mistake = errors.EquationError("no", where="x", column=4, length=3)
    assert (mistake.where, mistake.column, mistake.length) == ("x", 4, 3)
